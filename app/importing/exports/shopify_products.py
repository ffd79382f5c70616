"""Shopify: Products → Export → Plain CSV."""

from __future__ import annotations

from app.importing.cells import identifier, money
from app.importing.export import Col, Export
from app.importing.shop_products import post_products

EXPORT = Export(
    code="shopify_products",
    title="Shopify products",
    where="Shopify admin → Products → Export → Plain CSV file",
    platform="shopify",
    signature=("handle", "variant price"),
    columns=(
        Col("handle", "Handle", identifier),
        Col("title", "Title"),
        Col("brand", "Vendor", required=False),
        Col("category", "Type", required=False),
        Col("option1", "Option1 Value", identifier),
        Col("option2", "Option2 Value", identifier, required=False),
        Col("option3", "Option3 Value", identifier, required=False),
        Col("sku", "Variant SKU", identifier),
        Col("price", "Variant Price", money),
        Col("compare_at", "Variant Compare At Price", money, required=False),
        Col("barcode", "Variant Barcode", identifier, required=False),
        Col("image", "Image Src", required=False),
        Col("cost", "Cost per item", money, required=False),
    ),
    post=post_products,
    stamp=(),
    snapshot=True,
    version=2,
)
