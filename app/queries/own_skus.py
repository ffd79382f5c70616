"""Which SKU of the brand a posting stands for: whatever groups, lists or writes postings by SKU asks here."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rows import rows_of
from models.tables import Listing, Sku

OwnCodes = Mapping[tuple[int | None, str], str]


def own_codes(session: Session) -> dict[tuple[int | None, str], str]:
    """Map every linked listing (channel, its code) to the brand's own SKU."""
    linked = select(Listing.channel_id, Listing.code, Sku.code).join(Sku, Sku.id == Listing.sku_id)
    return {(channel_id, code): own for channel_id, code, own in rows_of(session, linked)}


def stands_for(own: OwnCodes, channel_id: int | None, listing: str | None) -> str:
    """Give the SKU that a posting stands for: the one its listing is linked to, else the code it bears, "" for none."""
    return own.get((channel_id, listing), listing) if listing else ""
