"""What the timeline looks like: a bar that is too short for its words has them beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from tests.views.promotions.conftest import opened
from views.promotions.timeline import TimelineSection


def test_that_the_words_of_a_short_bar_stand_beside_it(qtbot: QtBot, colliding: Brand) -> None:
    page = opened(qtbot, colliding)
    section = page.section
    assert isinstance(section, TimelineSection)
    bars = section.bars
    bar = bars.bar_of("CODE")
    assert bar is not None

    def dark(wide: int) -> int:
        """Count the dark pixels of letters right of the bar."""
        rect = bars.rect_of(bar).toRect()
        drawn = bars.viewport().grab(QRect(rect.right() + 10, rect.top() + 6, wide, rect.height() - 12)).toImage()
        return sum(drawn.pixelColor(x, y).lightness() < 90 for x in range(drawn.width()) for y in range(drawn.height()))

    bars.zoom_to("day")
    bars.go_to(bar)
    assert not dark(60)
    bars.zoom_to("quarter")
    bars.go_to(bar)
    assert bars.rect_of(bar).width() < 40
    assert dark(60) > 10
