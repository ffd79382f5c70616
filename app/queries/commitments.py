"""Units that were promised: open order lines by channel, and what is still to ship of each within which window."""

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
from app.queries.names import Names, names_in
from app.queries.told_lines import ToldLine, settled
from models.domain.stock import Fill
from models.tables import Batch, Channel, Commitment, Document, Sku, SourceFile

Key = tuple[int, str, str]


class CommitmentState(StrEnum):
    """How far a promised line is."""

    OPEN = "to ship"
    LATER = "later"
    OVERDUE = "overdue"
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    OVERRULED = "overruled"


@dataclass(frozen=True)
class CommitmentRow(ToldLine):
    """One promised line; a typed one overrules what files say of the same channel, order and SKU."""

    id: int
    channel_id: int
    channel: str
    colour: str
    reference: str
    sku: str
    title: str
    quantity: int
    shipped: int
    ship_from: date | None
    ship_by: date | None
    fill: Fill
    state: CommitmentState
    days_over: int

    @property
    def key(self) -> Key:
        """What makes two lines tell of the same promise."""
        return self.channel_id, self.reference.casefold(), self.sku

    @property
    def open(self) -> int:
        """The units that are still to ship."""
        return max(0, self.quantity - self.shipped) if self.state in _OPEN else 0


_OPEN = frozenset({CommitmentState.OPEN, CommitmentState.LATER, CommitmentState.OVERDUE})


def commitments(session: Session, *, today: date, names: Names | None = None) -> list[CommitmentRow]:
    """List the lines in force, those to ship first, by the last day of their window."""
    own = (names or names_in(session)).own
    titles: dict[str, str] = dict(rows_of(session, select(Sku.code, Sku.title)))
    found = [
        # A file speaks the channel's codes, a person the brand's own.
        _row(line, code := sku if document is None else own.get((channel_id, sku), sku), titles.get(code, ""), today)
        for channel_id, sku, document, *line in rows_of(session, _LINES)
    ]
    return sorted(settled(found, _overruled), key=_place)


_LINES = (
    select(Commitment.channel_id, Commitment.sku, Commitment.document_id)
    .add_columns(Commitment.id, Commitment.channel_id, Channel.name, Channel.colour, Commitment.reference)
    .add_columns(Commitment.quantity, Commitment.shipped, Commitment.ship_from, Commitment.ship_by, Commitment.fill)
    .add_columns(SourceFile.name, SourceFile.id, Commitment.row)
    .join(Channel, Channel.id == Commitment.channel_id)
    .outerjoin(Document, Document.id == Commitment.document_id)
    .outerjoin(Batch, Batch.id == Document.batch_id)
    .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
    .where(Commitment.in_force == 1)
    .order_by(Commitment.id)
)


def _overruled(row: CommitmentRow) -> CommitmentRow:
    return replace(row, state=CommitmentState.OVERRULED, days_over=0)


def _row(line: Sequence[Any], sku: str, title: str, today: date) -> CommitmentRow:
    number, channel_id, channel, colour, reference, quantity, shipped, first, last, fill, file, file_id, row = line
    ship_from, ship_by = _day(first), _day(last)
    state = _state(quantity, shipped, (ship_from, ship_by), today)
    over = (today - ship_by).days if state is CommitmentState.OVERDUE and ship_by else 0
    return CommitmentRow(
        *(number, channel_id, channel, colour, reference, sku, title, quantity, shipped, ship_from, ship_by),
        *(Fill(fill), state, over),
        file=file or "",
        file_id=file_id or 0,
        row=row or 0,
    )


def _state(quantity: int, shipped: int, window: tuple[date | None, date | None], today: date) -> CommitmentState:
    if shipped >= quantity:
        return CommitmentState.SHIPPED if shipped else CommitmentState.CANCELLED
    first, last = window
    if last is not None and last < today:
        return CommitmentState.OVERDUE
    return CommitmentState.LATER if first is not None and first > today else CommitmentState.OPEN


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _place(row: CommitmentRow) -> tuple[bool, int, str, str]:
    """Put what is to ship first, the most pressing first; then what is done, the latest first."""
    done = row.state not in _OPEN
    day = row.ship_by or row.ship_from or date.max
    return done, -day.toordinal() if done else day.toordinal(), row.reference, row.sku


def promised(session: Session, *, today: date, names: Names | None = None) -> list[CommitmentRow]:
    """List the lines of which units are still to ship, the most pressing first."""
    return [row for row in commitments(session, today=today, names=names) if row.open]


COLUMNS: tuple[Column[CommitmentRow], ...] = (
    Column("Order", lambda row: row.reference, Kind.CODE),
    Column("Channel", lambda row: row.channel),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("To ship", lambda row: row.open, Kind.UNITS, hint="Ordered less shipped", total=True),
    Column("Ship by", lambda row: row.ship_by or "", Kind.DAY, hint="Last day of the window"),
    Column("State", lambda row: row.state.value, Kind.CHIP, hint="Later: its window has not begun yet"),
    Column("Ship from", lambda row: row.ship_from or "", Kind.DAY, hint="First day of the window"),
    Column("Fill", lambda row: row.fill.value, hint="Full: the whole line at once or nothing"),
    Column("Ordered", lambda row: row.quantity, Kind.UNITS),
    Column("Shipped", lambda row: row.shipped, Kind.UNITS),
    Column("From", lambda row: row.source, hint="A typed line overrules what files say of the same promise"),
)
