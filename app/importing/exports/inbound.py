"""Channelbook's own table of units on their way: the lines of purchase orders."""

from __future__ import annotations

from app.importing.cells import day, identifier, units
from app.importing.export import Col, Export
from app.importing.own_stock import post_inbound

EXPORT = Export(
    code="inbound",
    title="Inbound (Channelbook table)",
    platform="",
    signature=("reference", "sku", "quantity", "expected"),
    columns=(
        Col("reference", "reference", identifier, hint="Number of the purchase order", example="PO-2041"),
        Col("sku", "sku", identifier, hint="Your SKU", example="SKU-1"),
        Col("quantity", "quantity", units, hint="Units ordered; 0 is a line that was cancelled", example="480"),
        Col("expected", "expected", day, hint="Day they are expected, as 2026-03-14", example="2026-03-14"),
        Col("location", "location", required=False, hint="Where they will arrive", example="Example warehouse"),
        Col("received", "received", units, required=False, hint="Units that have arrived so far", example="0"),
        Col("received_on", "received_on", day, required=False, hint="Day the last of them arrived"),
        Col("ordered", "ordered", day, required=False, hint="Day of the order", example="2026-01-30"),
        Col("supplier", "supplier", required=False, hint="Who delivers", example="Example supplier"),
    ),
    post=post_inbound,
    stamp=(),
    shared=True,
)
