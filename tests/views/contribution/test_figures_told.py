"""What the Contribution page says of its figures: of which days they are, how far data reach, what they leave out."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from models.domain.period import Period
from tests.make import import_text
from tests.views.contribution.hands import column_of, open_figure, shown, table_of
from views.common.desk import Desk
from views.contribution.page import ContributionPage


def test_that_the_days_and_whose_data_end_before_them_are_said(page: ContributionPage, qtbot: QtBot) -> None:
    early = "**Data end before this period does**: Wholesale on 10/30/2026."
    qtbot.waitUntil(lambda: early in page.sentence.sentence(), timeout=8000)
    assert page.days.text() == "2/1/2026 to 10/31/2026, before: 5/1/2025 to 1/31/2026"
    page.picker.choose(frozenset({1, 2}))
    qtbot.waitUntil(lambda: early not in page.sentence.sentence(), timeout=8000)
    open_figure(page, qtbot, "1", "CM1")
    assert not page.days.isVisible()


def test_that_a_sku_without_a_landed_cost_is_no_free_article(page: ContributionPage, qtbot: QtBot) -> None:
    assert "263 units were sold without a landed cost (JR-0190)" in page.sentence.sentence().replace("**", "")
    page.statement.kinds.choose("sku")
    qtbot.waitUntil(lambda: "23 SKUs with a landed cost contribute" in page.sentence.sentence(), timeout=8000)
    table = table_of(page)
    table.filter("0190")
    qtbot.waitUntil(lambda: len(table.shown_rows()) == 1, timeout=8000)
    (row,) = table.shown_rows()
    cost, level = (column_of(table, title) for title in ("Cost of goods", "CM1"))
    assert table.model.index(0, cost).data() == "?"
    assert table.model.total(cost) == ""
    assert table.model.is_partly(level, row)
    tip = str(table.model.index(0, level).data(Qt.ItemDataRole.ToolTipRole))
    assert tip.endswith("Without the cost of 263 units (2,581.30 USD of sales), of which no landed cost is known")
    assert not table.grid.isColumnHidden(column_of(table, "Units without cost"))


def test_that_every_column_down_to_cm4_is_in_view_in_a_window_of_1440_though_figures_are_marked(
    page: ContributionPage, qtbot: QtBot
) -> None:
    page.period.choose_own(Period(date(2026, 9, 28), date(2026, 10, 25)))
    qtbot.waitUntil(lambda: "35 units were sold" in page.sentence.sentence().replace("**", ""), timeout=8000)
    page.resize(1440 - 200, 840)  # what the window leaves to the page
    qtbot.wait(1)
    table, text = table_of(page), page.text
    level, found = column_of(table, "CM4"), page.statement.found
    assert [row.row.label for row in table.shown_rows() if table.model.is_partly(level, row)] == [
        *("Amazon", "Etsy", "Wholesale")
    ]
    assert table.grid.columnViewportPosition(level) + table.grid.columnWidth(level) <= table.grid.viewport().width()
    assert found is not None
    assert table.model.is_partly(level, found.total)
    assert table.totals.told(level).startswith(text.money(found.total.money("cm4"), code=True))
    assert table.totals.told(level).endswith("of sales), of which no landed cost is known")


def test_that_a_part_of_a_bar_is_named_with_its_channel_and_the_days_of_its_week_whatever_a_row_is(
    page: ContributionPage, qtbot: QtBot
) -> None:
    page.period.choose_own(Period(date(2026, 10, 1), date(2026, 10, 31)))
    page.statement.kinds.choose("sku")
    found = page.statement
    qtbot.waitUntil(lambda: found.found is not None and found.found.current.by == "sku", timeout=8000)
    qtbot.waitUntil(lambda: found.weeks.data is not None and len(found.weeks.data.series[0].points) == 5, timeout=8000)
    assert found.weeks.data is not None
    (wholesale,) = (series for series in found.weeks.data.series if series.name == "Wholesale")
    for point, days in zip(
        (wholesale.points[0], wholesale.points[2]), ("10/1/2026 to 10/4/2026", "10/12/2026 to 10/18/2026"), strict=True
    ):
        found.weeks.drilled.emit(point.key)
        qtbot.waitUntil(page.drill.isVisible, timeout=8000)
        assert page.sentence.sentence().startswith(f"CM4 of Wholesale, {point.label}, {days}: ")
        page.back()


def test_that_shared_cost_alone_is_not_nothing(empty_desk: Desk, qtbot: QtBot) -> None:
    ledger = empty_desk.runner._ledger  # noqa: SLF001 -- a desk has no other way to the ledger
    rent = "channel,category,first_day,last_day,amount,currency\n,operating,2026-03-01,2026-03-31,110.00,USD\n"
    import_text(ledger, "rent.csv", rent)
    made = shown(ContributionPage(empty_desk), qtbot)
    made.period.choose("all")
    made.statement.kinds.choose("sku")
    qtbot.waitUntil(lambda: made.sentence.sentence().startswith("**No SKU was sold in this period**"), timeout=8000)
