"""Shopify: Discounts → Export."""

from __future__ import annotations

from app.importing.cells import decimal, flag, identifier, units, when
from app.importing.export import Col, Export
from app.importing.told_promotions import post_discounts

_MOMENT = when("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")

EXPORT = Export(
    code="shopify_discounts",
    title="Shopify discounts",
    where="Shopify admin → Discounts → Export",
    platform="shopify",
    signature=("name", "value type", "times used in total"),
    columns=(
        Col("name", "Name", identifier),
        Col("value", "Value", decimal),
        Col("value_type", "Value Type"),
        Col("type", "Type", required=False),
        Col("discount_class", "Discount Class", required=False),
        Col("with_order", "Combines with Order Discounts", flag, required=False),
        Col("with_product", "Combines with Product Discounts", flag, required=False),
        Col("with_shipping", "Combines with Shipping Discounts", flag, required=False),
        Col("used", "Times Used In Total", units, required=False),
        Col("status", "Status", required=False),
        Col("start", "Start", _MOMENT),
        Col("end", "End", _MOMENT),
    ),
    post=post_discounts,
    stamp=(),
)
