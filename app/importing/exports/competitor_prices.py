"""Channelbook's own table of what competitors ask for the same goods."""

from __future__ import annotations

from app.importing.cells import identifier, moment, money, yes_no
from app.importing.export import Col, Export
from app.importing.own_prices import post_competitor_prices

EXPORT = Export(
    code="competitor_prices",
    title="Competitor prices (Channelbook table)",
    platform="",
    signature=("sku", "seller", "price", "seen at"),
    columns=(
        Col("sku", "sku", identifier, hint="Your SKU", example="SKU-1"),
        Col("seller", "seller", hint="Who asks it, under the same name each time", example="Example seller"),
        Col("price", "price", money, hint="What the seller asks for one unit", example="23.90"),
        Col("shipping", "shipping", money, required=False, hint="What comes on top; blank is free", example="4.90"),
        Col("currency", "currency", required=False, hint="Such as USD; blank is the ledger's own", example="USD"),
        Col("in_stock", "in_stock", yes_no, required=False, hint="yes (when blank) or no", example="yes"),
        Col("condition", "condition", required=False, hint="Such as used; blank is new", example="new"),
        Col(
            "seen_at",
            "seen_at",
            moment,
            hint="When it was seen: 2026-03-14 or 2026-03-14 09:30, in UTC unless it says +02:00",
            example="2026-03-14 09:30",
        ),
        Col("channel", "channel", required=False, hint="Channel it was seen on; blank is all of them"),
        Col("note", ("note", "url"), required=False, hint="Where it was seen, such as an address"),
    ),
    post=post_competitor_prices,
    stamp=(),
    decimal=None,
    shared=True,
    currency_carries=False,
    version=2,
)
