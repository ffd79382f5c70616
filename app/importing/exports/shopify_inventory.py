"""Shopify: Products → Inventory → Export, in the layouts with 17 and with 19 columns."""

from __future__ import annotations

from app.importing.cells import identifier, stocked_units
from app.importing.export import Col, Export
from app.importing.shop_products import post_inventory

EXPORT = Export(
    code="shopify_inventory",
    title="Shopify inventory",
    where="Shopify admin → Products → Inventory → Export → All states",
    platform="shopify",
    signature=("handle", "location", "available*"),
    columns=(
        Col("handle", "Handle", identifier),
        Col("title", "Title"),
        Col("option1", "Option1 Value", identifier),
        Col("option2", "Option2 Value", identifier, required=False),
        Col("option3", "Option3 Value", identifier, required=False),
        Col("sku", "SKU", identifier),
        Col("location", "Location"),
        Col("incoming", ("Incoming", "Incoming (not editable)"), stocked_units, required=False),
        Col("unavailable", ("Unavailable", "Unavailable (not editable)"), stocked_units, required=False),
        Col("committed", ("Committed", "Committed (not editable)"), stocked_units, required=False),
        Col("available", ("Available", "Available (not editable)"), stocked_units),
        # “On hand (new)” is for uploading and always blank in an export; it is never read.
        Col("on_hand", ("On hand", "On hand (current)"), stocked_units),
    ),
    post=post_inventory,
    stamp=(),
    snapshot=True,
)
