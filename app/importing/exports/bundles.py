"""Channelbook's own table of what bundles hold."""

from __future__ import annotations

from app.importing.cells import identifier, units
from app.importing.export import Col, Export
from app.importing.own_tables import post_bundles

EXPORT = Export(
    code="bundles",
    title="Bundles (Channelbook table)",
    platform="",
    signature=("sku", "component", "quantity"),
    columns=(
        Col("sku", "sku", identifier, hint="SKU of the bundle", example="EXAMPLE-BUNDLE"),
        Col("component", "component", identifier, hint="SKU of something the bundle holds", example="SKU-1"),
        Col("quantity", "quantity", units, hint="How many of it one bundle holds", example="2"),
    ),
    post=post_bundles,
    stamp=(),
    shared=True,
)
