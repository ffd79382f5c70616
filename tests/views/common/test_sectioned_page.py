"""A page of tabs: each section is made when it is first looked at, and its buttons come behind the filter field."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.queries.catalog import COST_COLUMNS
from views.common.desk import Desk
from views.common.page import Page
from views.common.section import Section
from views.common.sectioned_page import SectionedPage, Tab


class TeaSection(Section):
    """A section with two buttons and a table."""

    KEY: ClassVar[str] = "tea"
    WORDS: ClassVar[str] = "Tea"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(COST_COLUMNS, {}, lambda row: row)
        self.button("Pour", "plus", lambda: None)
        self.button("Drink", "plus", lambda: None)


class BowlSection(TeaSection):
    """Another one."""

    KEY: ClassVar[str] = "bowl"
    WORDS: ClassVar[str] = "Bowl"


class Board(SectionedPage):
    """Two tabs."""

    NAME: ClassVar[str] = "board"
    tea = Tab(TeaSection)
    bowl = Tab(BowlSection)

    def __init__(self, desk: Desk) -> None:
        self.told: list[str] = []
        super().__init__(desk)

    def ready(self, section: Section) -> None:
        """Keep which section was made."""
        self.told.append(section.KEY)


def board(desk: Desk, qtbot: QtBot) -> Board:
    """Open the page."""
    page = Board(desk)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_that_a_section_is_made_once_when_it_is_first_looked_at(desk: Desk, qtbot: QtBot) -> None:
    page = board(desk, qtbot)
    assert page.told == ["tea"]
    page.segments.choose("bowl")
    assert page.told == ["tea", "bowl"]
    assert page.section is page.bowl
    assert page.bowl.isVisible()
    page.segments.choose("tea")
    page.segments.choose("bowl")
    assert page.told == ["tea", "bowl"]


def test_that_tab_goes_from_the_field_to_the_buttons_of_the_section_in_view(desk: Desk, qtbot: QtBot) -> None:
    page = board(desk, qtbot)
    page.segments.choose("bowl")
    page.field.setFocus()
    for button in page.bowl.actions_at_right:
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
        assert page.focusWidget() is button
    assert all(button.isHidden() for button in page.tea.actions_at_right)
