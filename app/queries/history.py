"""Everything that was done to the ledger, newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.changes import stacks
from app.moments import here
from app.queries.planning import cubic_feet
from models.domain.money import Money
from models.tables import Change, ChangedRow

# How each kind of record is called, and the fields by which a person knows one.
_RECORDS = {
    "channel": ("Channel", ("name",)),
    "sku": ("SKU", ("code",)),
    "listing": ("Listing", ("code",)),
    "component": ("Bundle part", ()),
    "cost": ("Cost", ("sku",)),
    "rate": ("Rate", ("currency", "day")),
    "inbound": ("Inbound", ("reference", "sku")),
    "commitment": ("Commitment", ("reference", "sku")),
    "location": ("Place", ("name",)),
    "sku_plan": ("Planning of a SKU", ()),
    "listing_plan": ("Planning of a listing", ()),
    "location_fee": ("Fee", ("field",)),
    "location_limit": ("Limit of a place", ("kind",)),
    "location_plan": ("Planning of a place", ()),
    "sku_serving": ("Serving of a SKU", ()),
    "sku_barred": ("Place a SKU may not be served from", ()),
    "routing_override": ("Chosen place", ("sku",)),
    "routing_terms": ("Terms of routing", ()),
    "channel_fees": ("Fees of a channel", ("category", "valid_from")),
    "wholesale_terms": ("Terms of wholesale", ("valid_from",)),
    "conflict_decision": ("Decision about", ("fingerprint",)),
    "conflict_terms": ("Terms of conflicts", ()),
    "upload": ("File for a channel", ("file_name",)),
    "upload_line": ("Line of a stock file", ("sku", "place")),
    "upload_price": ("Line of a price file", ("sku", "listing")),
    "competitor_price": ("Competitor’s price", ("seller", "sku")),
    "price_answer": ("Answer to competitors", ("sku",)),
    "base_price": ("Base price", ("sku", "valid_from")),
    "rule_set": ("Version of rules", ("name",)),
    "override": ("Fixed units", ("sku",)),
}
_FIELDS = {
    "valid_to": "valid until",
    "tax_inside": "tax inside",
    "valid_from": "valid from",
    "known_since": "known since",
    "sku_id": "SKU (number)",
    "bundle_id": "bundle (number)",
    "into_currency": "into",
    "in_force": "counts",
    "active": "in use",
    "document_id": "document",
    "recognition": "a sale counts when",
    "title": "name",
    "channel_id": "channel (number)",
    "channels": "channels (numbers)",
    "skus": "SKUs",
    "received_on": "received on",
    "ship_by": "ship by",
    "ship_from": "ship from",
    "allocatable": "for every channel",
    "case_pack": "case pack",
    "ready_made": "kept ready-made",
    "volume": "volume (cubic feet)",
    "lead_days": "lead time (days)",
    "lead_spread": "spread of the lead time (days)",
    "moq": "MOQ",
    "location_id": "place (number)",
    "size_tier": "size",
    "storage_type": "storage type",
    "first_month": "first month",
    "last_month": "last month",
    "from_days": "from an age of (days)",
    "by_order": "paid by order",
    "target_days": "days of cover to keep",
    "uplift": "demand it adds (basis points)",
    "return_rate": "returned (basis points)",
    "holding": "holding cost a year (basis points)",
    "rule_set_id": "version (number)",
    "params": "says",
    "sku": "SKU",
    "vat": "VAT",
}
# What a SKU costs us, what it costs a customer, and what a channel is told in parts of 1.
_OF_TABLE = {
    ("cost", "amount"): "cost",
    ("location_fee", "amount"): "cost",
    ("base_price", "amount"): "price",
    ("channel_fees", "return_rate"): "returned (part of 1)",
}
_FLAGS = frozenset({"in_force", "active", "allocatable", "by_order", "in_stock", "tax_inside"})
_AMOUNTS = frozenset({"amount", "price", "shipping", "before", "proposed", "applied", "live"})


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
    counts = dict(session.execute(select(ChangedRow.change_id, func.count()).group_by(ChangedRow.change_id)).all())
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
    """List what a change did, field by field, in words."""
    result = []
    rows = session.execute(
        select(ChangedRow.table_name, ChangedRow.row_id, ChangedRow.before, ChangedRow.after)
        .where(ChangedRow.change_id == change_id)
        .order_by(ChangedRow.id)
    )
    for table, row_id, before_text, after_text in rows:
        before = json.loads(before_text) if before_text else {}
        after = json.loads(after_text) if after_text else {}
        record = _record(table, row_id, after or before)
        result += [
            FieldChange(record, _field(table, name), _text(before, name), _text(after, name))
            for name in sorted({*before, *after} - {"id"})
            if _text(before, name) != _text(after, name)
        ]
    return result


def _field(table: str, name: str) -> str:
    return _OF_TABLE.get((table, name)) or _FIELDS.get(name, name.replace("_", " "))


def _record(table: str, row_id: int, image: Mapping[str, object]) -> str:
    kind, names = _RECORDS.get(table, (table.replace("_", " ").capitalize(), ()))
    known = " ".join(str(image[name]) for name in names if image.get(name))
    return f"{kind} {known or row_id}"


def _text(image: Mapping[str, object], name: str) -> str:
    """Write a field of an image for people: amounts in major units, flags as words."""
    value = image.get(name)
    match name, value:
        case _, None:
            return ""
        case _, int() if name in _AMOUNTS and image.get("currency"):
            money = Money(value, str(image["currency"]))
            return f"{money.major()} {money.currency}"
        case "volume", int():
            return str(cubic_feet(value))
        case "skus" | "channels", str():
            return ", ".join(str(one) for one in json.loads(value))
        case "params", str():
            return "; ".join(f"{key.replace('_', ' ')} {_parameter(one)}" for key, one in _told(value))
        case _, int() if name in _FLAGS:
            return "yes" if value else "no"
        case _:
            return str(value)


def _told(parameters: str) -> list[tuple[str, object]]:
    """Give the parameters of a rule that say anything."""
    found: dict[str, object] = json.loads(parameters)
    return [(key, value) for key, value in found.items() if value is not False and value not in (None, "", [], {})]


def _parameter(value: object) -> str:
    match value:
        case {"minor": int() as minor, "currency": str() as currency}:
            return f"{Money(minor, currency).major()} {currency}"
        case list():
            return ", ".join(_parameter(one) for one in value)
        case _:
            return "yes" if value is True else str(value)


@dataclass(frozen=True)
class Steps:
    """What undo and redo would take next, by name; None where there is nothing."""

    undo: str | None
    redo: str | None


def last_change(session: Session) -> int:
    """Give the number of the newest change, 0 in a new ledger."""
    return session.execute(select(func.max(Change.id))).scalar() or 0


def steps(session: Session, *, after: int) -> Steps:
    """Name what undo and redo would take, counting from the change that was newest when the ledger was opened."""
    found = stacks(session, after=after)
    return Steps(found.undo[0][1] if found.undo else None, found.redo[0][1] if found.redo else None)


COLUMNS: tuple[Column[ChangeRow], ...] = (
    Column("When", lambda row: here(row.made_at), Kind.TIME),
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
