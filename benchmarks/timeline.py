"""The timeline of 500 promotions: what scrolling, zooming and dragging hold the window up for."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollBar

from app.queries.collisions import collisions_of
from app.queries.promotion_board import Bar, ChannelBars
from app.queries.promotions import Planned
from benchmarks.outcome import Figure, Outcome, Size
from models.domain.promotions.kinds import PercentPromotion, Promoted, promotion_of
from models.domain.rules import Rule, Scope
from views.common.text import Text
from views.common.theme import apply_theme
from views.promotions.bars_view import BarsView
from views.promotions.lanes import rows_of

PROMOTIONS, CHANNELS = 500, 6
_MOST = 100.0
_TODAY = date(2026, 11, 26)
_STEPS = 40


def run(_folder: Path, size: Size) -> Outcome:
    """Drive the real widget with promotions over two years."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)  # noqa: S101 - Qt's type of the instance is wider
    view = BarsView(apply_theme(application, "light"), Text.for_choice("point"), _TODAY)
    view.resize(1200, 700)
    view.show()
    count = size.of(PROMOTIONS)
    lanes = channels_of(planned(count))
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    acts: list[tuple[str, Callable[[], object]]] = [
        ("lay out and show", lambda: view.show_rows(rows_of(lanes, lambda _bar: True))),
        *[("scroll sideways", partial(_part_of, across, step)) for step in range(_STEPS)],
        *[("scroll down", partial(_part_of, down, step)) for step in range(_STEPS)],
        *[("zoom", partial(view.zoom_to, name)) for name in ("day", "week", "month", "quarter", "week")],
        ("filter", lambda: view.show_rows(rows_of(lanes, lambda bar: bar.channel == "Channel 1"))),
        ("clear the filter", lambda: view.show_rows(rows_of(lanes, lambda _bar: True))),
        ("go to today", view.go_to_today),
    ]
    longest: dict[str, float] = {}
    for what, act in acts:
        longest[what] = max(longest.get(what, 0.0), _turn(act, application))
    longest["drag a bar"] = max(_drag(view, application))
    view.close()
    return Outcome(
        f"Timeline of {count:,} promotions on {CHANNELS} channels",
        "The program's timeline, offscreen. Each figure is the longest time for which the GUI thread answered no key, "
        "until what was asked for was painted.",
        tuple(Figure(what, milliseconds, "ms", bound=_MOST) for what, milliseconds in longest.items()),
    )


def planned(count: int) -> list[Planned]:
    """Make promotions of a week or two over two years, one in three on several channels."""
    random = Random(7)
    found = []
    for number in range(count):
        names = random.sample(range(1, CHANNELS + 1), 3 if number % 3 == 0 else 1)
        scope = Scope((f"SKU-{random.randrange(200):03d}",), channels=tuple(f"Channel {name}" for name in names))
        first = _TODAY + timedelta(days=random.randrange(-365, 365))
        what: Promoted = PercentPromotion(code=f"CODE{number:03d}", percent=Fraction(random.randrange(5, 40)))
        rule = Rule(number + 1, what, scope, first, first + timedelta(days=random.randrange(3, 21)))
        found.append(Planned(promotion_of(rule, frozenset(scope.skus), "USD"), rule))
    return found


def channels_of(every: list[Planned]) -> list[ChannelBars]:
    """Bring promotions into lanes with their collisions, as the query does."""
    colliding = collisions_of(every, None, _TODAY)
    lanes = []
    for number in range(1, CHANNELS + 1):
        name = f"Channel {number}"
        bars = [
            Bar(
                one, name, tuple(each for each in colliding if one.code in each.codes and name in each.overlap.channels)
            )
            for one in every
            if name in one.promotion.channels
        ]
        lanes.append(ChannelBars(name, f"channel:{number}", tuple(bars)))
    return lanes


def _part_of(bar: QScrollBar, step: int) -> None:
    bar.setValue(round(bar.maximum() * step / _STEPS))


def _turn(act: Callable[[], object], application: QApplication) -> float:
    """Do something and give the longest turn of the event loop until it is painted, in milliseconds."""
    turn = time.perf_counter()
    act()
    longest = 0.0
    for _ in range(3):
        application.processEvents()
        now = time.perf_counter()
        longest, turn = max(longest, now - turn), now
    return longest * 1000


def _drag(view: BarsView, application: QApplication) -> list[float]:
    """Drag the first bar over the width of the view and back, without saving where it went."""
    bar = view.rows[0].bars[0]
    view.go_to(bar)
    application.processEvents()
    at, port = view.rect_of(bar).center().toPoint(), view.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=at)
    steps = [*range(0, 600, 15), *range(600, -1, -15)]
    found = [_turn(partial(QTest.mouseMove, port, at + QPoint(by, 0)), application) for by in steps]
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=at)
    return found
