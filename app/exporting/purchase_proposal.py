"""The purchase proposal as a workbook: all SKUs, what to order from each supplier, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.columns import Column, Kind
from app.exporting.table_sheet import put_table
from app.exporting.workbook import new_workbook
from app.queries.replenishment import COLUMNS, ReplenishmentRow

NO_SUPPLIER = "Supplier not known"
_LONGEST_NAME = 31  # of a sheet, as Excel has it
_REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


@dataclass(frozen=True)
class Reason:
    """One step of the reckoning for a SKU, or a warning about it."""

    sku: str
    step: int
    sentence: str


REASON_COLUMNS: tuple[Column[Reason], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Step", lambda row: row.step, Kind.COUNT),
    Column("Why", lambda row: row.sentence),
)


def write_purchase_proposal(path: Path, rows: Sequence[ReplenishmentRow]) -> None:
    """Save the proposal; a supplier from whom nothing is to be ordered has no sheet."""
    ordered: dict[str, list[ReplenishmentRow]] = {}
    for row in rows:
        if row.proposal and row.proposal.units:
            ordered.setdefault(row.supplier or NO_SUPPLIER, []).append(row)
    with new_workbook(path, title="Purchase proposal") as book:
        put_table(book, "All SKUs", COLUMNS, rows)
        taken = {"all skus", "why"}
        for supplier, lines in sorted(ordered.items()):
            put_table(book, _sheet_name(supplier, taken), COLUMNS, lines)
        put_table(book, "Why", REASON_COLUMNS, [reason for row in rows for reason in _reasons(row)])


def _reasons(row: ReplenishmentRow) -> list[Reason]:
    if row.proposal is None:
        return [Reason(row.sku, 1, f"Nothing is proposed: {row.lacking}.")]
    said = [f"{step}." for step in row.proposal.steps] + [f"Careful: {words}." for words in row.proposal.warnings]
    return [Reason(row.sku, number, sentence) for number, sentence in enumerate(said, start=1)]


def _sheet_name(supplier: str, taken: set[str]) -> str:
    """Make a name that Excel takes and that no other sheet has."""
    plain = " ".join(supplier.translate(_REFUSED).split()).strip("'") or NO_SUPPLIER
    name, number = plain[:_LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - len(str(number)) - 1]} {number}"
    taken.add(name.casefold())
    return name
