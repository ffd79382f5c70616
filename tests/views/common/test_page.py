"""A page: reads when it comes into view, answers only the newest question, says what went wrong in its place."""

from __future__ import annotations

import threading
from functools import partial
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from app.actions.catalog import add_channel
from app.errors import UserError
from app.queries.catalog import channels
from models.domain.catalog import ChannelKind
from views.common.desk import Desk
from views.common.focus import has_focus_within
from views.common.page import Page
from views.common.parts import Button
from views.common.states import EmptyState


class ChannelsPage(Page):
    """Counts the channels."""

    NAME: ClassVar[str] = "channels"
    TITLE: ClassVar[str] = "Channels"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"catalog"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.asked = 0
        self.left(Button(desk.look, "Left"))

    def refresh(self) -> None:
        """Ask for the channels."""
        self.asked += 1
        self.ask(channels, lambda rows: self.say(f"**{len(rows)} channels** <here>"))


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ChannelsPage:
    """Make the page, not yet in view."""
    made = ChannelsPage(desk)
    qtbot.addWidget(made)
    made.resize(900, 600)
    return made


def add(page: Page, name: str) -> Any:  # noqa: ANN401 -- the job
    """Add a channel through the page."""
    return page.do(partial(add_channel, name=name, kind=ChannelKind.DTC), f"Add {name}")


def test_that_a_page_reads_when_it_first_comes_into_view(page: ChannelsPage, qtbot: QtBot) -> None:
    assert page.asked == 0
    page.show()
    qtbot.waitUntil(lambda: page.sentence.sentence() == "**0 channels** <here>.")
    assert page.asked == 1
    assert "&lt;here&gt;" in page.sentence.text()
    assert "font-weight:600" in page.sentence.text()


