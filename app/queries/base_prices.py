"""Base prices as people typed or imported them, their history, and live prices that could be taken over."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rows import rows_of
from app.moments import here
from app.queries.live_prices import live_prices
from models.domain.money import Money
from models.domain.pricing.book import BasePrice
from models.tables import BasePrice as BaseRow
from models.tables import Batch, Change, ChangedRow, Channel, Document, SourceFile

EVERY = "every channel"


@dataclass(frozen=True)
class Took:
    """One event in the history of a SKU's base prices: who did what, when and why."""

    at: datetime
    by: str
    did: str
    channel: str
    price: Money
    first: date
    last: date | None
    note: str

    @property
    def where(self) -> str:
        """The channel in words."""
        return self.channel or EVERY


@dataclass(frozen=True)
class LiveOffer:
    """The live price of a SKU without a base price on that channel, and the last day it was seen."""

    sku: str
    price: Money
    day: date


def base_prices(session: Session, *, skus: Collection[str] | None = None) -> dict[str, list[BasePrice]]:
    """Read every base price in force by SKU."""
    names = _names(session)
    query = select(
        BaseRow.id,
        BaseRow.sku,
        BaseRow.channel_id,
        BaseRow.amount,
        BaseRow.currency,
        BaseRow.valid_from,
        BaseRow.valid_to,
        BaseRow.tax_inside,
        BaseRow.note,
    ).where(BaseRow.in_force == 1)
    if skus is not None:
        query = query.where(BaseRow.sku.in_(skus))
    found: dict[str, list[BasePrice]] = {}
    for number, sku, channel_id, amount, currency, first, last, tax_inside, note in rows_of(session, query):
        channel = names[channel_id] if channel_id is not None else ""
        one = BasePrice(number, sku, channel, amount, currency, _day(first), _last(last), bool(tax_inside), note)
        found.setdefault(sku, []).append(one)
    return found


def typed_ids(session: Session, sku: str) -> set[int]:
    """Give the base prices of a SKU that a person typed; the others came from a file and are only overruled."""
    return set(session.scalars(select(BaseRow.id).where(BaseRow.sku == sku, BaseRow.document_id.is_(None))))


def price_history(session: Session, *, sku: str, channel: str) -> list[Took]:
    """Tell what happened to the base prices of a SKU that count on a channel, the newest first."""
    found = [*_typed(session, sku), *_imported(session, sku)]
    meant = [one for one in found if one.channel in {"", channel}]
    return sorted(meant, key=lambda one: one.at, reverse=True)


def live_offers(session: Session, *, day: date, channel: str = "") -> dict[str, list[LiveOffer]]:
    """List by channel, or of one, the live prices of SKUs that have no base price there on a day."""
    priced = base_prices(session)
    found: dict[str, list[LiveOffer]] = {}
    for (sku, name), live in sorted(live_prices(session, channels={channel} if channel else None).items()):
        based = any(one.channel in {"", name} and one.holds_on(day) for one in priced.get(sku, ()))
        if not based and live.price > 0:
            found.setdefault(name, []).append(LiveOffer(sku, live.money, live.day))
    return found


def _typed(session: Session, sku: str) -> list[Took]:
    """Read what people did from the change log, where also what was removed stands."""
    names = _names(session)
    of_sku = or_(
        func.json_extract(ChangedRow.after, "$.sku") == sku, func.json_extract(ChangedRow.before, "$.sku") == sku
    )
    rows = session.execute(
        select(Change.made_at, Change.made_by, Change.reverts_id, ChangedRow.before, ChangedRow.after)
        .join(Change, Change.id == ChangedRow.change_id)
        .where(ChangedRow.table_name == BaseRow.__tablename__, of_sku)
    )
    found = []
    for made_at, made_by, reverts, before, after in rows:
        image = json.loads(str(after or before))
        did = "removed" if after is None else "typed" if before is None else "changed"
        found.append(
            Took(
                datetime.fromisoformat(made_at),
                made_by,
                f"{did} by undo or redo" if reverts is not None else did,
                names[image["channel_id"]] if image["channel_id"] is not None else "",
                Money(image["amount"], image["currency"]),
                _day(image["valid_from"]),
                _last(image["valid_to"]),
                image["note"],
            )
        )
    return found


def _imported(session: Session, sku: str) -> list[Took]:
    names = _names(session)
    rows = session.execute(
        select(BaseRow, Batch.made_at, Batch.made_by, SourceFile.name)
        .join(Document, Document.id == BaseRow.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(BaseRow.sku == sku)
    )
    return [
        Took(
            datetime.fromisoformat(made_at),
            made_by,
            f"imported from {name}" if row.in_force else f"imported from {name}, not in force now",
            names[row.channel_id] if row.channel_id is not None else "",
            Money(row.amount, row.currency),
            _day(row.valid_from),
            _last(row.valid_to),
            row.note,
        )
        for row, made_at, made_by, name in rows
    ]


def _names(session: Session) -> dict[int, str]:
    return dict(session.execute(select(Channel.id, Channel.name)).all())


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _last(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


HISTORY_COLUMNS: tuple[Column[Took], ...] = (
    Column("When", lambda row: here(row.at), Kind.TIME),
    Column("Who", lambda row: row.by),
    Column("What", lambda row: row.did),
    Column("Channel", lambda row: row.where),
    Column("Base price", lambda row: row.price, Kind.MONEY),
    Column("From", lambda row: row.first, Kind.DAY),
    Column("Until", lambda row: row.last or "", Kind.DAY),
    Column("Why", lambda row: row.note),
)
