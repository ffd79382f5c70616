"""Replaying in the window: begun by hand, shown beside what happened, explained, stopped, refused in place."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.actions.rules import add_rule, start_draft
from models.domain.allocation.rules import Cap
from models.domain.rules import Scope
from tests.views.brand import Brand
from views.allocation.page import AllocationPage
from views.allocation.replay import ReplaySection
from views.common.sectioned_page import SectionedPage, Tab


class ReplayPage(SectionedPage):
    """A page with the replay alone."""

    NAME: ClassVar[str] = "allocation"
    TITLE: ClassVar[str] = "Allocation"
    TOPICS: ClassVar[frozenset[str]] = frozenset({"rules"})

    replay = Tab(ReplaySection)


def opened(qtbot: QtBot, brand: Brand) -> ReplayPage:
    """Open the page at a replay that was not begun."""
    page = ReplayPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: ReplayPage) -> None:
    """Wait until nothing is asked or replayed any more."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not page._questions and page.replay.job is None)  # noqa: SLF001 - nothing is asked any more


def replayed(qtbot: QtBot, page: ReplayPage) -> None:
    """Press the button and wait for what was found."""
    page.replay.run_button.click()
    settled(qtbot, page)


def drafted(brand: Brand) -> None:
    """Draft that the fair gets no tea."""
    start_draft(brand.ledger)
    add_rule(brand.ledger, what=Cap(0), scope=Scope(skus=("TEA",), channels=("Fair",)))


def cells(page: ReplayPage) -> dict[str, dict[str, str]]:
    """Give what the table shows by the first cell of a row."""
    model = page.replay.table.model
    titles = [column.title for column in model.columns]
    found = {}
    for row in range(model.rowCount()):
        shown = {title: str(model.index(row, number).data()) for number, title in enumerate(titles)}
        found[shown[titles[0]]] = shown
    return found


def said(page: ReplayPage) -> list[str]:
    """Give what the inspector says."""
    QApplication.processEvents()
    return [one.text() for one in page.inspector.findChildren(QLabel) if one.isVisible() and one.text()]


def test_that_a_replay_is_begun_by_hand_and_sets_a_draft_beside_what_happened(qtbot: QtBot, short: Brand) -> None:
    drafted(short)
    page = opened(qtbot, short)
    assert not page.replay.lost.isVisible()
    replayed(qtbot, page)
    found = page.replay.found
    assert found is not None
    assert [side.title for side in found.sides] == ["What happened", "preset Standard", "draft"]
    # The draft gives the fair nothing, so it sells none of its 182 and the shop still sells its 91.
    shown = cells(page)
    assert shown["Fair"]["Sold in fact"] == "182"
    assert (shown["Fair"]["Sold draft"], shown["Fair"]["Lost draft"]) == ("–", "182")
    assert shown["Fair"]["Stock-outs draft"] == "1"
    assert shown["Fair"]["Units moved"] == "−182"
    assert shown["Shop"]["Lost draft"] == "–"
    assert "the draft has **1 stock-out**, 0 by the rules in force and 0 in fact" in page.sentence.sentence()
    assert page.replay.lost.isVisible()
    assert page.replay.lost.data is not None
    assert page.replay.lost.data.title == "Units lost: 182 by the draft, 0 by the rules in force, 0 in fact"
    assert "rest on a count" in page.replay.grounds.text()


def test_that_rows_are_by_channel_sku_or_week_and_space_explains_one(qtbot: QtBot, short: Brand) -> None:
    drafted(short)
    page = opened(qtbot, short)
    replayed(qtbot, page)
    page.replay.groups.choose("sku")
    assert next(row.name for row in page.replay.table.shown_rows()) == "TEA"
    page.replay.groups.choose("week")
    found = page.replay.found
    assert found is not None
    assert [row.monday for row in page.replay.table.shown_rows()] == list(found.mondays)
    page.replay.groups.choose("channel")
    page.replay.table.grid.go_to(page.replay.table.model.index(1, 0))
    page.replay.table.setFocus()
    QTest.keyClick(page.replay.table.grid, Qt.Key.Key_Space)
    lines = said(page)
    assert lines[0] == page.replay.table.current().name
    assert [line for line in lines if line in {"What happened", "In force: preset Standard", "The draft"}] == [
        "What happened",
        "In force: preset Standard",
        "The draft",
    ]
    assert any(line.startswith("Supply: ") for line in lines)


def test_that_the_focus_stays_in_the_section_while_and_after_weeks_are_replayed(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    page.activateWindow()
    page.replay.run_button.setFocus()
    qtbot.waitUntil(page.replay.run_button.hasFocus)
    QTest.keyClick(page.replay.run_button, Qt.Key.Key_Space)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.replay.groups.isAncestorOf(focus)
    settled(qtbot, page)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.replay.table.isAncestorOf(focus)


def test_that_without_a_draft_the_rules_in_force_stand_beside_what_happened(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    replayed(qtbot, page)
    titles = [column.title for column in page.replay.table.model.columns]
    assert "Lost in force" in titles
    assert not any(title.endswith("draft") for title in titles)
    # Another replay with a draft has its columns too, and only its own table is left.
    drafted(short)
    replayed(qtbot, page)
    assert "Lost draft" in [column.title for column in page.replay.table.model.columns]


def test_that_a_change_of_the_ledger_is_told_beside_what_was_found(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    replayed(qtbot, page)
    assert "has changed since" not in page.sentence.sentence()
    page.do(start_draft)
    qtbot.waitUntil(lambda: "the ledger has changed since" in page.sentence.sentence())
    replayed(qtbot, page)
    assert "has changed since" not in page.sentence.sentence()


def test_that_a_replay_can_be_stopped_and_begun_again(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    page.replay.replay()
    assert page.replay.job is not None
    assert not page.replay.run_button.isEnabled()
    page.replay.job.cancel()
    settled(qtbot, page)
    assert not page.replay.lost.isVisible()
    assert page.replay.run_button.isEnabled()
    replayed(qtbot, page)
    assert page.replay.lost.isVisible()


def test_that_a_ledger_without_sales_says_what_to_do(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    replayed(qtbot, page)
    assert page.replay.found is None
    assert page.notice.isVisible()
    assert page.replay.run_button.isEnabled()


def test_that_the_page_has_the_replay_among_its_sections(qtbot: QtBot, short: Brand) -> None:
    page = AllocationPage(short.desk)
    qtbot.addWidget(page)
    page.resize(1240, 800)
    page.show()
    page.show_this("replay")
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more
    assert page.section is page.replay
    page.replay.run_button.click()
    qtbot.waitUntil(lambda: page.replay.found is not None)
    qtbot.waitUntil(lambda: "stock-outs" in page.sentence.sentence())
