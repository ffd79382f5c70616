"""The P&L sheet: lines as rows, channels as columns; every figure a formula over the lines."""

from __future__ import annotations

from app.exporting.looks import COUNT, HEADER, LABEL, NOTE, PLAIN, TITLE, money_style, total
from app.exporting.pnl.assumptions import write_assumptions
from app.exporting.pnl.facts import (
    COUNTS,
    NUMBER_ROW,
    PNL,
    ROWS,
    Facts,
    across,
    amount_of,
    column_of,
    names,
    number_of,
    rounded,
    split_row,
)
from app.exporting.pnl.lines_sheet import AMOUNTS, CHANNEL_NUMBERS, LINE_NAMES, ORDERS, UNITS
from app.exporting.workbook import Book, Formula, Sheet, Shown
from models.domain.contribution.statement import LEVELS, STACK, TITLES

# What each level adds to the one above it.
_STEPS = {
    "cm1": ("net_sales", "cogs"),
    "cm2": ("cm1", "channel_costs"),
    "cm3": ("cm2", "marketing"),
    "cm4": ("cm3", "channel_operating_cost"),
    "result": ("cm4", "shared_operating_cost"),
}


def write_pnl(book: Book, facts: Facts) -> None:
    """Write the P&L and, below it, the assumptions by which shared cost is split."""
    sheet = book.sheet(PNL, widths=(36, *[15.0] * (len(facts.channels) + 1)), frozen="B6", header=NUMBER_ROW)
    sheet.row(Shown(f"{facts.title}: P&L by channel", TITLE))
    sheet.row(Shown(f"{facts.period.label()}, in {facts.currency}; costs are negative, figures are formulas", NOTE))
    sheet.row()
    sheet.row(Shown("Line", HEADER), *names(facts))
    numbers = [Shown(number_of(row), NOTE) for row in facts.channels]
    sheet.row(Shown("Channel no. on the sheet Lines", NOTE), *numbers)
    for name in (*STACK, *COUNTS):
        _write_line(sheet, facts, name)
    sheet.row()
    write_assumptions(sheet, facts)


def _write_line(sheet: Sheet, facts: Facts, name: str) -> None:
    style = COUNT if name in COUNTS else money_style(facts.currency)
    level = name in LEVELS
    title = name.capitalize() if name in COUNTS else TITLES[name]
    cells = [Shown(title, total(LABEL) if level else PLAIN)]
    for index, row in enumerate(facts.channels):
        cells.append(_figure(facts, _formula(facts, name, column_of(index)), amount_of(row.figures, name), name))
    formula = _level(name, facts.total_column) if level else across(facts, ROWS[name])
    cells.append(_figure(facts, formula, amount_of(facts.statement.total.figures, name), name))
    look = total(style) if level else style
    sheet.row(cells[0], *(Shown(cell.value, look) for cell in cells[1:]))


def _figure(facts: Facts, formula: str, result: int, name: str) -> Shown:
    return Shown(Formula(formula, result if name in COUNTS else facts.money(result)))


def _formula(facts: Facts, name: str, column: str) -> str:
    number = f"{column}${NUMBER_ROW}"
    if name in LEVELS:
        return _level(name, column)
    if name == "units":
        gross = f"$A${ROWS['gross_sales']}"
        return f"SUMIFS({UNITS},{CHANNEL_NUMBERS},{number},{LINE_NAMES},{gross})"
    if name == "orders":
        return f"SUMIFS({ORDERS},{CHANNEL_NUMBERS},{number})"
    if name == "shared_operating_cost":
        return "+".join(f"{column}{split_row(position)}" for position in range(len(facts.pools))) or "0"
    return rounded(facts, f"SUMIFS({AMOUNTS},{CHANNEL_NUMBERS},{number},{LINE_NAMES},$A{ROWS[name]})")


def _level(name: str, column: str) -> str:
    if name == "net_sales":
        return f"SUM({column}{ROWS['gross_sales']}:{column}{ROWS['shipping_income']})"
    return "+".join(f"{column}{ROWS[part]}" for part in _STEPS[name])
