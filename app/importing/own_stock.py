"""Channelbook's own tables of stock planning: counts, units on their way or promised, and how SKUs are bought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.export import Context, Outcome, Unread
from app.importing.own_tables import blank
from models.domain.postings import Draft, Fact
from models.domain.stock import MOST_DAYS, Commitment, Fill, Inbound, PlanningFact, StockLevel


def post_stock(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into stock levels; a blank quantity is not known, never 0."""
    for row in rows:
        quantities = (row.on_hand, row.available, row.committed, row.unavailable, row.incoming)
        if lacking := blank(row, ("location", "sku", "date")):
            yield lacking
        elif all(quantity is None for quantity in quantities):
            yield Unread(row.row, "on_hand", "The quantities are blank")
        else:
            level = StockLevel(row.row, row.date, row.location, row.sku, *quantities)
            key = f"{row.location}|{row.sku}|{row.date}"
            yield Draft(Fact.STOCK, key, row.date, [row.row], others=[level])


def post_inbound(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into lines of purchase orders; a line of 0 units was cancelled."""
    for row in rows:
        received = row.received or 0
        if lacking := blank(row, ("reference", "sku", "quantity", "expected")):
            yield lacking
        elif row.quantity < 0 or received < 0:
            yield Unread(row.row, "quantity", "The units are negative. Write 0 for a line that was cancelled")
        else:
            days = (row.received_on, row.ordered)
            fact = Inbound(row.row, row.reference, row.sku, row.quantity, row.expected, row.location, received, *days)
            key = f"{row.reference}|{row.sku}|{row.location}"
            one = fact._replace(supplier=row.supplier)
            yield Draft(Fact.INBOUND, key, row.expected, [row.row], others=[one])


def post_commitments(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into open order lines that a channel has promised; a line of 0 units was cancelled."""
    for row in rows:
        shipped, fill = row.shipped or 0, row.fill.casefold() or Fill.PARTIAL
        if lacking := blank(row, ("channel", "reference", "sku", "quantity")):
            yield lacking
        elif row.quantity < 0 or shipped < 0:
            yield Unread(row.row, "quantity", "The units are negative. Write 0 for a line that was cancelled")
        elif fill not in (Fill.PARTIAL, Fill.FULL):
            yield Unread(row.row, "fill", f"“{row.fill}” says nothing of filling. Write partial or full")
        elif row.ship_from and row.ship_by and row.ship_by < row.ship_from:
            yield Unread(row.row, "ship_by", f"The ship window ends ({row.ship_by}) before it begins ({row.ship_from})")
        else:
            fact = Commitment(
                row.row, row.reference, row.sku, row.quantity, row.ship_by, row.ship_from, shipped, str(fill)
            )
            key = f"{row.channel.casefold()}|{row.reference}|{row.line}|{row.sku}"
            day = row.ship_by or row.ship_from
            yield Draft(Fact.COMMITMENTS, key, day, [row.row], others=[fact], channel=row.channel)


def post_planning(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into the planning facts of SKUs; a blank case is one unit, a blank MOQ none, the rest not known."""
    for row in rows:
        case, moq = 1 if row.case_pack is None else row.case_pack, row.moq or 0
        if wrong := blank(row, ("sku",)) or _planning_fault(row, case, moq):
            yield wrong
        else:
            fact = PlanningFact(row.row, row.sku, case, row.volume, row.supplier, row.lead_days, row.lead_spread, moq)
            yield Draft(Fact.PLANNING, row.sku.casefold(), "", [row.row], others=[fact._replace(category=row.category)])


def _planning_fault(row: Any, case: int, moq: int) -> Unread | None:  # noqa: ANN401 - rows have the columns of their export
    """Say what is wrong with planning facts, as the forms do."""
    if case < 1:
        return Unread(row.row, "case_pack", "A case holds at least one unit. Leave the cell blank for single units")
    if row.volume is not None and row.volume < 1:
        return Unread(row.row, "volume", "The volume is not above zero. Leave the cell blank if it is not known")
    if moq < 0:
        return Unread(row.row, "moq", "The MOQ is negative. Leave the cell blank if there is none")
    for name, days in (("lead_days", row.lead_days), ("lead_spread", row.lead_spread)):
        if days is not None and not 0 <= days <= MOST_DAYS:
            return Unread(row.row, name, f"{days:,} days are not between 0 and {MOST_DAYS:,}")
    if row.lead_spread is not None and row.lead_days is None:
        return Unread(row.row, "lead_days", "The spread of the lead time needs a lead time")
    return None
