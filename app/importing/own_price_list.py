"""Channelbook's own table of base prices, row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.export import Context, Outcome, Unread
from app.importing.own_tables import blank
from models.domain.postings import BasePriceFact, Draft, Fact


def post_price_list(rows: Sequence[Any], _context: Context) -> Iterator[Outcome]:
    """Turn rows into base prices of a SKU, on a channel or on every channel, each from a day on."""
    for row in rows:
        if lacking := blank(row, ("sku", "price", "valid_from")):
            yield lacking
        elif row.price <= 0:
            yield Unread(row.row, "price", "The price is not above zero. Leave out what has no price")
        elif row.valid_to and row.valid_to < row.valid_from:
            yield Unread(row.row, "valid_to", f"It is before {row.valid_from}, when the price begins")
        else:
            said = (row.price, row.currency, row.valid_from, row.valid_to or "", row.tax_inside or 0, row.note)
            fact = BasePriceFact(row.row, row.sku, *said)
            key = f"{row.channel.casefold()}|{row.sku}|{row.valid_from}|{row.currency}"
            yield Draft(Fact.PRICE_LIST, key, row.valid_from, [row.row], others=[fact], channel=row.channel)
