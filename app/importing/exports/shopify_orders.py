"""Shopify: Orders → Export → Plain CSV."""

from __future__ import annotations

from app.importing.cells import flag, identifier, money, shop_moment, units
from app.importing.export import Col, Export
from app.importing.shop_orders import post_orders

EXPORT = Export(
    code="shopify_orders",
    title="Shopify orders",
    where="Shopify admin → Orders → Export → Plain CSV file",
    platform="shopify",
    signature=("lineitem quantity", "financial status"),
    columns=(
        Col("name", "Name", identifier),
        Col("status", "Financial Status"),
        Col("paid_at", "Paid at", shop_moment),
        Col("currency", "Currency"),
        Col("subtotal", "Subtotal", money),
        Col("shipping", "Shipping", money),
        Col("taxes", "Taxes", money),
        Col("total", "Total", money),
        Col("created_at", "Created at", shop_moment),
        Col("quantity", "Lineitem quantity", units),
        Col("title", "Lineitem name"),
        Col("price", "Lineitem price", money),
        Col("sku", "Lineitem sku", identifier),
        Col("ships", "Lineitem requires shipping", flag, required=False),
        Col("taxable", "Lineitem taxable", flag, required=False),
        Col("line_status", "Lineitem fulfillment status", required=False),
        Col("cancelled_at", ("Cancelled at", "Canceled at"), shop_moment, required=False),
        Col("refunded", "Refunded Amount", money, required=False),
        Col("id", "Id", identifier, required=False),
        Col("source", "Source", required=False),
        Col("line_discount", "Lineitem discount", money, required=False),
        Col("tax_name", "Tax 1 Name", required=False),
        Col("duties", "Duties", money, required=False),
    ),
    post=post_orders,
    stamp=("created_at", "paid_at", "cancelled_at"),
    group="name",
    group_word="order",
)