def test_that_a_change_refreshes_a_page_in_view_and_marks_another_stale(page: ChannelsPage, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(lambda: page.asked == 1)
    add(page, "Etsy")
    qtbot.waitUntil(lambda: page.sentence.sentence() == "**1 channels** <here>.")
    page.hide()
    with qtbot.waitSignal(page.runner.changed):
        add(page, "eBay")
    assert page.stale
    asked = page.asked
    page.show()
    qtbot.waitUntil(lambda: page.sentence.sentence() == "**2 channels** <here>.")
    assert page.asked == asked + 1


def test_that_only_the_newest_question_is_answered(page: ChannelsPage, qtbot: QtBot) -> None:
    go_on = threading.Event()
    shown: list[str] = []

    def slow(_session: Session) -> str:
        go_on.wait(5)
        return "old"

    page.ask(slow, shown.append)
    page.ask(lambda _session: "new", shown.append)
    go_on.set()
    qtbot.waitUntil(lambda: bool(shown))
    qtbot.wait(30)
    assert shown == ["new"]


def test_that_two_questions_about_different_things_are_both_answered(page: ChannelsPage, qtbot: QtBot) -> None:
    shown: list[str] = []
    page.ask(lambda _session: "rows", shown.append, about="rows")
    page.ask(lambda _session: "chart", shown.append, about="chart")
    qtbot.waitUntil(lambda: len(shown) == 2)
    assert sorted(shown) == ["chart", "rows"]


def test_that_a_refused_question_is_said_in_place_with_a_way_on(page: ChannelsPage, qtbot: QtBot) -> None:
    def refuse(_session: Session) -> None:
        raise UserError("3 days lack a rate. Nothing was added up. Type the rates.")

    page.show()
    qtbot.waitUntil(page.sentence.isVisible)
    page.ask(refuse, lambda _rows: None)
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.sentence() == "3 days lack a rate. Nothing was added up. Type the rates."
    asked = page.asked
    page.reload()
    assert not page.notice.isVisible()
    assert page.asked == asked + 1


def test_that_days_in_what_is_said_are_written_as_in_the_tables(page: ChannelsPage, qtbot: QtBot) -> None:
    page.show()
    qtbot.waitUntil(page.sentence.isVisible)
    page.say("Data end on 2026-12-16")
    page.notice.say("USD lacks a rate on 2026-12-16.")
    page.inspector.explain("Set cost of TEA from 2026-12-16", "Seen since 2026-12-16")
    told = [one.text() for one in page.inspector.findChildren(QLabel)]
    assert page.sentence.sentence() == "Data end on 12/16/2026."
    assert page.notice.sentence() == "USD lacks a rate on 12/16/2026."
    assert {"Set cost of TEA from 12/16/2026", "Seen since 12/16/2026"} <= set(told)


def test_that_a_refused_action_is_said_in_place(page: ChannelsPage, qtbot: QtBot) -> None:
    page.show()
    add(page, "  ")
    qtbot.waitUntil(page.notice.isVisible)
    assert "A channel needs a name" in page.notice.sentence()
    add(page, "Kiosk")
    qtbot.waitUntil(lambda: not page.notice.isVisible())


def test_that_what_was_said_since_a_refusal_stays(page: ChannelsPage, qtbot: QtBot) -> None:
    page.show()
    add(page, "  ")
    qtbot.waitUntil(page.notice.isVisible)
    page.notice.say("Something else.")
    done: list[object] = []
    page.do(partial(add_channel, name="Kiosk", kind=ChannelKind.DTC), then=done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert page.notice.isVisible()


def test_that_esc_closes_the_inspector(page: ChannelsPage) -> None:
    page.show()
    page.activateWindow()
    page.setFocus()
    page.inspector.explain("Why 17", "JR-0102")
    page.inspector.step("1", "Guaranteed minimum", "from a rule", "+50")
    page.inspector.pairs([("Name", "#1058")], mark=["Name"])
    assert page.inspector.isVisible()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()


def test_that_the_focus_comes_back_to_the_page_when_its_inspector_closes(page: ChannelsPage, qtbot: QtBot) -> None:
    before = QLineEdit(page)
    before.show()
    page.show()
    page.activateWindow()
    page.inspector.explain("Why 17")
    close = next(one for one in page.inspector.findChildren(QPushButton) if one.isVisible())
    close.setFocus()
    qtbot.waitUntil(close.hasFocus)
    QTest.keyClick(close, Qt.Key.Key_Return)
    assert not page.inspector.isVisible()
    qtbot.waitUntil(lambda: page.hasFocus() or (page.front is not None and has_focus_within(page.front)))


def test_that_the_inspector_lies_over_the_content_where_there_is_no_room_for_both(
    page: ChannelsPage, qtbot: QtBot
) -> None:
    page.resize(880, 700)
    page.show()
    page.inspector.explain("Why 17")
    qtbot.wait(1)
    assert page.inspector.geometry().right() == page.width() - 24 - 1
    assert page.content.width() == page.width() - 48
    page.resize(980, 700)  # in a window of 1180 nothing of a table lies where no scrolling leads
    qtbot.wait(1)
    assert page.content.width() == page.width() - 48 - page.inspector.width() - 12
    page.resize(1300, 700)
    qtbot.wait(1)
    assert page.content.width() < page.width() - 48 - page.inspector.width()


def test_that_an_empty_page_shows_its_help_instead_of_its_content(page: ChannelsPage, desk: Desk) -> None:
    page.show()
    page.show_empty(EmptyState(desk.look, title="No channel yet"))
    assert not page.content.isVisible()
    page.show_empty(None)
    assert page.content.isVisible()


def test_that_the_mark_beside_the_title_comes_and_goes(page: ChannelsPage) -> None:
    page.show()
    page.set_mark("changed 3 min ago")
    assert page.mark.isVisible()
    page.set_mark("")
    assert not page.mark.isVisible()


def test_that_the_focus_goes_to_the_button_of_an_empty_page_and_stays_on_the_page(
    page: ChannelsPage, qtbot: QtBot
) -> None:
    field = QLineEdit()
    page.body.addWidget(field)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    field.setFocus()
    empty = EmptyState(page.look, title="Nothing yet", button="Import files", run=lambda: None)
    page.show_empty(empty)
    qtbot.waitUntil(lambda: page.focusWidget() is getattr(empty, "button", None))
    page.show_empty(None)
    qtbot.waitUntil(page.hasFocus)
