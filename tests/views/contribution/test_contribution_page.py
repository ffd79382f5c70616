"""The Contribution page, driven from the statement down to the row of a file and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.imports import undo_import
from app.queries.behind import StatementCell
from app.queries.compared import ComparedRow
from models.domain.accounts import Line
from models.domain.contribution.statement import By, Figures, StatementRow
from models.domain.money import Money
from tests.views.contribution.hands import NINE_MONTHS, column_of, open_figure, shown, table_of
from views.common.desk import Desk
from views.common.states import EmptyState
from views.common.text import Text
from views.contribution.page import ContributionPage
from views.contribution.words import kept

TODAY = date(2026, 11, 2)


def _listed(page: ContributionPage) -> int:
    return sum(row.base.minor for row in page.drill.table.shown_rows())


def _words(page: ContributionPage) -> list[str]:
    return [label.text() for label in page.inspector.findChildren(QLabel) if label.isVisible()]


def _press(page: ContributionPage, words: str, qtbot: QtBot) -> None:
    def there() -> list[QPushButton]:
        return [button for button in page.findChildren(QPushButton) if button.text() == words and button.isVisible()]

    qtbot.waitUntil(lambda: bool(there()), timeout=8000)
    QTest.mouseClick(there()[0], Qt.MouseButton.LeftButton)


def test_that_enter_on_a_figure_lists_the_postings_that_add_up_to_it(page: ContributionPage, qtbot: QtBot) -> None:
    row: ComparedRow = table_of(page).shown_rows()[1]
    open_figure(page, qtbot, "2", "Channel costs")
    assert _listed(page) == row.money("channel_costs").minor == -5_663_853
    assert page.sentence.sentence().startswith(
        "Channel costs of Amazon, 2/1/2026 to 10/31/2026: **−56,638.53 USD**, the sum of "
    )
    assert "Amazon" in page.crumbs.words()
    assert page.crumbs.words().endswith("Channel costs")


def test_that_a_level_is_listed_by_line_and_a_chip_narrows_it(page: ContributionPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "1", "CM1")
    whole = len(page.drill.table.shown_rows())
    page.drill.lines.choose("refunds")
    assert 0 < len(page.drill.table.shown_rows()) < whole
    assert _listed(page) == -41_764


def test_that_space_shows_the_row_of_the_file_beside_its_header(page: ContributionPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "2", "Marketing")
    QTest.keyClick(page.drill.table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "amount-description" in _words(page), timeout=8000)
    said = _words(page)
    assert said[said.index("transaction-type") + 1] == "ServiceFee"
    first = page.drill.table.shown_rows()[0]
    assert said[said.index("amount") + 1] == first.amount.major()
    assert f"Row {first.row} of {first.file}" in said


def test_that_the_inspector_follows_the_cursor(page: ContributionPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "2", "Marketing")
    grid = page.drill.table.grid
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert page.inspector.isVisible()
    QTest.keyClick(grid, Qt.Key.Key_Down)
    second = page.drill.table.shown_rows()[1]
    qtbot.waitUntil(lambda: f"Row {second.row} of {second.file}" in _words(page), timeout=8000)
    QTest.keyClick(grid, Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()


def test_that_a_posting_leads_to_its_import(page: ContributionPage, qtbot: QtBot) -> None:
    asked: list[tuple[str, object]] = []
    page.go.connect(lambda name, what: asked.append((name, what)))
    open_figure(page, qtbot, "2", "Marketing")
    QTest.keyClick(page.drill.table.grid, Qt.Key.Key_Space)
    _press(page, "Open the import", qtbot)
    assert asked == [("imports", page.drill.table.shown_rows()[0].batch_id)]


def test_that_goods_sold_say_units_times_cost_and_where_the_cost_is_from(page: ContributionPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "1", "Cost of goods")
    table = page.drill.table
    bundle = next(row for row in table.shown_rows() if row.sku == "JR-0180")
    table.go_to(bundle)
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "JR-0101: 1 × 3.35" in _words(page), timeout=8000)
    assert "Valid from 2/1/2026, known since 2/1/2026; row 2 of costs.csv" in _words(page)
    _press(page, "Show the cost of JR-0101 in its file", qtbot)
    qtbot.waitUntil(lambda: "Row 2 of costs.csv" in _words(page), timeout=8000)
    said = _words(page)
    assert said[said.index("cost") + 1] == "3.35"


def test_that_alt_left_goes_back_to_the_figure(page: ContributionPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "4", "CM2")
    QTest.keyClick(page.drill.table.grid, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(page.statement.isVisible)
    assert not page.drill.isVisible()
    assert table_of(page).current().row.key == "4"
    assert table_of(page).grid.currentIndex().column() == column_of(table_of(page), "CM2")
    assert page.sentence.sentence().startswith("4 of 5 channels contribute")


def test_that_the_breadcrumb_goes_back_too(page: ContributionPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "4", "Discounts")
    QTest.mouseClick(page.crumbs.back, Qt.MouseButton.LeftButton)
    assert page.statement.isVisible()
    assert page.period.isVisible()


@pytest.mark.parametrize(
    "by, key, title",
    [
        ("sku", "JR-0131", "Net sales"),
        ("month", "2026-07", "CM4"),
        ("week", "2026-W20", "Result"),
        ("sku", "(no SKU)", "Marketing"),
    ],
)
def test_that_figures_of_skus_months_and_weeks_open_too(
    page: ContributionPage, qtbot: QtBot, by: str, key: str, title: str
) -> None:
    page.statement.kinds.choose(by)
    qtbot.waitUntil(lambda: page.statement.found is not None and page.statement.found.current.by == by)
    table = table_of(page)
    figure = next(row for row in table.shown_rows() if row.row.key == key).money(
        {"Net sales": "net_sales", "CM4": "cm4", "Result": "result", "Marketing": "marketing"}[title]
    )
    open_figure(page, qtbot, key, title)
    assert _listed(page) == figure.minor


def test_that_the_totals_row_opens_by_a_double_click(page: ContributionPage, qtbot: QtBot) -> None:
    table = table_of(page)
    column = column_of(table, "Refunds")
    x = table.grid.horizontalHeader().sectionViewportPosition(column) + 20
    QTest.mouseDClick(table.totals, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, 10))
    qtbot.waitUntil(page.drill.isVisible, timeout=8000)
    assert page.statement.found is not None
    assert _listed(page) == page.statement.found.total.money("refunds").minor


def test_that_shared_cost_is_listed_with_the_part_of_the_channel(page: ContributionPage, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "1", "Shared operating cost")
    assert _listed(page) == -134_231
    assert "−252.50 USD of −4,924.88 USD by net sales" in page.drill.note.text()


def test_that_levels_stand_beside_the_period_before_and_open_there(page: ContributionPage, qtbot: QtBot) -> None:
    page.period.choose("4w")
    page.statement.forms.choose("levels")
    qtbot.waitUntil(lambda: page.statement.found is not None and page.statement.found.has_before)
    found = page.statement.found
    assert found is not None
    assert found.against is not None
    before = next(row for row in found.rows if row.row.key == "2").money_before("cm3")
    open_figure(page, qtbot, "2", "CM3 before")
    assert page.cell is not None
    assert page.cell.period == found.against
    assert Money(_listed(page), "USD") == before


def test_that_without_comparison_there_are_no_columns_for_it(page: ContributionPage, qtbot: QtBot) -> None:
    page.statement.forms.choose("levels")
    page.comparison.choose("none")
    qtbot.waitUntil(lambda: page.statement.found is not None and page.statement.found.against is None)
    assert not [column.title for column in table_of(page).model.columns if "before" in column.title]


def test_that_chosen_channels_narrow_skus_and_leave_shared_cost_out_in_words(
    page: ContributionPage, qtbot: QtBot
) -> None:
    page.picker.choose(frozenset({5}))
    page.statement.kinds.choose("month")
    qtbot.waitUntil(lambda: "Shared operating cost is split over channels only" in page.sentence.sentence())
    open_figure(page, qtbot, "2026-05", "Gross sales")
    assert {row.channel for row in page.drill.table.shown_rows()} == {"Harbor Retail"}


def test_that_a_bar_of_the_weekly_chart_opens(page: ContributionPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.statement.weeks.data is not None)
    chart = page.statement.weeks.data
    assert chart is not None
    point = chart.series[1].points[10]
    page.statement.weeks.drilled.emit(point.key)
    qtbot.waitUntil(page.drill.isVisible, timeout=8000)
    assert Money(_listed(page), "USD").decimal() == point.y
    assert f"Amazon, {point.label}" in page.crumbs.words()


@pytest.mark.parametrize(
    "sales, costs, words",
    [
        (10_000, -6_000, "C keeps 40 of 100 net sales"),
        (10_000, -12_800, "C loses 28 on 100 net sales"),
        (0, -2_800, "C loses 28 without net sales"),
        (-1_000, -1_800, "C loses 28 and gave back more than it sold"),
        (0, 0, "C sold and cost nothing in this period"),
    ],
)
def test_that_what_a_channel_keeps_is_a_sentence(sales: int, costs: int, words: str) -> None:
    figures = Figures({Line.GROSS_SALES: sales, Line.CHANNEL_COSTS: costs} if costs else {})
    row = ComparedRow(StatementRow("3", "C", figures), None, "EUR")
    assert kept(row, Text.for_choice("point")) == words


def test_that_the_waterfall_calls_cost_of_goods_as_the_table_does(page: ContributionPage) -> None:
    table_of(page).go_to_key("3")
    chart = page.statement.fall.data
    assert chart is not None
    named = {point.label for point in chart.series[0].points}
    assert "Cost of goods" in named & {column.title for column in table_of(page).model.columns}


def test_that_a_step_of_the_waterfall_opens(page: ContributionPage, qtbot: QtBot) -> None:
    table_of(page).go_to_key("3")
    page.statement.fall.drilled.emit("marketing")
    qtbot.waitUntil(page.drill.isVisible, timeout=8000)
    assert page.cell is not None
    assert (page.cell.key, page.cell.name) == ("3", "marketing")


def test_that_space_explains_a_row_of_the_statement(page: ContributionPage) -> None:
    table = table_of(page)
    table.go_to_key("2")
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    assert page.inspector.isVisible()
    texts = [label.text() for label in page.inspector.findChildren(QLabel)]
    assert "Amazon" in texts
    assert "25,230.63" in texts


def test_that_typing_filters_rows_and_then_postings(page: ContributionPage, qtbot: QtBot) -> None:
    page.statement.kinds.choose("sku")
    qtbot.waitUntil(lambda: len(table_of(page).shown_rows()) > 20)
    page.focus_search()
    QTest.keyClicks(page.field, "honey")
    qtbot.waitUntil(lambda: len(table_of(page).shown_rows()) == 2)
    page.field.clear()
    qtbot.waitUntil(lambda: len(table_of(page).shown_rows()) > 20)
    open_figure(page, qtbot, "JR-0115", "Gross sales")
    QTest.keyClicks(page.field, "wholesale")
    qtbot.waitUntil(lambda: {row.channel for row in page.drill.table.shown_rows()} == {"Wholesale"})


def test_that_another_page_can_ask_for_a_figure(desk: Desk, qtbot: QtBot) -> None:
    page = ContributionPage(desk)
    page.show_this(StatementCell(By.CHANNEL, "unclassified", NINE_MONTHS, "", "All channels"))
    shown(page, qtbot)
    qtbot.waitUntil(lambda: page.drill.isVisible() and len(page.drill.table.shown_rows()) == 2, timeout=8000)
    assert _listed(page) == -1500
    page.back()
    qtbot.waitUntil(page.statement.isVisible)


def test_that_an_undone_import_changes_the_postings_in_view(page: ContributionPage, desk: Desk, qtbot: QtBot) -> None:
    open_figure(page, qtbot, "2", "Marketing")
    before = len(page.drill.table.shown_rows())
    batch = page.drill.table.shown_rows()[0].batch_id
    desk.runner.job(lambda ledger, progress: undo_import(ledger, progress, batch_id=batch))
    qtbot.waitUntil(lambda: len(page.drill.table.shown_rows()) < before, timeout=15_000)
    assert page.drill.isVisible()


def test_that_an_empty_ledger_says_what_to_do(empty_desk: Desk, qtbot: QtBot) -> None:
    page = shown(ContributionPage(empty_desk), qtbot)
    qtbot.waitUntil(lambda: page.findChild(EmptyState, options=Qt.FindChildOption.FindChildrenRecursively) is not None)
    asked: list[str] = []
    page.go.connect(lambda name, _what: asked.append(name))
    _press(page, "Import files", qtbot)
    assert asked == ["import"]


def test_that_the_table_in_view_is_the_one_that_is_saved(page: ContributionPage, qtbot: QtBot) -> None:
    wanted: list[tuple[object, str]] = []
    page.export_requested.connect(lambda table, form: wanted.append((table, form)))
    actions = {action.text(): action for action in page.saving.menu().actions()}
    actions["This table as CSV…"].trigger()
    open_figure(page, qtbot, "1", "Refunds")
    actions["This table as Excel workbook…"].trigger()
    assert wanted == [(page.statement.table, "csv"), (page.drill.table, "xlsx")]


def test_that_a_chart_is_saved_as_a_drawing(page: ContributionPage, tmp_path: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.statement.weeks.data is not None)
    page.statement.weeks.save_svg(tmp_path / "weeks.svg")
    page.statement.fall.save_png(tmp_path / "fall.png")
    assert "<svg" in (tmp_path / "weeks.svg").read_text()
    assert (tmp_path / "fall.png").stat().st_size > 2000


def test_that_the_page_fits_the_smallest_window_with_every_chip(page: ContributionPage, qtbot: QtBot) -> None:
    assert page.minimumSizeHint().width() <= 1180 - 200
    open_figure(page, qtbot, "1", "Result")
    assert page.minimumSizeHint().width() <= 1180 - 200
    assert page.minimumSizeHint().height() <= 660
