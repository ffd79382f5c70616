"""Every import that was made, with its rows by verdict, its control total and what an undo would move."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import RowMapping, func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.moments import here
from app.queries.lacking import lacking_rows
from app.queries.later import is_later, later_rows
from models.domain.catalog import SHARED
from models.domain.money import Money
from models.tables import Batch, Channel, Document, Remark, SourceFile

_MEND = "If that is a slip, undo the import, mend the file and import it again"


@dataclass(frozen=True)
class BatchRow:
    """One import: what, when, by whom, and what became of its rows."""

    id: int
    file: str
    export: str
    channel: str
    colour: str
    first_day: date | None
    last_day: date | None
    rows: int
    new: int
    changed: int
    known: int
    overtaken: int
    left_out: int
    unread: int
    looks: int
    control: Money | None
    control_sum: Money | None
    made_at: datetime
    made_by: str
    active: bool
    file_id: int
    dialect: str
    digest: str

    @property
    def difference(self) -> Money | None:
        """What the rows miss of the control total."""
        if self.control is None or self.control_sum is None:
            return None
        return Money(self.control_sum.minor - self.control.minor, self.control.currency)

    @property
    def state(self) -> str:
        """Say whether the import stands and whether it needs a look."""
        if not self.active:
            return "undone"
        missed = self.difference is not None and self.difference.minor != 0
        return "needs a look" if self.unread or self.looks or missed else "in force"

    @property
    def readable_share(self) -> Decimal:
        """The share of rows that were not unreadable."""
        return Decimal(self.rows - self.unread) / self.rows if self.rows else Decimal(1)


def batches(session: Session, *, today: date | None = None) -> list[BatchRow]:
    """List the imports, newest first; as of a day, rows of what has happened that are dated after it need a look.

    So does each currency that lacks a rate by now.
    """
    looks = dict(
        session.execute(
            select(Remark.batch_id, func.count()).where(Remark.verdict == "needs a look").group_by(Remark.batch_id)
        ).all()
    )
    later = {} if today is None else later_rows(session, today)
    lacking = lacking_rows(session)
    channels = _channels_of_batches(session)
    rows = session.execute(
        select(
            Batch.id,
            Batch.counts,
            Batch.made_at,
            Batch.made_by,
            Batch.active,
            SourceFile.id.label("file_id"),
            SourceFile.name,
            SourceFile.export,
            SourceFile.first_day,
            SourceFile.last_day,
            SourceFile.rows,
            SourceFile.currency,
            SourceFile.control_total,
            SourceFile.control_sum,
            SourceFile.dialect,
            Batch.digest,
        )
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Batch.kind == "import")
        .order_by(Batch.id.desc())
    )
    return [
        _batch(
            row,
            looks.get(row["id"], 0) + len(later.get(row["id"], ())) + len(lacking.get(row["id"], ())),
            channels.get(row["id"], ("", "")),
        )
        for row in rows.mappings()
    ]


def _batch(values: RowMapping, looks: int, channel: tuple[str, str]) -> BatchRow:
    counts = json.loads(values["counts"])

    def money(name: str) -> Money | None:
        return None if values[name] is None else Money(values[name], values["currency"])

    def day(name: str) -> date | None:
        return date.fromisoformat(values[name]) if values[name] else None

    return BatchRow(
        id=values["id"],
        file=values["name"],
        export=values["export"],
        channel=channel[0],
        colour=channel[1],
        first_day=day("first_day"),
        last_day=day("last_day"),
        rows=values["rows"],
        new=counts.get("new", 0),
        changed=counts.get("changed", 0),
        known=counts.get("already there", 0),
        overtaken=counts.get("overtaken by a newer version", 0),
        left_out=counts.get("left out on purpose", 0),
        unread=counts.get("cannot be read", 0),
        looks=looks,
        control=money("control_total"),
        control_sum=money("control_sum"),
        made_at=datetime.fromisoformat(values["made_at"]),
        made_by=values["made_by"],
        active=bool(values["active"]),
        file_id=values["file_id"],
        dialect=values["dialect"],
        digest=values["digest"],
    )


def _channels_of_batches(session: Session) -> dict[int, tuple[str, str]]:
    """Name the channel of each batch, or how many it speaks of."""
    names: dict[int, list[tuple[str, str]]] = {}
    pairs = select(Document.batch_id, Document.channel_id).distinct().subquery()
    rows = session.execute(
        select(pairs.c.batch_id, Channel.name, Channel.colour).join(Channel, Channel.id == pairs.c.channel_id)
    )
    for batch_id, name, colour in rows:
        names.setdefault(batch_id, []).append((name, colour))
    return {
        batch_id: found[0] if len(found) == 1 else (f"{len(found)} channels", "") for batch_id, found in names.items()
    }


@dataclass(frozen=True)
class RemarkRow:
    """What was said of one row of an import."""

    row: int
    verdict: str
    column: str
    reason: str
    amount: Money | None


def remarks(session: Session, batch_id: int, *, today: date) -> list[RemarkRow]:
    """List the rows of an import that were left out, cannot be read or need a look.

    Whether a day is still to come and whether a rate is missing changes by itself, so that it is in no stored remark.
    """
    rows = session.execute(
        select(Remark.row, Remark.verdict, Remark.column, Remark.reason, Remark.amount, Remark.currency)
        .where(Remark.batch_id == batch_id)
        .order_by(Remark.row, Remark.id)
    )
    found = [
        RemarkRow(
            row.row,
            row.verdict,
            row.column,
            row.reason,
            None if row.amount is None else Money(row.amount, row.currency),
        )
        for row in rows
    ]
    later = later_rows(session, today).get(batch_id, ())
    found += [RemarkRow(row, "needs a look", "", f"{is_later(day)}. {_MEND}", None) for row, day in later]
    lacking = lacking_rows(session).get(batch_id, ())
    found += [RemarkRow(one.row, "needs a look", "", one.reason, None) for one in lacking]
    return sorted(found, key=lambda said: said.row)


COLUMNS: tuple[Column[BatchRow], ...] = (
    Column("File", lambda row: row.file),
    Column("Export", lambda row: row.export),
    Column("Channel", lambda row: row.channel or SHARED),
    Column("From", lambda row: row.first_day, Kind.DAY),
    Column("To", lambda row: row.last_day, Kind.DAY),
    Column("Rows", lambda row: row.rows, Kind.COUNT, total=True),
    Column("New", lambda row: row.new, Kind.COUNT, total=True),
    Column("Changed", lambda row: row.changed, Kind.COUNT, total=True),
    Column("Already there", lambda row: row.known, Kind.COUNT, total=True),
    Column("Overtaken", lambda row: row.overtaken, Kind.COUNT, total=True),
    Column("Left out", lambda row: row.left_out, Kind.COUNT, total=True),
    Column("Cannot be read", lambda row: row.unread, Kind.COUNT, total=True),
    Column("Control total", lambda row: row.control, Kind.MONEY),
    Column("Difference", lambda row: row.difference, Kind.MONEY),
    Column("State", lambda row: row.state, Kind.CHIP),
    Column("By", lambda row: row.made_by),
    Column("When", lambda row: here(row.made_at), Kind.TIME),
)

REMARK_COLUMNS: tuple[Column[RemarkRow], ...] = (
    Column("Row", lambda row: row.row, Kind.COUNT),
    Column("Verdict", lambda row: row.verdict, Kind.CHIP),
    Column("Column", lambda row: row.column),
    Column("Reason", lambda row: row.reason),
    Column("Missing", lambda row: row.amount, Kind.MONEY),
)
