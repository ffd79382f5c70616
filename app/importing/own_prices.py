"""Channelbook's own tables of prices that were seen: live prices of listings, and prices of competitors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.export import Context, Outcome, Unread
from app.importing.own_tables import blank
from models.domain.observed import CompetitorPrice, ObservedPrice
from models.domain.postings import Draft, Fact

NEW = "new"


def post_prices(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into live prices, each of a listing on a day."""
    for row in rows:
        if lacking := blank(row, ("channel", "sku", "price", "day")):
            yield lacking
        elif row.price <= 0:
            yield Unread(row.row, "price", "The price is not above zero. Leave out what is not for sale")
        elif row.compare_at is not None and row.compare_at <= 0:
            yield Unread(row.row, "compare_at", "The former price is not above zero. Leave the cell blank for none")
        else:
            fact = ObservedPrice(row.row, row.day, row.sku, row.price, row.currency, row.compare_at, row.tax_inside)
            key = f"{row.channel.casefold()}|{row.sku}|{row.day}"
            yield Draft(Fact.PRICES, key, row.day, [row.row], others=[fact], channel=row.channel)


def post_competitor_prices(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into what sellers asked; a blank shipping is free, a blank stock is there, a blank condition new."""
    for row in rows:
        shipping = row.shipping or 0
        if lacking := blank(row, ("sku", "seller", "price", "seen_at")):
            yield lacking
        elif row.price <= 0:
            yield Unread(row.row, "price", "The price is not above zero. Leave out a seller who asks none")
        elif shipping < 0:
            yield Unread(row.row, "shipping", "The shipping is negative. Leave the cell blank if it is free")
        else:
            condition = row.condition.casefold() or NEW
            in_stock = 1 if row.in_stock is None else row.in_stock
            said = (row.price, shipping, row.currency, in_stock, condition, row.seen_at, row.note)
            fact = CompetitorPrice(row.row, row.sku, row.seller, *said)
            key = f"{row.channel.casefold()}|{row.sku}|{row.seller.casefold()}|{condition}|{row.seen_at}"
            day = row.seen_at[:10]
            yield Draft(Fact.COMPETITORS, key, day, [row.row], others=[fact], channel=row.channel)
