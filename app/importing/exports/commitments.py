"""Channelbook's own table of units that were promised: open wholesale order lines with their ship windows."""

from __future__ import annotations

from app.importing.cells import day, identifier, units
from app.importing.export import Col, Export
from app.importing.own_stock import post_commitments

EXPORT = Export(
    code="commitments",
    title="Commitments (Channelbook table)",
    platform="",
    signature=("channel", "reference", "quantity", "ship by"),
    columns=(
        Col("channel", "channel", hint="Name of the channel; a new name makes a new channel", example="Wholesale"),
        Col("reference", "reference", identifier, hint="Number of the order", example="SO-1001"),
        Col("line", "line", identifier, required=False, hint="Number of the line within the order", example="1"),
        Col("sku", "sku", identifier, hint="Your SKU", example="SKU-1"),
        Col("quantity", "quantity", units, hint="Units ordered; 0 is a line that was cancelled", example="96"),
        Col("ship_by", "ship_by", day, hint="Last day of the ship window; blank is none", example="2026-03-14"),
        Col("ship_from", "ship_from", day, required=False, hint="First day of the ship window", example="2026-03-01"),
        Col("shipped", "shipped", units, required=False, hint="Units that have left so far", example="0"),
        Col("fill", "fill", required=False, hint="partial (when blank) or full: all of the line or nothing"),
    ),
    post=post_commitments,
    stamp=(),
    shared=True,
)
