"""The columns of conflicts, which do not add up as the others do: that is said where it is seen."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from app.queries.conflict_states import AtStake
from views.common.desk import Desk
from views.overview.page import OverviewPage
from views.overview.sheet import columns_on_paper


def test_that_conflicts_that_do_not_add_up_are_explained_below_the_table_and_at_their_total(
    desk: Desk, qtbot: QtBot
) -> None:
    page = OverviewPage(desk)
    qtbot.addWidget(page)
    page.resize(1240, 840)
    page.show()
    qtbot.waitUntil(lambda: page.board.read is not None)
    read = page.board.read
    assert read is not None
    assert page.board.once.text() == "Conflicts were not looked for yet, so that none are counted here."
    each = tuple([replace(one, at_stake=AtStake(2, 5_000)) for one in read.channels])
    page.board.show_read(replace(read, channels=each, total=replace(read.total, at_stake=AtStake(9, 22_000))))
    assert page.board.once.isVisible()
    assert page.board.once.text() == (
        "A conflict between channels counts at each of them and once in the total; one of no channel stands in the "
        "total alone."
    )
    titles = [column.title for column in page.board.table.model.columns]
    page.board.table.totals.values()
    assert page.board.table.totals.told(titles.index("At stake")) == (
        "220.00 USD\nIn the next 14 days. A conflict between channels counts at each of them and once in the total"
    )
    page.board.show_read(replace(read, channels=each, total=replace(read.total, at_stake=AtStake(10, 25_000))))
    assert page.board.once.isHidden()


def test_that_conflicts_have_columns_once_they_were_looked_for_beside_all_others(desk: Desk, qtbot: QtBot) -> None:
    page = OverviewPage(desk)
    qtbot.addWidget(page)
    page.resize(1240, 840)
    page.show()
    page.period.choose("4w")
    qtbot.waitUntil(lambda: page.board.read is not None and page.board.read.against is not None)
    sheet = page.sheet()
    assert sheet is not None
    assert not {"Conflicts", "At stake"} & _titles(page)
    assert not {"Conflicts", "At stake"} & {column.title for column in columns_on_paper(sheet.read)}
    each = tuple([replace(one, at_stake=AtStake(2, 5_000)) for one in sheet.read.channels])
    # Of some channels alone no total is known, and the columns stay.
    page.board.show_read(replace(sheet.read, channels=each))
    wanted = {"Orders", "Return rate", "CM4 before", "Conflicts", "At stake"}
    assert wanted <= _titles(page)
    assert page.board.read is not None
    assert {"Net sales before", *wanted} <= {column.title for column in columns_on_paper(page.board.read)}


def _titles(page: OverviewPage) -> set[str]:
    return {column.title for column in page.board.table.shown_columns()}
