"""Channelbook's own table of landed costs by SKU, each from a day on."""

from __future__ import annotations

from app.importing.cells import day, identifier, money
from app.importing.export import Col, Export
from app.importing.own_tables import post_costs

EXPORT = Export(
    code="costs",
    title="Landed costs (Channelbook table)",
    platform="",
    signature=("sku", "valid from", "cost"),
    columns=(
        Col("sku", "sku", identifier, hint="Your SKU", example="SKU-1"),
        Col("valid_from", "valid_from", day, hint="First day of the cost, as 2026-03-14", example="2026-03-14"),
        Col("cost", "cost", money, hint="What one unit costs, landed: price, freight, duty", example="3.35"),
        Col("currency", "currency", required=False, hint="Such as USD; blank is the ledger's own", example="USD"),
        Col("known_since", "known_since", day, required=False, hint="Day you learned it; blank is the first day"),
        Col("note", "note", required=False, hint="Where the cost comes from", example="Example: delete this row"),
    ),
    post=post_costs,
    stamp=(),
    decimal=None,
    shared=True,
    currency_carries=False,
    version=4,
)
