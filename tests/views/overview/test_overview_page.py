"""The Overview, driven as a person drives it, down to the ledger and the files it writes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.catalog import set_cost
from app.importing.batch import import_file
from app.ledger.ledger import Ledger
from app.queries.behind import StatementCell
from app.queries.compared import compared
from app.queries.conflict_states import AtStake
from app.queries.uncosted import MissingCost
from models.domain.contribution.statement import By
from models.domain.money import Money
from models.domain.period import Period
from tests.make import Order, orders_csv, text_file
from views.common.desk import Desk
from views.common.parts import Button
from views.common.saving import write_channel_pnl
from views.common.states import EmptyState
from views.common.text import Text
from views.common.tiles import Tile
from views.common.uncosted import missing_cost
from views.overview.figures import tiles
from views.overview.page import OverviewPage

TODAY = date(2026, 11, 2)
NINE_MONTHS = Period(date(2026, 2, 1), date(2026, 10, 31))
Asked = list[tuple[str, object]]


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> OverviewPage:
    """Show the page over the demo brand, with everything it holds."""
    made = _shown(OverviewPage(desk), qtbot)
    made.period.choose("all")
    qtbot.waitUntil(lambda: made.board.read is not None and made.board.read.period == NINE_MONTHS)
    return made


def _shown(page: OverviewPage, qtbot: QtBot) -> OverviewPage:
    qtbot.addWidget(page)
    page.resize(1240, 840)
    page.show()
    return page


def _asked(page: OverviewPage) -> Asked:
    asked: Asked = []
    page.go.connect(lambda name, what: asked.append((name, what)))
    return asked


def _buttons(page: OverviewPage, words: str) -> list[QPushButton]:
    named = [button for button in page.findChildren(QPushButton) if words in {button.text(), button.accessibleName()}]
    return [button for button in named if button.isVisible()]


def _press(page: OverviewPage, words: str, qtbot: QtBot) -> None:
    """Press a button once it is there."""
    qtbot.waitUntil(lambda: len(_buttons(page, words)) == 1)
    QTest.mouseClick(_buttons(page, words)[0], Qt.MouseButton.LeftButton)


def _tile(page: OverviewPage, name: str) -> Tile:
    return next(tile for tile in page.findChildren(Tile) if tile.accessibleName().startswith(name))


def _cell(asked: Asked) -> StatementCell:
    name, what = asked[-1]
    assert name == "contribution"
    assert isinstance(what, StatementCell)
    return what


def test_that_every_channel_is_read_and_the_sentence_names_the_one_that_loses(page: OverviewPage) -> None:
    rows = page.board.table.shown_rows()
    assert [read.row.label for read in rows] == ["Shopify", "Amazon", "Etsy", "Wholesale", "Harbor Retail"]
    assert page.sentence.sentence().startswith("4 of 5 channels contribute; **Shopify costs more to run")
    assert _tile(page, "Net sales").accessibleName() == "Net sales: 337,601"
    assert _tile(page, "Contribution").accessibleName() == "Contribution (CM4): 50,422"


def test_that_the_figures_are_those_of_the_one_statement(page: OverviewPage, desk: Desk, qtbot: QtBot) -> None:
    found: list[object] = []
    desk.runner.read(lambda session: compared(session, NINE_MONTHS, None, By.CHANNEL).current, found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert page.board.read is not None
    assert page.board.read.current == found[0]


def test_that_the_channel_that_loses_most_is_drawn_first_and_the_cursor_draws_another(
    page: OverviewPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.board.fall.data is not None)  # charts follow the figures
    assert page.board.fall.data is not None
    assert page.board.fall.data.title == "Shopify keeps 2,056 before its operating cost but loses 21,983 after it"
    page.board.table.go_to_key("2")
    assert page.board.fall.data.title.startswith("Amazon keeps 31,391")


def test_that_a_point_of_the_scatter_puts_the_cursor_on_its_channel(page: OverviewPage) -> None:
    page.board.shares.drilled.emit(4)
    channel = page.board.channel()
    assert channel is not None
    assert channel.row.label == "Wholesale"


def test_that_enter_on_a_figure_opens_what_stands_behind_it(page: OverviewPage) -> None:
    asked = _asked(page)
    grid = page.board.table.grid
    page.board.table.go_to_key("2", column=4)
    QTest.keyClick(grid, Qt.Key.Key_Return)
    cell = _cell(asked)
    assert (cell.by, cell.name, cell.key, cell.period) == (By.CHANNEL, "cm2", "2", NINE_MONTHS)


def test_that_a_figure_of_the_period_before_opens_that_period(page: OverviewPage, qtbot: QtBot) -> None:
    page.period.choose("4w")
    qtbot.waitUntil(lambda: page.board.read is not None and page.board.read.period != NINE_MONTHS)
    assert page.board.read is not None
    asked = _asked(page)
    page.board.table.go_to_key("1", column=2)
    QTest.keyClick(page.board.table.grid, Qt.Key.Key_Return)
    assert _cell(asked).period == page.board.read.against


def test_that_the_columns_of_a_period_without_figures_are_not_shown(page: OverviewPage, qtbot: QtBot) -> None:
    titles = [column.title for column in page.board.table.shown_columns()]
    assert "CM4 before" not in titles
    page.period.choose("4w")
    qtbot.waitUntil(lambda: "CM4 before" in [column.title for column in page.board.table.shown_columns()])


def test_that_a_tile_opens_its_postings_by_keyboard_and_by_mouse(page: OverviewPage) -> None:
    asked = _asked(page)
    QTest.keyClick(_tile(page, "Contribution"), Qt.Key.Key_Return)
    assert (_cell(asked).name, _cell(asked).key) == ("cm4", "")
    QTest.mouseClick(_tile(page, "Needs a look"), Qt.MouseButton.LeftButton)
    assert asked[-1] == ("imports", None)


def test_that_money_to_look_at_is_told_with_its_currency(page: OverviewPage) -> None:
    assert re.fullmatch(r"Needs a look: [\d,]+ USD", _tile(page, "Needs a look").accessibleName())


def test_that_it_is_said_why_channels_have_more_at_stake_than_all_of_them_together(page: OverviewPage) -> None:
    read = page.board.table.shown_rows()[0]
    page.explain(replace(read, at_stake=AtStake(3, 411_100)))
    assert (
        "3 conflicts, 4,111.00 USD at stake in the next 14 days. A conflict between channels counts for each of them "
        "and in the total once, so the channels may add up to more."
    ) in [one.text() for one in page.inspector.findChildren(QLabel)]


def test_that_space_explains_a_channel_and_esc_closes(page: OverviewPage, qtbot: QtBot) -> None:
    page.board.table.grid.setFocus()
    QTest.keyClick(page.board.table.grid, Qt.Key.Key_Space)
    assert page.inspector.isVisible()
    asked = _asked(page)
    _press(page, "Open the postings behind CM4", qtbot)
    assert _cell(asked).name == "cm4"
    QTest.keyClick(page.board.table.grid, Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()


def test_that_sales_without_a_cost_and_unclassified_fees_are_no_sum(page: OverviewPage) -> None:
    read = page.board.read
    assert read is not None
    (tile,) = (figure for figure in tiles(read, Text.for_choice("point"), TODAY) if figure.key == "look")
    assert read.unclassified.amount.minor
    assert (tile.figure, tile.note) == (
        "2,581 USD",
        f"263 units without cost, {read.unclassified.postings} unclassified, {read.looks} rows",
    )
    fees = Money(abs(read.unclassified.amount.minor), "USD").major()
    assert (
        f"2,581.30 USD of sales; {read.unclassified.postings} unclassified postings, {fees} USD of fees" in tile.exact
    )
    closed = replace(read, missing_cost=MissingCost(0, Money(0, "USD"), ()))
    (tile,) = (figure for figure in tiles(closed, Text.for_choice("point"), TODAY) if figure.key == "look")
    assert tile.note == f"{read.unclassified.postings} unclassified, {read.looks} rows"


def test_that_the_days_and_whose_data_end_before_them_are_said(page: OverviewPage, qtbot: QtBot) -> None:
    assert page.days.text() == "2/1/2026 to 10/31/2026, before: 5/1/2025 to 1/31/2026"
    assert page.days.isVisible()
    assert page.sentence.sentence().endswith("**Data end before this period does**: Wholesale on 10/30/2026.")
    page.comparison.choose("none")
    qtbot.waitUntil(lambda: page.days.text() == "2/1/2026 to 10/31/2026", timeout=8000)
    page.period.choose("4w")
    qtbot.waitUntil(lambda: page.days.text() == "9/28/2026 to 10/25/2026", timeout=8000)
    assert "Data end" not in page.sentence.sentence()


def test_that_missing_costs_are_counted_and_lead_to_where_they_are_set(page: OverviewPage, qtbot: QtBot) -> None:
    assert page.board.missing_cost.sentence().startswith("263 units were sold without a landed cost (JR-0190)")
    asked = _asked(page)
    _press(page, "Set costs", qtbot)
    assert asked == [("catalog", "costs")]


def test_that_a_single_unit_without_a_cost_is_told_as_one() -> None:
    missing = MissingCost(1, Money(10_000, "EUR"), ("MUG",))
    assert missing_cost(missing, Text.for_choice("point")) == (
        "**1 unit was sold without a landed cost** (MUG): 100 EUR of sales carry none."
    )


def test_that_a_cost_set_elsewhere_takes_the_notice_away(page: OverviewPage, desk: Desk, qtbot: QtBot) -> None:
    assert page.board.read is not None
    before = page.board.read.total.money("cm1").minor
    cost = Money(610, "USD")
    desk.runner.write(lambda ledger: set_cost(ledger, sku="JR-0190", valid_from=date(2026, 1, 1), amount=cost))
    qtbot.waitUntil(page.board.missing_cost.isHidden, timeout=8000)
    assert page.board.read is not None
    assert page.board.read.missing_cost.units == 0
    assert page.board.read.total.money("cm1").minor == before - 263 * 610


def test_that_unclassified_fees_are_named_and_open(page: OverviewPage, qtbot: QtBot) -> None:
    assert page.board.unclassified.sentence().startswith("2 postings are unclassified: −15.00 USD")
    asked = _asked(page)
    _press(page, "Open them", qtbot)
    assert (_cell(asked).name, _cell(asked).key) == ("unclassified", "")


def test_that_chosen_channels_keep_their_shares_of_the_whole(page: OverviewPage, qtbot: QtBot) -> None:
    page.picker.choose(frozenset({1, 4}))
    qtbot.waitUntil(lambda: len(page.board.table.shown_rows()) == 2)
    assert [page.text.percent(read.row.share_of_revenue) for read in page.board.table.shown_rows()] == [
        "5.1\N{NO-BREAK SPACE}%",
        "32.1\N{NO-BREAK SPACE}%",
    ]


def test_that_old_figures_are_marked_with_their_age(desk: Desk, demo_ledger: Ledger, qtbot: QtBot) -> None:
    demo_ledger.clock = lambda: datetime(2027, 1, 15, 12, tzinfo=UTC)
    page = _shown(OverviewPage(desk), qtbot)
    qtbot.waitUntil(page.mark.isVisible, timeout=5000)
    assert page.mark.accessibleName() == "Figures end 77 d ago"


def test_that_an_empty_ledger_says_what_to_do_and_an_import_fills_the_page(empty_desk: Desk, qtbot: QtBot) -> None:
    page = _shown(OverviewPage(empty_desk), qtbot)
    qtbot.waitUntil(lambda: page.findChild(EmptyState) is not None and not page.content.isVisible())
    asked = _asked(page)
    _press(page, "Import files", qtbot)
    assert asked == [("import", None)]
    file = text_file("orders.csv", orders_csv([Order(3), Order(20, units=2)]))
    empty_desk.runner.job(lambda ledger, progress: import_file(ledger, progress, file=file).done)
    qtbot.waitUntil(page.board.isVisible, timeout=5000)
    page.period.choose("all")
    qtbot.waitUntil(lambda: page.board.read is not None and page.board.read.total.row.figures.units == 3)


def test_that_the_workbook_is_written_as_a_job(page: OverviewPage, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "pnl.xlsx"
    job = write_channel_pnl(page, NINE_MONTHS, path)
    with qtbot.waitSignal(job.ended, timeout=60_000):
        pass
    assert "Summary" in load_workbook(path, read_only=True).sheetnames
    assert str(path) in page.notice.sentence()


def test_that_the_table_is_exported_as_it_stands(page: OverviewPage) -> None:
    wanted: list[tuple[object, str]] = []
    page.export_requested.connect(lambda table, form: wanted.append((table, form)))
    page.board.table.export_requested.emit("csv")
    assert wanted == [(page.board.table, "csv")]


def test_that_the_bar_has_one_main_action(page: OverviewPage) -> None:
    main = [button for button in page.findChildren(Button) if button.property("primary") and button.isVisible()]
    assert [button.text() for button in main] == ["Import files"]


def test_that_the_page_fits_the_smallest_window(page: OverviewPage) -> None:
    assert page.minimumSizeHint().width() <= 1180 - 200
    assert page.minimumSizeHint().height() <= 660


def test_that_the_page_needs_one_question_only(desk: Desk, qtbot: QtBot) -> None:
    """A page that is shown asks the ledger once for its figures, not once for each picker."""
    asked: list[Period] = []
    page = OverviewPage(desk)
    page.board.table.model.modelReset.connect(lambda: asked.append(page.period.period()))
    _shown(page, qtbot)
    qtbot.waitUntil(lambda: bool(asked))
    qtbot.wait(200)
    assert len(asked) == 1
