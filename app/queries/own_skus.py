"""Which SKU of the brand a posting stands for: whatever groups, lists or writes postings by SKU asks here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.ledger.rows import rows_of
from models.tables import Listing, Posting, Sku

OwnCodes = Mapping[tuple[int | None, str], str]


def own_codes(session: Session) -> dict[tuple[int | None, str], str]:
    """Map every linked listing (channel, its code) to the brand's own SKU."""
    linked = select(Listing.channel_id, Listing.code, Sku.code).join(Sku, Sku.id == Listing.sku_id)
    return {(channel_id, code): own for channel_id, code, own in rows_of(session, linked)}


def stands_for(own: OwnCodes, channel_id: int | None, listing: str | None) -> str:
    """Give the SKU that a posting stands for: the one its listing is linked to, else the code it bears, "" for none."""
    return own.get((channel_id, listing), listing) if listing else ""


def orders_by_sku(session: Session, sold: Sequence[ColumnElement[bool]], own: OwnCodes) -> dict[str, int]:
    """Count the orders that hold each SKU ("" for none), among the postings that match `sold`.

    An order with two SKUs counts for both, one with two listings of a SKU once.
    """
    counts = select(Posting.channel_id, Posting.sku, func.count(Posting.order_ref.distinct())).where(*sold)
    orders: dict[str, int] = {}
    listings: dict[tuple[int | None, str], list[str]] = {}
    for channel_id, listing, count in session.execute(counts.group_by(Posting.channel_id, Posting.sku)):
        code = stands_for(own, channel_id, listing)
        orders[code] = orders.get(code, 0) + count
        listings.setdefault((channel_id, code), []).append(listing)
    for (channel_id, code), several in listings.items():
        if len(several) > 1:
            orders[code] -= _counted_again(session, sold, channel_id, several)
    return orders


def _counted_again(
    session: Session, sold: Sequence[ColumnElement[bool]], channel_id: int | None, listings: Sequence[str]
) -> int:
    """Count how often orders hold another one of some listings of a channel."""
    same = (Posting.channel_id.is_not_distinct_from(channel_id), Posting.sku.in_(listings))
    held = select((func.count(Posting.sku.distinct()) - 1).label("more")).where(*sold, *same)
    each = held.group_by(Posting.order_ref).subquery()
    return session.execute(select(func.sum(each.c.more))).scalar() or 0
