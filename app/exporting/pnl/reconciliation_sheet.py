"""The Reconciliation sheet: what ties the P&L to the ledger, the ledger to its files, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter

from app.columns import Column, Kind, Row
from app.exporting.looks import (
    COUNT,
    DAY,
    HEADER,
    HEADER_RIGHT,
    LABEL,
    NOTE,
    PLAIN,
    SECTION,
    TEXT,
    TITLE,
    TWO_LINES,
    money_style,
    total,
)
from app.exporting.pnl.facts import RECONCILIATION, Facts, column_of, on_pnl, rounded
from app.exporting.table_sheet import shown, style_of
from app.exporting.workbook import Book, Formula, Sheet, Shown
from app.queries.batches import BatchRow
from app.queries.reconciliation import (
    CLEARING_COLUMNS,
    LOOK_COLUMNS,
    UNCLASSIFIED_COLUMNS,
    ClearingRow,
    LookRow,
    UnclassifiedRow,
)
from app.queries.uncosted import MissingCost
from models.domain.contribution.statement import TITLES, StatementRow
from models.domain.money import Money

_WIDTHS = (40, *[15.0] * 12)
_TIED = ("net_sales", "cm4", "result", "unclassified")
_MOST_LOOKS = 1000
_DAY = DAY._replace(align="right")
_CODE = TEXT._replace(align="right")


@dataclass(frozen=True)
class Ties:
    """What the ledger says about its files and its channels over the period."""

    imports: Sequence[BatchRow]
    clearing: Sequence[ClearingRow]
    unclassified: Sequence[UnclassifiedRow]
    looks: Sequence[LookRow]
    missing: MissingCost
    without_channel: Money


@dataclass(frozen=True)
class Check:
    """The cell that adds up every difference of the workbook, and what it comes to."""

    cell: str
    result: Decimal


@dataclass(frozen=True)
class _Difference:
    """Where differences stand on the sheet, and what they come to without their signs."""

    cells: str
    result: Decimal = Decimal(0)


def write_reconciliation(book: Book, facts: Facts, ties: Ties) -> Check:
    """Write the sheet section by section and say where all differences are added up."""
    sheet = book.sheet(RECONCILIATION, widths=_WIDTHS, frozen="B2")
    sheet.row(Shown("Reconciliation", TITLE))
    sheet.row(Shown("Every difference is a formula and is to be 0. What is open stands below them.", NOTE))
    differences = [
        *_pnl_against_ledger(sheet, facts),
        _without_channel(sheet, ties.without_channel),
        *_rows_of_files(sheet, ties.imports),
        *_control_totals(sheet, [batch for batch in ties.imports if batch.control is not None]),
    ]
    sheet.row()
    formula = "+".join(f"SUMPRODUCT(ABS({difference.cells}))" for difference in differences)
    result = sum((difference.result for difference in differences), Decimal(0))
    place = sheet.row(
        Shown("All differences together", total(LABEL)),
        Shown(Formula(formula, result), total(money_style(facts.currency))),
    )
    _money_held(sheet, ties.clearing)
    _open(sheet, ties)
    return Check(f"{RECONCILIATION}!$B${place}", result)


def _section(sheet: Sheet, title: str, note: str, heads: Sequence[str] = ()) -> None:
    sheet.rows([], [Shown(title, SECTION)], [Shown(note, NOTE)])
    if heads:
        sheet.row(Shown(heads[0], HEADER), *(Shown(head, HEADER_RIGHT) for head in heads[1:]), height=TWO_LINES)


def _pnl_against_ledger(sheet: Sheet, facts: Facts) -> list[_Difference]:
    heads = [head for name in _TIED for head in (f"{TITLES[name]}: ledger", "P&L sheet", "Difference")]
    note = "The figures of the ledger as numbers, beside what the formulas of the P&L sheet come to."
    _section(sheet, "The P&L sheet against the ledger", note, ["Channel", *heads])
    first = sheet.height + 1
    for index, row in enumerate(facts.channels):
        sheet.row(*_tied(facts, row, column_of(index), sheet.height + 1))
    whole = _tied(facts, facts.statement.total, facts.total_column, sheet.height + 1)
    last = sheet.row(*(Shown(cell.value, total(cell.style)) for cell in whole))
    columns = [get_column_letter(4 + 3 * position) for position in range(len(_TIED))]
    return [_Difference(f"{column}{first}:{column}{last}") for column in columns]


def _tied(facts: Facts, row: StatementRow, column: str, place: int) -> list[Shown]:
    cells = [Shown(row.label, PLAIN)]
    money = money_style(facts.currency)
    for position, name in enumerate(_TIED):
        ledger, sheet = (get_column_letter(2 + 3 * position + step) for step in (0, 1))
        amount = facts.money(row.figures.amount(name))
        difference = rounded(facts, f"{ledger}{place}-{sheet}{place}")
        cells.append(Shown(amount, money))
        cells.append(Shown(Formula(on_pnl(name, column), amount), money))
        cells.append(Shown(Formula(difference, facts.money(0)), money))
    return cells


def _without_channel(sheet: Sheet, amount: Money) -> _Difference:
    sheet.row()
    cell = Shown(amount, money_style(amount.currency))
    place = sheet.row(Shown("On lines of channels, but of no channel", LABEL), cell)
    return _Difference(f"B{place}", abs(amount.decimal()))


def _rows_of_files(sheet: Sheet, imports: Sequence[BatchRow]) -> list[_Difference]:
    verdicts = ["New", "Changed", "Already there", "Left out", "Cannot be read"]
    note = "Every row of a file ends in exactly one verdict; imports in force that speak of the period."
    heads = ["File", "Rows", *verdicts, "Difference", "From", "To", "Import no."]
    _section(sheet, "Rows of the imported files, by what became of them", note, heads)
    first = sheet.height + 1
    missed = Decimal(0)
    for batch in imports:
        counts = (batch.new, batch.changed, batch.known + batch.overtaken, batch.left_out, batch.unread)
        difference = batch.rows - sum(counts)
        missed += abs(difference)
        place = sheet.height + 1
        sheet.row(
            Shown(batch.file, TEXT),
            *(Shown(count, COUNT) for count in (batch.rows, *counts)),
            Shown(Formula(f"B{place}-SUM(C{place}:G{place})", difference), COUNT),
            shown(batch.first_day, _DAY),
            shown(batch.last_day, _DAY),
            Shown(batch.id, COUNT),
        )
    return [_Difference(f"H{first}:H{sheet.height}", missed)] if imports else []


def _control_totals(sheet: Sheet, imports: Sequence[BatchRow]) -> list[_Difference]:
    note = "The total that a settlement states, beside the sum of its rows as the ledger holds them."
    heads = ["File", "Stated total", "Sum of the rows", "Difference", "Currency"]
    _section(sheet, "Control totals of settlements", note, heads)
    if not imports:
        sheet.row(Shown("No file of the period states a total.", NOTE))
        return []
    first = sheet.height + 1
    missed = Decimal(0)
    for batch in imports:
        if batch.control is None or batch.control_sum is None or batch.difference is None:
            continue
        money = money_style(batch.control.currency)
        missed += abs(batch.difference.decimal())
        place = sheet.height + 1
        difference = Formula(f"ROUND(C{place}-B{place},3)", batch.difference)
        cells = (Shown(batch.control, money), Shown(batch.control_sum, money), Shown(difference, money))
        sheet.row(Shown(batch.file, TEXT), *cells, Shown(batch.control.currency, _CODE))
    return [_Difference(f"D{first}:D{sheet.height}", missed)]


def _money_held(sheet: Sheet, rows: Sequence[ClearingRow]) -> None:
    note = (
        "What each channel owes the brand: what it held, what it earned and passed on, less what it paid out: the "
        "deposits of settlements on their last day, and payouts that a file tells. What no file tells counts as held."
    )
    _section(sheet, "Money held by the channels", note, [column.title for column in CLEARING_COLUMNS])
    for row in rows:
        place = sheet.height + 1
        *cells, after, reserve = _cells(CLEARING_COLUMNS, row)
        formula = Formula(f"SUM(C{place}:G{place})", row.after)
        sheet.row(*cells, None if after is None else Shown(formula, after.style), reserve)


def _open(sheet: Sheet, ties: Ties) -> None:
    missing = ties.missing
    _section(sheet, "Sold without a landed cost", "Counted here, and in no figure taken as free.")
    sheet.row(Shown("Units"), Shown(missing.units, COUNT))
    currency = missing.sales.currency
    sheet.row(Shown(f"Gross sales, {currency}"), Shown(missing.sales, money_style(currency)))
    sheet.row(Shown("SKUs"), Shown(", ".join(missing.skus), TEXT))
    _section(
        sheet,
        "Unclassified",
        "Amounts of kinds nobody has mapped; they stand on a line of their own and in no level.",
        [*(column.title for column in UNCLASSIFIED_COLUMNS), "Currency"],
    )
    for row in ties.unclassified:
        sheet.row(*_cells(UNCLASSIFIED_COLUMNS, row), Shown(row.amount.currency, _CODE))
    _section(
        sheet,
        "Rows that need a look",
        "Rows of imports in force with a doubt, such as an order whose parts do not add up to its total.",
        ["File", "Row", "Missing", "Reason"],
    )
    by_title = {column.title: column for column in LOOK_COLUMNS}
    ordered = [by_title[title] for title in ("File", "Row", "Missing", "Reason")]
    for look in ties.looks[:_MOST_LOOKS]:
        sheet.row(*_cells(ordered, look))
    if len(ties.looks) > _MOST_LOOKS:
        sheet.row(Shown(f"and {len(ties.looks) - _MOST_LOOKS} more, which the Imports page lists", NOTE))


def _cells(columns: Sequence[Column[Row]], row: Row) -> list[Shown | None]:
    return [
        shown(value := column.value(row), _CODE if column.kind is Kind.CODE else style_of(value, column.kind))
        for column in columns
    ]
