"""Channelbook's own table of base prices: a whole price list, each price from a day on."""

from __future__ import annotations

from app.importing.cells import day, identifier, money, yes_no
from app.importing.export import Col, Export
from app.importing.own_price_list import post_price_list

EXPORT = Export(
    code="price_list",
    title="Price list (Channelbook table)",
    platform="",
    signature=("sku", "price", "valid from"),
    columns=(
        Col("sku", "sku", identifier, hint="Your SKU", example="SKU-1"),
        Col("price", "price", money, hint="What one unit costs from that day on", example="24.90"),
        Col("valid_from", "valid_from", day, hint="First day of the price, as 2026-03-14", example="2026-03-14"),
        Col("valid_to", "valid_to", day, required=False, hint="Last day; blank is until the next price begins"),
        Col("channel", "channel", required=False, hint="Name of the channel; blank is every channel"),
        Col("currency", "currency", required=False, hint="Such as USD; blank is the ledger's own", example="USD"),
        Col("tax_inside", "tax_inside", yes_no, required=False, hint="yes or no (when blank: the tax is on top)"),
        Col("note", "note", required=False, hint="Why the price is so", example="Example: delete this row"),
    ),
    post=post_price_list,
    stamp=(),
    decimal=None,
    shared=True,
    currency_carries=False,
    version=2,
)
