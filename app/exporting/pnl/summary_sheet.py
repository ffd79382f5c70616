"""The Summary sheet: one row a channel, every figure taken from the P&L sheet, with two charts of it."""

from __future__ import annotations

from decimal import Decimal

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.title import title_maker

from app.columns import Cell
from app.exporting.looks import (
    COUNT,
    HEADER,
    HEADER_RIGHT,
    NOTE,
    PERCENT,
    PLAIN,
    RATIO,
    TITLE,
    TWO_LINES,
    Style,
    money_style,
    total,
)
from app.exporting.pnl.facts import HEAD_ROW, SUMMARY, Facts, column_of, on_pnl
from app.exporting.pnl.reconciliation_sheet import Check
from app.exporting.workbook import Book, Formula, Sheet, Shown
from models.domain.contribution.sentence import sentence
from models.domain.contribution.statement import TITLES, StatementRow

_AMOUNTS = ("net_sales", "cm1", "cm2", "cm3", "cm4", "result")
_WIDTHS = (20, *[14.0] * len(_AMOUNTS), 11, 14, 11, 10, 10, 14)
_REVENUE, _COST = "H", "I"
_COLOURS = ("0072B2", "7A838F")
_TIES = "The figures tie to the ledger and to its files, as the sheet Reconciliation shows."
_DIFFERS = "Some figures differ from the ledger or from its files: see the sheet Reconciliation."
_CHART_WIDTH, _CHART_HEIGHT = 17, 9


def begin_summary(book: Book) -> Sheet:
    """Begin the summary, which stands first and is written last."""
    return book.sheet(SUMMARY, widths=_WIDTHS, frozen=f"B{HEAD_ROW + 1}", header=HEAD_ROW)


def write_summary(sheet: Sheet, facts: Facts, check: Check, *, left_out: str) -> None:
    """Write the summary; `check` is where every difference of the workbook is added up, `left_out` what no cost has."""
    sheet.row(Shown(f"{facts.title}: channel P&L, {facts.period.label()}, in {facts.currency}", TITLE))
    sheet.row(Shown(sentence(facts.statement)))
    formula = f'IF({check.cell}=0,"{_TIES}","{_DIFFERS}")'
    sheet.row(Shown(Formula(formula, _DIFFERS if check.result else _TIES), NOTE))
    titles = [*(TITLES[name] for name in _AMOUNTS), "Share of revenue", "Share of operating cost", "Cost to revenue"]
    titles += ["Units", "Orders", TITLES["unclassified"]]
    sheet.row(Shown("Channel", HEADER), *(Shown(title, HEADER_RIGHT) for title in titles), height=TWO_LINES)
    for index, row in enumerate(facts.channels):
        sheet.row(*_row(facts, row, column_of(index), sheet.height + 1))
    whole = _row(facts, facts.statement.total, facts.total_column, sheet.height + 1)
    sheet.row(*(Shown(cell.value, total(cell.style)) for cell in whole))
    if left_out:
        sheet.row(Shown(left_out, NOTE))
    if facts.channels:
        _draw(sheet, facts)


def _row(facts: Facts, row: StatementRow, column: str, place: int) -> list[Shown]:
    money = money_style(facts.currency)
    whole = facts.total_column

    def amount(name: str) -> Shown:
        return Shown(Formula(on_pnl(name, column), facts.money(row.figures.amount(name))), money)

    revenue = _share(on_pnl("net_sales", column), on_pnl("net_sales", whole))
    cost = _share(_operating(column), _operating(whole))
    here, there = f"{_REVENUE}{place}", f"{_COST}{place}"
    ratio = f'IF(OR({here}="",{there}=""),"",IF({here}=0,"",{there}/{here}))'
    return [
        Shown(row.label, PLAIN),
        *(amount(name) for name in _AMOUNTS),
        _fraction(revenue, row.share_of_revenue, PERCENT),
        _fraction(cost, row.share_of_operating_cost, PERCENT),
        _fraction(ratio, row.ratio, RATIO),
        Shown(Formula(on_pnl("units", column), row.figures.units), COUNT),
        Shown(Formula(on_pnl("orders", column), row.figures.orders), COUNT),
        amount("unclassified"),
    ]


def _operating(column: str) -> str:
    return f"({on_pnl('channel_operating_cost', column)}+{on_pnl('shared_operating_cost', column)})"


def _share(part: str, whole: str) -> str:
    return f'IF({whole}=0,"",{part}/{whole})'


def _fraction(formula: str, result: Decimal | None, style: Style) -> Shown:
    shown: Cell = "" if result is None else result
    return Shown(Formula(formula, shown), style)


def _draw(sheet: Sheet, facts: Facts) -> None:
    """Draw what each channel brings beside what it costs, and what it leaves."""
    first, last = HEAD_ROW + 1, HEAD_ROW + len(facts.channels)
    shares = _chart("Share of revenue and operating cost", "0%", legend=True)
    left = _chart(f"CM4, {facts.currency}", "#,##0", legend=False)
    for chart, columns, place in ((shares, (8, 9), "A"), (left, (6, 6), "G")):
        figures = Reference(sheet.sheet, min_col=columns[0], max_col=columns[1], min_row=HEAD_ROW, max_row=last)
        chart.add_data(figures, titles_from_data=True)
        chart.set_categories(Reference(sheet.sheet, min_col=1, min_row=first, max_row=last))
        for series, colour in zip(chart.series, _COLOURS, strict=False):
            series.graphicalProperties.solidFill = colour
        sheet.sheet.add_chart(chart, f"{place}{last + 4}")


def _chart(title: str, form: str, *, legend: bool) -> BarChart:
    chart = BarChart()
    chart.type = "col"
    heading = title_maker(title)
    heading.overlay = False  # else Excel lays it over the bars
    chart.title = heading
    chart.width, chart.height = _CHART_WIDTH, _CHART_HEIGHT
    chart.y_axis.number_format = form
    chart.y_axis.delete = False
    chart.x_axis.delete = False
    chart.x_axis.tickLblPos = "low"
    if legend:
        chart.legend.position = "b"
        chart.legend.overlay = False
    else:
        chart.legend = None
    chart.dataLabels = DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False
    )
    return chart
