"""Units of a SKU at a location on a day, as a channel or warehouse reported them."""

from __future__ import annotations

from typing import NamedTuple


class StockLevel(NamedTuple):
    """One row of a stock report; a quantity that the report does not give is None, never 0."""

    row: int
    day: str
    location: str
    sku: str
    on_hand: int | None
    available: int | None
    committed: int | None = None
    unavailable: int | None = None
    incoming: int | None = None
