"""Units on their way: the lines of purchase orders, read from files or typed, and what is still to come of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rows import rows_of
from app.queries.told_lines import ToldLine, settled
from models.tables import Batch, Document, Inbound, Sku, SourceFile

Key = tuple[str, str, str]


class InboundState(StrEnum):
    """How far a line of a purchase order is."""

    ON_ITS_WAY = "on its way"
    LATE = "late"
    RECEIVED = "received"
    CANCELLED = "cancelled"
    OVERRULED = "overruled"


@dataclass(frozen=True)
class InboundRow(ToldLine):
    """One line of a purchase order; a typed one overrules what files say of the same order, SKU and place."""

    id: int
    reference: str
    sku: str
    title: str
    location: str
    quantity: int
    received: int
    expected: date | None
    received_on: date | None
    ordered: date | None
    supplier: str
    state: InboundState
    days_late: int

    @property
    def key(self) -> Key:
        """What makes two lines tell of the same units."""
        return self.reference.casefold(), self.sku, self.location.casefold()

    @property
    def coming(self) -> int:
        """The units that are still to come."""
        return max(0, self.quantity - self.received) if self.state in _OPEN else 0


_OPEN = frozenset({InboundState.ON_ITS_WAY, InboundState.LATE})


def inbound(session: Session, *, today: date) -> list[InboundRow]:
    """List the lines in force, those on their way first, by the day they are expected."""
    titles: dict[str, str] = dict(rows_of(session, select(Sku.code, Sku.title)))
    found = [_row(line, sku, titles.get(sku, ""), today) for sku, *line in rows_of(session, _LINES)]
    return sorted(settled(found, _overruled), key=_place)


_LINES = (
    select(Inbound.sku, Inbound.id, Inbound.reference, Inbound.location, Inbound.quantity, Inbound.received)
    .add_columns(Inbound.expected, Inbound.received_on, Inbound.ordered, Inbound.supplier)
    .add_columns(SourceFile.name, SourceFile.id, Inbound.row)
    .outerjoin(Document, Document.id == Inbound.document_id)
    .outerjoin(Batch, Batch.id == Document.batch_id)
    .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
    .where(Inbound.in_force == 1)
    .order_by(Inbound.id)
)


def _overruled(row: InboundRow) -> InboundRow:
    return replace(row, state=InboundState.OVERRULED, days_late=0)


def _row(line: Sequence[Any], sku: str, title: str, today: date) -> InboundRow:
    number, reference, location, quantity, received, first, received_on, ordered, supplier, file, file_id, row = line
    expected = _day(first)
    state = _state(quantity, received, expected, today)
    late = (today - expected).days if state is InboundState.LATE and expected else 0
    return InboundRow(
        *(number, reference, sku, title, location, quantity, received, expected, _day(received_on), _day(ordered)),
        *(supplier, state, late),
        file=file or "",
        file_id=file_id or 0,
        row=row or 0,
    )


def _state(quantity: int, received: int, expected: date | None, today: date) -> InboundState:
    if received >= quantity:
        return InboundState.RECEIVED if received else InboundState.CANCELLED
    return InboundState.LATE if expected is not None and expected < today else InboundState.ON_ITS_WAY


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _place(row: InboundRow) -> tuple[bool, int, str, str]:
    """Put what is to come first, the earliest first; then what is done, the latest first."""
    done = row.state not in _OPEN
    day = (row.received_on if done else row.expected) or row.expected or date.max
    return done, -day.toordinal() if done else day.toordinal(), row.reference, row.sku


def on_their_way(session: Session, *, today: date) -> list[InboundRow]:
    """List the lines of which units are still to come, the earliest first."""
    return [row for row in inbound(session, today=today) if row.coming]


def overdue_units(session: Session, *, today: date) -> dict[str, int]:
    """Add up what is still to come of each SKU though the day it was expected has passed."""
    units: dict[str, int] = {}
    for row in on_their_way(session, today=today):
        if row.state is InboundState.LATE:
            units[row.sku] = units.get(row.sku, 0) + row.coming
    return units


COLUMNS: tuple[Column[InboundRow], ...] = (
    Column("Order", lambda row: row.reference, Kind.CODE, hint="The purchase order"),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("To come", lambda row: row.coming, Kind.UNITS, hint="Ordered less received", total=True),
    Column("Expected", lambda row: row.expected or "", Kind.DAY),
    Column("State", lambda row: row.state.value, Kind.CHIP, hint="Late: the day it was expected has passed"),
    Column("Ordered", lambda row: row.quantity, Kind.UNITS),
    Column("Received", lambda row: row.received, Kind.UNITS),
    Column("Received on", lambda row: row.received_on or "", Kind.DAY, hint="The day the last of them arrived"),
    Column("To", lambda row: row.location, hint="The place they will arrive at"),
    Column("Supplier", lambda row: row.supplier),
    Column("From", lambda row: row.source, hint="A typed line overrules what files say of the same units"),
)
