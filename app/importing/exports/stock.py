"""Channelbook's own table of stock by location and day."""

from __future__ import annotations

from app.importing.cells import day, identifier, units
from app.importing.export import Col, Export
from app.importing.own_stock import post_stock

EXPORT = Export(
    code="stock",
    title="Stock (Channelbook table)",
    platform="",
    signature=("location", "sku", "date", "on hand"),
    columns=(
        Col("location", "location", hint="Where the stock lies", example="Example warehouse"),
        Col("sku", "sku", identifier, hint="Your SKU", example="SKU-1"),
        Col("date", "date", day, hint="Day of the count, as 2026-03-14", example="2026-03-14"),
        Col("on_hand", "on_hand", units, hint="Units there; blank is not known", example="120"),
        Col("available", "available", units, required=False, hint="Units that can be sold", example="110"),
        Col("committed", "committed", units, required=False, hint="Units in open orders", example="8"),
        Col("unavailable", "unavailable", units, required=False, hint="Damaged or held units", example="2"),
        Col("incoming", "incoming", units, required=False, hint="Units on their way", example="0"),
    ),
    post=post_stock,
    stamp=("date",),
    decimal=None,
    shared=True,
)
