"""Prices as they were seen: our own where they are live, and what competitors ask."""

from __future__ import annotations

from typing import NamedTuple


class ObservedPrice(NamedTuple):
    """The price of a listing on a day, in minor units; `tax_inside` is 1, 0 or None where nobody said."""

    row: int
    day: str
    sku: str
    price: int
    currency: str
    compare_at: int | None = None
    tax_inside: int | None = None


class CompetitorPrice(NamedTuple):
    """What a seller asked for the same goods when it was seen, in minor units; `seen` is a moment in UTC.

    `sku` is the brand's own; `in_stock` is 1 or 0.
    """

    row: int
    sku: str
    seller: str
    price: int
    shipping: int
    currency: str
    in_stock: int
    condition: str
    seen: str
    note: str = ""
