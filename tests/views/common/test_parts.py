"""The smaller parts: navigation, tiles, segments, chips, drop zone, job bar, notices."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.jobs import Progress
from app.ledger.ledger import Ledger
from views.common import gallery
from views.common.desk import Desk
from views.common.drop_zone import DropZone
from views.common.gallery_figures import PLACES
from views.common.job_bar import JobBar, time_left
from views.common.labels import rich
from views.common.memory import NoMemory
from views.common.navigation import NARROW, WIDE, Navigation, NavigationItem
from views.common.parts import Button, SearchField
from views.common.runner import Runner
from views.common.segments import ChipTab, ChipTabs, Segments
from views.common.states import Notice
from views.common.text import Text
from views.common.theme import Choice, Look, Tone
from views.common.tiles import Figure, Tile, Tiles


def shown(qtbot: QtBot, widget: QWidget) -> None:
    """Bring a part into view."""
    qtbot.addWidget(widget)
    widget.resize(widget.sizeHint().expandedTo(QSize(240, 120)))
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)


def test_that_bold_parts_are_marked_and_everything_else_is_text() -> None:
    assert rich("a **b** <c> & d", "#000000") == (
        'a <span style="font-weight:600;color:#000000">b</span> &lt;c&gt; &amp; d'
    )


def test_that_navigation_goes_by_click_and_by_keys(look: Look, qtbot: QtBot) -> None:
    made = Navigation(look, PLACES, NoMemory())
    shown(qtbot, made)
    made.go("overview")
    items = made.findChildren(NavigationItem)
    with qtbot.waitSignal(made.gone) as gone:
        QTest.mouseClick(items[1], Qt.MouseButton.LeftButton)
    assert gone.args == ["imports"]
    items[1].setFocus()
    QTest.keyClick(made, Qt.Key.Key_Down)
    with qtbot.waitSignal(made.gone) as gone:
        QTest.keyClick(items[2], Qt.Key.Key_Return)
    assert gone.args == ["contribution"]


def test_that_navigation_collapses_to_icons_and_remembers(look: Look, qtbot: QtBot) -> None:
    memory = NoMemory()
    made = Navigation(look, PLACES, memory)
    shown(qtbot, made)
    made.set_count("imports", "3")
    assert made.width() == WIDE
    made.toggle()
    assert made.width() == NARROW
    again = Navigation(look, PLACES, memory)
    qtbot.addWidget(again)
    assert again.narrow
    again.toggle()
    assert not again.narrow


def test_that_a_tile_opens_what_stands_behind_it(look: Look, qtbot: QtBot) -> None:
    made = Tiles(look)
    shown(qtbot, made)
    made.set_figures([Figure("Old", "1")])
    made.set_figures(
        [Figure("Net sales", "104,320", "+6 %", exact="104,320.11 USD", key="net_sales", tone=Tone.CRITICAL)]
    )
    tile = made.findChildren(Tile)[-1]
    assert tile.toolTip() == "104,320.11 USD"
    with qtbot.waitSignal(made.pressed) as pressed:
        QTest.keyClick(tile, Qt.Key.Key_Return)
    assert pressed.args == ["net_sales"]
    with qtbot.waitSignal(made.pressed):
        QTest.mouseClick(tile, Qt.MouseButton.LeftButton)


def test_that_the_note_of_a_narrow_tile_stands_whole_in_two_lines(look: Look, qtbot: QtBot) -> None:
    made = Tiles(look)
    shown(qtbot, made)
    made.set_figures([Figure("Net sales", "42,357", "+11.7 % on the period before"), Figure("Units", "2,725")])
    high = []
    for width in (500, 320):
        made.resize(width, 20)
        made.resize(width, made.sizeHint().height() if width == 500 else made.heightForWidth(width))
        qtbot.wait(1)
        note = made.findChildren(Tile)[0].findChildren(QLabel)[-1]
        assert note.height() >= note.heightForWidth(note.width())
        high.append(note.height())
    assert high[0] < high[1]


def test_that_a_segment_is_told_once_when_it_is_chosen(look: Look, qtbot: QtBot) -> None:
    made = Segments(look, [("channel", "By channel"), ("sku", "By SKU")])
    qtbot.addWidget(made)
    chosen: list[str] = []
    made.chosen.connect(chosen.append)
    made.choose("sku")
    made.choose("sku")
    assert chosen == ["sku"]
    assert made.current() == "sku"


def test_that_chips_without_a_row_give_way_where_there_is_no_room(qtbot: QtBot, look: Look) -> None:
    made = ChipTabs(look)
    shown(qtbot, made)
    counts = {"all": "3", "stock": "3", "price": "0", "data": "0"}
    made.set_tabs([(key, key.title(), number, Tone.NEUTRAL) for key, number in counts.items()])

    def seen(width: int) -> list[str]:
        made.resize(width, 24)
        return [tab.text().lower() for tab in made.findChildren(ChipTab) if not tab.isHidden()]

    assert seen(400) == ["all", "stock", "price", "data"]
    assert seen(140) == ["all", "stock"]
    made.choose("price")
    assert seen(150) == ["all", "stock", "price"]


def test_that_the_first_chip_is_chosen_though_its_key_is_blank(look: Look, qtbot: QtBot) -> None:
    made = ChipTabs(look)
    shown(qtbot, made)
    made.set_tabs([("", "All", "3", Tone.NEUTRAL), ("held", "Held by a limit", "2", Tone.ATTENTION)])
    assert [tab.isChecked() for tab in made.findChildren(ChipTab)] == [True, False]


def test_that_the_filter_field_is_as_wide_as_what_it_says(look: Look, qtbot: QtBot) -> None:
    holder = QWidget()
    row = QHBoxLayout(holder)
    made = SearchField(look, "Filter")
    row.addWidget(made)
    row.addStretch(1)
    holder.resize(700, 60)
    shown(qtbot, holder)
    holder.resize(700, 60)
    made.ask("Filter promotions, codes and channels")
    qtbot.wait(1)
    assert made.width() >= made.fontMetrics().horizontalAdvance(made.placeholderText()) + 40
    assert made.accessibleName() == "Filter promotions, codes and channels"


def test_that_a_chosen_chip_stays_chosen_when_the_counts_change(look: Look, qtbot: QtBot) -> None:
    made = ChipTabs(look)
    shown(qtbot, made)
    made.set_tabs([("new", "New", "3", Tone.NEUTRAL), ("unread", "Cannot be read", "2", Tone.CRITICAL)])
    assert made.current() == "new"
    made.choose("unread")
    chosen: list[str] = []
    made.chosen.connect(chosen.append)
    made.set_tabs([("new", "New", "4", Tone.NEUTRAL), ("unread", "Cannot be read", "1", Tone.CRITICAL)])
    assert made.current() == "unread"
    assert chosen == []
    made.choose("new")
    assert chosen == ["new"]
    qtbot.wait(1)
    made.adjustSize()
    assert not made.grab().isNull()


@pytest.mark.parametrize("kind", ["chips", "segments"])
def test_that_tab_enters_a_set_at_the_chosen_one_and_arrows_move_within_it(look: Look, qtbot: QtBot, kind: str) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    keys = ("all", "stock", "price")
    before = QLineEdit()
    chips, segments = ChipTabs(look), Segments(look, [(key, key.title()) for key in keys])
    made = chips if kind == "chips" else segments
    for part in (before, made, QLineEdit()):
        column.addWidget(part)
    shown(qtbot, page)
    if kind == "chips":
        chips.set_tabs([(key, key.title(), "2", Tone.NEUTRAL) for key in keys])
    made.choose("stock")
    order = []
    before.setFocus()
    for _ in range(3):
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        focused = page.focusWidget()
        order.append(focused.text() if isinstance(focused, QAbstractButton) else type(focused).__name__)
        if isinstance(focused, QAbstractButton):
            QTest.keyClick(focused, Qt.Key.Key_Right)
            assert made.current() == "price"
            QTest.keyClick(page.focusWidget(), Qt.Key.Key_Left)
            QTest.keyClick(page.focusWidget(), Qt.Key.Key_Left)
            assert made.current() == "all"
    assert order[:2] == ["Stock", "QLineEdit"]


def test_that_the_focus_stays_on_the_chosen_chip_when_the_counts_change(look: Look, qtbot: QtBot) -> None:
    made = ChipTabs(look)
    shown(qtbot, made)
    for count in ("3", "4"):
        made.set_tabs([("new", "New", count, Tone.NEUTRAL), ("unread", "Cannot be read", count, Tone.CRITICAL)])
        if count == "3":
            made.choose("unread")
            next(tab for tab in made.findChildren(ChipTab) if tab.isChecked()).setFocus()
        chip = made.window().focusWidget()
        assert isinstance(chip, ChipTab)
        assert chip.accessibleName() == f"Cannot be read {count}"


def test_that_dropped_files_and_folders_come_as_paths(look: Look, qtbot: QtBot, tmp_path: Path) -> None:
    made = DropZone(look)
    shown(qtbot, made)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("mailto:someone")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(made.dropped) as dropped:
        made.dropEvent(event)
    assert dropped.args == [[tmp_path]]
    with qtbot.waitSignal(made.pressed):
        QTest.keyClick(made, Qt.Key.Key_Space)


@pytest.mark.parametrize(
    "elapsed,done,total,said",
    [
        (1.0, 10, 100, ""),
        (10.0, 0, 100, ""),
        (10.0, 100, 100, ""),
        (10.0, 25, 100, "30 s left"),
        (60.0, 10, 100, "9 min left"),
    ],
)
def test_that_time_left_is_said_once_it_is_more_than_a_guess(elapsed: float, done: int, total: int, said: str) -> None:
    assert time_left(elapsed, done, total) == said


def test_that_the_job_bar_shows_rows_and_cancels(look: Look, text: Text, runner: Runner, qtbot: QtBot) -> None:
    made = JobBar(look, text, runner)
    shown(qtbot, made)
    made.hide()
    stopped = threading.Event()

    def work(_ledger: Ledger, progress: Progress) -> None:
        try:
            for step in range(1, 10_000):
                progress.step(step * 100, 1_000_000, "Reading settlement.txt")
                time.sleep(0.005)
        finally:
            stopped.set()

    job = runner.job(work, "Import 1 file")
    assert made.isVisible()
    qtbot.waitUntil(lambda: "of 1,000,000" in made.words.text())
    assert made.words.text().startswith("Reading settlement.txt · ")
    with qtbot.waitSignal(job.cancelled):
        QTest.mouseClick(made.cancel, Qt.MouseButton.LeftButton)
    assert stopped.is_set()
    qtbot.waitUntil(lambda: not made.isVisible())


def test_that_a_short_action_without_a_title_is_not_shown(look: Look, text: Text, runner: Runner, qtbot: QtBot) -> None:
    made = JobBar(look, text, runner)
    qtbot.addWidget(made)
    job = runner.write(lambda _ledger: None)
    with qtbot.waitSignal(job.ended):
        pass
    assert not made.isVisible()


def test_that_esc_clears_the_filter_before_it_closes_anything(look: Look, qtbot: QtBot) -> None:
    field = SearchField(look)
    shown(qtbot, field)
    with qtbot.waitSignal(field.searched) as searched:
        QTest.keyClicks(field, "tea")
    assert searched.args[0] in {"t", "te", "tea"}
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_that_a_button_is_pressed_by_space_and_enter(key: Qt.Key, look: Look, qtbot: QtBot) -> None:
    done: list[str] = []
    button = Button(look, "Add a rule", run=lambda: done.append("added"))
    shown(qtbot, button)
    QTest.keyClick(button, key)
    assert done == ["added"]


def test_that_a_notice_offers_its_button_only_with_words(look: Look, text: Text, qtbot: QtBot) -> None:
    done: list[str] = []
    notice = Notice(look, text)
    shown(qtbot, notice)
    notice.say("**2 costs are missing.**", Tone.ATTENTION, button="Set costs", run=lambda: done.append("set"))
    assert notice.sentence() == "2 costs are missing."
    button = next(found for found in notice.findChildren(Button) if found.text() == "Set costs")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["set"]
    notice.say("Only words")
    assert not button.isVisible()


@pytest.mark.parametrize("sheet", [gallery.page_sheet, gallery.parts_sheet])
def test_that_the_gallery_shows_every_part_in_both_themes(
    sheet: object, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    assert callable(sheet)
    made = sheet(desk)
    qtbot.addWidget(made)
    made.resize(1180, 720)
    made.show()
    for choice in (Choice.DARK, Choice.LIGHT):
        desk.look.choose(choice)
        qtbot.wait(30)
        gallery.render(made, tmp_path / f"{choice}.png", scale=1.5)
        assert (tmp_path / f"{choice}.png").stat().st_size > 20_000
