"""Channelbook's own table of sales, for every channel that has no platform of its own."""

from __future__ import annotations

from app.importing.cells import day, identifier, money, units
from app.importing.export import Col, Export
from app.importing.own_sales import post_sales

EXPORT = Export(
    code="sales",
    title="Sales (Channelbook table)",
    platform="",
    signature=("channel", "document", "unit price", "kind"),
    columns=(
        Col("channel", "channel", hint="Name of the channel; a new name makes a new channel", example="Example shop"),
        Col("date", "date", day, hint="Day of the invoice, order or refund, as 2026-03-14", example="2026-03-14"),
        Col("document", "document", identifier, hint="Number of the invoice or order", example="INV-1001"),
        Col("line", "line", identifier, required=False, hint="Number of the line, for your own use", example="1"),
        Col("sku", "sku", identifier, hint="Your SKU; blank if there is none", example="SKU-1"),
        Col("title", "title", required=False, hint="Name of the article, if the SKU is blank", example="Article"),
        Col("quantity", "quantity", units, hint="Units, above zero also for refunds", example="12"),
        Col("unit_price", "unit_price", money, hint="Price of one unit before discount, without tax", example="7.80"),
        Col("discount", "discount", money, required=False, hint="Discount on the whole line", example="4.68"),
        Col("shipping", "shipping", money, required=False, hint="Shipping charged to the customer", example="9.00"),
        Col("tax", "tax", money, required=False, hint="Tax collected for others; never revenue", example="0.00"),
        Col("fee", "fee", money, required=False, hint="Commission of the channel on this line", example="0.00"),
        Col("kind", "kind", hint="sale or refund; a refund takes back what its line says", example="sale"),
        Col("currency", "currency", required=False, hint="Such as USD; blank is the ledger's own", example="USD"),
        Col("customer", "customer", required=False, hint="For your own use; not kept", example="Example customer"),
    ),
    post=post_sales,
    stamp=(),
    decimal=None,
    shared=True,
    currency_carries=False,
    group="document",
    group_word="document",
    version=4,
)
