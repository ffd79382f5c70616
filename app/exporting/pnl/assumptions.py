"""The assumptions below the P&L: each pool of shared cost, its weights by channel, and how the ledger splits it."""

from __future__ import annotations

from decimal import Decimal

from app.columns import Cell
from app.exporting.looks import LABEL, NOTE, SECTION, Style, money_style
from app.exporting.pnl.facts import ASSUMPTIONS_ROW, ROWS, Facts, across, column_of, names, rounded
from app.exporting.pnl.lines_sheet import ACCOUNTS, AMOUNTS, CHANNEL_NUMBERS
from app.exporting.workbook import Formula, Sheet, Shown
from models.domain.accounts import SHARED_ACCOUNTS, Driver
from models.domain.catalog import NO_CHANNEL
from models.domain.contribution.statement import Figures

_HOW = {
    Driver.NET_SALES: "split by net sales",
    Driver.ORDERS: "split by orders",
    Driver.EQUAL: "split equally",
}
_FINE = Style(form="#,##0.0000;-#,##0.0000;0")


def write_assumptions(sheet: Sheet, facts: Facts) -> None:
    """Write a block for each driver that has a cost to split."""
    sheet.row(Shown("Shared operating cost and how it is split", SECTION), *(names(facts) if facts.pools else ()))
    if sheet.height != ASSUMPTIONS_ROW:
        raise AssertionError(f"the assumptions stand in row {sheet.height} and not in row {ASSUMPTIONS_ROW}")
    if not facts.pools:
        sheet.row(Shown("There is no shared operating cost in this period.", NOTE))
    for driver in facts.pools:
        _write_driver(sheet, facts, driver)


def _write_driver(sheet: Sheet, facts: Facts, driver: Driver) -> None:
    """Write the cost to split, the weights, the exact shares, the split of the ledger, and what rounding moved."""
    pool, weight, share, parts = (sheet.height + step for step in range(1, 5))
    columns = [column_of(index) for index in range(len(facts.channels))]
    last, money = facts.total_column, money_style(facts.currency)
    cost = rounded(facts, f'SUMIFS({AMOUNTS},{ACCOUNTS},"{SHARED_ACCOUNTS[driver]}",{CHANNEL_NUMBERS},{NO_CHANNEL})')
    equal = f"${last}${pool}/COLUMNS($B{weight}:${columns[-1]}{weight})"
    exact = [f"IF(${last}${weight}=0,{equal},${last}${pool}*{column}{weight}/${last}${weight})" for column in columns]
    split = facts.parts(driver)
    shares = _exact_shares(facts, driver)
    whole = facts.money(facts.pools[driver])
    weights = [_weight(facts, row.figures, driver) for row in facts.channels]
    sheet.rows(
        [Shown(f"Cost {_HOW[driver]}", LABEL), *[None] * len(columns), Shown(Formula(cost, whole), money)],
        _row("  Weight", [_weight_formula(driver, column) for column in columns], weights, across(facts, weight)),
        _row("  Exact share", exact, shares, across(facts, share)),
        [
            Shown("  Split by the ledger, to the minor unit"),
            *(Shown(facts.money(part), money) for part in split),
            Shown(Formula(across(facts, parts), facts.money(sum(split))), money),
        ],
        [
            *_row(
                "  Moved by rounding; in all (is to be 0)",
                [f"{column}{parts}-{column}{share}" for column in columns],
                [facts.money(part).decimal() - one for part, one in zip(split, shares, strict=True)],
                "0",
            )[:-1],
            Shown(Formula(rounded(facts, f"{last}{parts}-{last}{pool}"), facts.money(0)), money),
        ],
    )


def _row(title: str, formulas: list[str], results: list[Decimal], whole: str) -> list[Shown]:
    cells = [Shown(Formula(text, result), _FINE) for text, result in zip(formulas, results, strict=True)]
    summed: Cell = sum(results, Decimal(0))
    return [Shown(title), *cells, Shown(Formula(whole, summed), _FINE)]


def _weight_formula(driver: Driver, column: str) -> str:
    match driver:
        case Driver.NET_SALES:
            return f"MAX({column}{ROWS['net_sales']},0)"
        case Driver.ORDERS:
            return f"{column}{ROWS['orders']}"
        case Driver.EQUAL:
            return "1"


def _weight(facts: Facts, figures: Figures, driver: Driver) -> Decimal:
    match driver:
        case Driver.NET_SALES:
            return facts.money(max(figures.net_sales, 0)).decimal()
        case Driver.ORDERS:
            return Decimal(figures.orders)
        case Driver.EQUAL:
            return Decimal(1)


def _exact_shares(facts: Facts, driver: Driver) -> list[Decimal]:
    pool = facts.money(facts.pools[driver]).decimal()
    weights = [_weight(facts, row.figures, driver) for row in facts.channels]
    whole = sum(weights, Decimal(0))
    return [pool * weight / whole if whole else pool / len(weights) for weight in weights]
