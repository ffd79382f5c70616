"""Typing what competitors ask; an offer is dated, so that a newer one takes its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from models.domain.currencies import is_currency
from models.domain.money import Money
from models.tables import Channel, CompetitorPrice, Sku

TOPICS = frozenset({"pricing", "history"})
_MOST = 1_000_000_000
_NEW = "new"


@dataclass(frozen=True)
class TypedOffer:
    """An offer as it is typed; no channel means all, no moment means now, `shipping` is in the currency of the price.

    A blank condition is new.
    """

    sku: str
    seller: str
    price: Money
    shipping: Money | None = None
    in_stock: bool = True
    condition: str = ""
    seen: datetime | None = None
    channel_id: int | None = None
    note: str = ""

    def words(self) -> str:
        """Name it in the change log."""
        return f"{self.seller.strip()} asks {self.price.major()} {self.price.currency} for {self.sku}"


def add_offer(ledger: Ledger, *, offer: TypedOffer) -> Done:
    """Type an offer that was seen."""
    with ledger.change(offer.words(), TOPICS) as (session, done):
        row = CompetitorPrice(in_force=1)
        _fill(session, row, offer, ledger.clock(), "Nothing was added.")
        session.add(row)
    return done


def edit_offer(ledger: Ledger, *, offer_id: int, offer: TypedOffer) -> Done:
    """Change a typed offer; one of a file stays as it was seen."""
    with ledger.change(f"Edit: {offer.words()}", TOPICS) as (session, done):
        row = _typed(session, offer_id)
        _fill(session, row, offer, ledger.clock(), "Nothing was changed.")
    return done


def remove_offer(ledger: Ledger, *, offer_id: int) -> Done:
    """Take a typed offer away; an older one of the same seller counts again."""
    with ledger.change("Remove offer", TOPICS) as (session, done):
        row = _typed(session, offer_id)
        done.label = f"Remove the offer of {row.seller} for {row.sku}"
        session.delete(row)
    return done


def _typed(session: Session, offer_id: int) -> CompetitorPrice:
    row = session.get_one(CompetitorPrice, offer_id)
    if row.document_id is not None:
        raise UserError("This offer came from a file. Nothing was changed. Type a newer one, or undo its import.")
    return row


def _fill(session: Session, row: CompetitorPrice, offer: TypedOffer, now: datetime, safe: str) -> None:
    """Write an offer into its row; refuses one that cannot be."""
    if fault := _fault(session, offer, now):
        raise UserError(f"{fault} {safe}")
    row.sku, row.seller = offer.sku.strip(), offer.seller.strip()
    row.price, row.currency = offer.price.minor, offer.price.currency
    row.shipping = offer.shipping.minor if offer.shipping is not None else 0
    row.in_stock, row.condition = int(offer.in_stock), offer.condition.strip().casefold() or _NEW
    row.seen = (offer.seen or now).astimezone(UTC).isoformat(timespec="seconds")
    row.channel_id, row.note = offer.channel_id, offer.note.strip()


def _fault(session: Session, offer: TypedOffer, now: datetime) -> str:
    """Say what is wrong with an offer, or nothing."""
    if session.scalars(select(Sku.id).where(Sku.code == offer.sku.strip())).first() is None:
        return f"There is no SKU “{offer.sku}”; choose one of the catalogue."
    if not offer.seller.strip():
        return "An offer needs its seller."
    if not 0 < offer.price.minor <= _MOST:
        return "A price is above zero."
    if not is_currency(offer.price.currency):
        return f"“{offer.price.currency}” is no currency; type a code such as USD."
    shipping = offer.shipping or Money(0, offer.price.currency)
    if shipping.currency != offer.price.currency:
        return f"Shipping is in {offer.price.currency} as the price is."
    if not 0 <= shipping.minor <= _MOST:
        return "Shipping cannot be under zero; leave it out if it is free."
    if offer.channel_id is not None and session.get(Channel, offer.channel_id) is None:
        return "There is no such channel; choose one of the list."
    # The clock of the ledger is that of Greenwich: a person may be a day ahead of it.
    if offer.seen is not None and offer.seen > now + timedelta(days=1):
        return f"{offer.seen:%Y-%m-%d %H:%M} has not come yet."
    return ""
