"""Everything that was done to the ledger, newest first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from models.tables import Change, ChangedRow


@dataclass(frozen=True)
class ChangeRow:
    """One change of the log."""

    id: int
    label: str
    made_at: datetime
    made_by: str
    rows: int
    reverts_id: int | None
    batch_id: int | None
    reverted: bool


@dataclass(frozen=True)
class FieldChange:
    """One field of one row before and after a change."""

    record: str
    field: str
    before: str
    after: str


def changes(session: Session, *, limit: int = 100_000) -> list[ChangeRow]:
    """List the changes, newest first."""
    counts = dict(
        session.execute(select(ChangedRow.change_id, func.count()).group_by(ChangedRow.change_id)).all()
    )
    rows = session.execute(
        select(Change.id, Change.label, Change.made_at, Change.made_by, Change.reverts_id, Change.batch_id)
        .order_by(Change.id.desc())
        .limit(limit)
    ).all()
    standing: dict[int, bool] = {}
    for row in rows:
        stands = standing.get(row.id, True)
        if row.reverts_id is not None:
            standing[row.reverts_id] = not stands
    return [
        ChangeRow(
            row.id,
            row.label,
            datetime.fromisoformat(row.made_at),
            row.made_by,
            counts.get(row.id, 0),
            row.reverts_id,
            row.batch_id,
            reverted=not standing.get(row.id, True),
        )
        for row in rows
    ]


def fields(session: Session, change_id: int) -> list[FieldChange]:
    """List what a change did, field by field."""
    result = []
    rows = session.execute(
        select(ChangedRow.table_name, ChangedRow.row_id, ChangedRow.before, ChangedRow.after)
        .where(ChangedRow.change_id == change_id)
        .order_by(ChangedRow.id)
    )
    for table, row_id, before_text, after_text in rows:
        before = json.loads(before_text) if before_text else {}
        after = json.loads(after_text) if after_text else {}
        result += [
            FieldChange(f"{table} {row_id}", name, _text(before.get(name)), _text(after.get(name)))
            for name in sorted({*before, *after} - {"id"})
            if before.get(name) != after.get(name)
        ]
    return result


def _text(value: object) -> str:
    return "" if value is None else str(value)


COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column("When", lambda row: row.made_at, Kind.TIME),
    Column("What", lambda row: row.label),
    Column("By", lambda row: row.made_by),
    Column("Rows changed", lambda row: row.rows, Kind.COUNT),
    Column("State", lambda row: "taken back" if row.reverted else "stands", Kind.CHIP),
)
FIELD_COLUMNS: tuple[Column[FieldChange], ...] = (
    Column("Record", lambda row: row.record),
    Column("Field", lambda row: row.field),
    Column("Before", lambda row: row.before),
    Column("After", lambda row: row.after),
)
