"""Channelbook's own table of live prices: what listings were seen to cost on a day."""

from __future__ import annotations

from app.importing.cells import day, identifier, money, yes_no
from app.importing.export import Col, Export
from app.importing.own_prices import post_prices

EXPORT = Export(
    code="prices",
    title="Live prices (Channelbook table)",
    platform="",
    signature=("channel", "sku", "price", "day"),
    columns=(
        Col("channel", "channel", hint="Name of the channel; a new name makes a new channel", example="Example shop"),
        Col("sku", "sku", identifier, hint="Your SKU, or the code the channel lists it by", example="SKU-1"),
        Col("price", "price", money, hint="What a customer pays for one unit", example="24.90"),
        Col("currency", "currency", required=False, hint="Such as USD; blank is the ledger's own", example="USD"),
        Col("day", "day", day, hint="Day it was seen, as 2026-03-14", example="2026-03-14"),
        Col("tax_inside", "tax_inside", yes_no, required=False, hint="yes or no: sales tax or VAT is in the price"),
        Col("compare_at", ("compare_at", "was"), money, required=False, hint="Former price shown beside it, if any"),
    ),
    post=post_prices,
    stamp=(),
    decimal=None,
    shared=True,
    currency_carries=False,
    version=2,
)
