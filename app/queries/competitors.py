"""What competitors ask: every offer that was seen, and the newest of each, which are the ones to compare with."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.domain.money import Money
from models.domain.pricing.response_rules import seller_key
from models.tables import Batch, Channel, CompetitorPrice, Document, SourceFile


@dataclass(frozen=True)
class SeenOffer:
    """What a seller asked for a SKU when it was seen, in minor units; an empty `channel` means all of them.

    `file` is empty where a person typed it.
    """

    id: int
    sku: str
    seller: str
    price: int
    shipping: int
    currency: str
    in_stock: bool
    condition: str
    seen: datetime
    channel_id: int | None
    channel: str
    note: str
    file: str = ""
    file_id: int = 0
    row: int = 0

    @property
    def landed(self) -> int:
        """What a customer pays, shipping included."""
        return self.price + self.shipping

    @property
    def typed(self) -> bool:
        """Whether a person typed it."""
        return not self.file

    def age(self, now: datetime) -> int:
        """Whole hours since it was seen; 0 where the clock of the one who saw it is ahead."""
        return max(0, int((now - self.seen).total_seconds() // 3600))

    def money(self, minor: int) -> Money:
        """Give an amount with its currency."""
        return Money(minor, self.currency)


def seen_offers(session: Session, *, skus: Collection[str] | None = None) -> list[SeenOffer]:
    """List every offer, the newest first."""
    query = (
        select(CompetitorPrice, Channel.name, SourceFile.name, SourceFile.id)
        .outerjoin(Channel, Channel.id == CompetitorPrice.channel_id)
        .outerjoin(Document, Document.id == CompetitorPrice.document_id)
        .outerjoin(Batch, Batch.id == Document.batch_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(CompetitorPrice.in_force == 1)
        .order_by(CompetitorPrice.seen.desc(), CompetitorPrice.id.desc())
    )
    rows = session.execute(query if skus is None else query.where(CompetitorPrice.sku.in_(skus)))
    return [
        SeenOffer(
            row.id, row.sku, row.seller, row.price, row.shipping, row.currency, bool(row.in_stock), row.condition,
            datetime.fromisoformat(row.seen), row.channel_id, channel or "", row.note,
            file or "", file_id or 0, row.row or 0,
        )
        for row, channel, file, file_id in rows
    ]  # fmt: skip


def newest_offers(offers: Sequence[SeenOffer]) -> list[SeenOffer]:
    """Keep the newest offer of each seller for a SKU, channel and condition; they come newest first and stay so."""
    known: set[tuple[str, str, str, str]] = set()
    kept = []
    for one in offers:
        key = (one.sku.casefold(), one.channel, seller_key(one.seller), one.condition)
        if key not in known:
            known.add(key)
            kept.append(one)
    return kept


def offers_by_sku(offers: Sequence[SeenOffer]) -> Mapping[str, list[SeenOffer]]:
    """Sort offers by the SKU they are for."""
    found: dict[str, list[SeenOffer]] = {}
    for one in offers:
        found.setdefault(one.sku, []).append(one)
    return found


def on_channel(offers: Sequence[SeenOffer], channel: str) -> list[SeenOffer]:
    """Keep the offers that a channel is compared with: its own and those of all channels.

    Where a seller has both, the one seen later counts.
    """
    known: set[tuple[str, str]] = set()
    kept = []
    for one in offers:
        key = (seller_key(one.seller), one.condition)
        if one.channel in ("", channel) and key not in known:
            known.add(key)
            kept.append(one)
    return kept
