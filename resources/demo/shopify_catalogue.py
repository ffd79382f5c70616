"""Shopify's own files of the catalogue and the stock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from resources.demo.brand import LAST_DAY, Brand, Product, money
from resources.demo.layout import comma_line, header, shopify_line, write_lines
from resources.demo.stock import LOCATIONS, count

PRODUCTS = header(
    "Handle|Title|Body (HTML)|Vendor|Product Category|Type|Tags|Published|Option1 Name|Option1 Value|Option2 Name|"
    "Option2 Value|Option3 Name|Option3 Value|Variant SKU|Variant Grams|Variant Inventory Tracker|"
    "Variant Inventory Qty|Variant Inventory Policy|Variant Fulfillment Service|Variant Price|Variant Compare At Price|"
    "Variant Requires Shipping|Variant Taxable|Variant Barcode|Image Src|Image Position|Image Alt Text|Gift Card|"
    "SEO Title|SEO Description|Google Shopping / Google Product Category|Google Shopping / Gender|"
    "Google Shopping / Age Group|Google Shopping / MPN|Google Shopping / Condition|Google Shopping / Custom Product|"
    "Google Shopping / Custom Label 0|Google Shopping / Custom Label 1|Google Shopping / Custom Label 2|"
    "Google Shopping / Custom Label 3|Google Shopping / Custom Label 4|Variant Image|Variant Weight Unit|"
    "Variant Tax Code|Cost per item|Included / United States|Price / United States|Compare At Price / United States|"
    "Included / International|Price / International|Compare At Price / International|Status"
)
INVENTORY = header(
    "Handle|Title|Option1 Name|Option1 Value|Option2 Name|Option2 Value|Option3 Name|Option3 Value|SKU|HS Code|COO|"
    "Location|Bin name|Incoming (not editable)|Unavailable (not editable)|Committed (not editable)|"
    "Available (not editable)|On hand (current)|On hand (new)"
)

_BODY = '<p>{title}, packed by hand in Troy.</p>\n<p>We call it "the quiet one", and it keeps for a year.</p>'


def write_products(folder: Path, brand: Brand) -> None:
    """Write the catalogue: a row a variant, one row for a second picture, and the gift card."""
    rows: list[dict[str, str | None]] = []
    for product in brand.products:
        first = all(row["Handle"] != product.handle for row in rows)
        rows.append(_product_cells(product, with_title=first))
        if product.sku == "JR-0101":
            rows.append(
                dict.fromkeys(PRODUCTS) | {"Handle": product.handle, "Image Position": "2"} | _picture(product, 2)
            )
    rows.append(_gift_card_cells())
    lines = [comma_line(PRODUCTS), *(shopify_line(row[name] for name in PRODUCTS) for row in rows)]
    write_lines(folder / "products_export.csv", lines)


def write_inventory(folder: Path, brand: Brand) -> None:
    """Write the stock of both places on the last day."""
    rows = [_inventory_row(product, location) for product in brand.products for location in LOCATIONS]
    lines = [comma_line(INVENTORY), *(shopify_line(row) for row in rows)]
    write_lines(folder / f"inventory_export_{LAST_DAY}.csv", lines)


def _picture(product: Product, number: int) -> dict[str, str | None]:
    return {
        "Image Src": f"https://images.example.com/{product.sku.lower()}-{number}.jpg",
        "Image Position": str(number),
    }


def _product_cells(product: Product, *, with_title: bool) -> dict[str, str | None]:
    counts = [count(product.sku, location, LAST_DAY) for location in LOCATIONS]
    # A cost that never changed is known to the shop too; the others were never typed in there.
    cost = money(product.cost) if product.cost is not None and product.later_cost is None else None
    cells: dict[str, str | None] = dict.fromkeys(PRODUCTS)
    cells |= {
        "Handle": product.handle,
        "Option1 Value": product.variant or "Default Title",
        "Variant SKU": product.sku,
        "Variant Grams": f"{product.grams}.0",
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": str(sum(there.available for there in counts if there)),
        "Variant Inventory Policy": "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Price": money(product.price),
        "Variant Requires Shipping": "true",
        "Variant Taxable": "true" if product.taxable else "false",
        "Variant Barcode": product.barcode,
        "Variant Weight Unit": "g",
        "Cost per item": cost,
    }
    return cells | (_title_cells(product) if with_title else {})


def _title_cells(product: Product) -> dict[str, str | None]:
    return {
        "Title": product.title,
        "Body (HTML)": _BODY.format(title=product.title),
        "Vendor": "Juniper & Rye",
        "Product Category": None,
        "Type": product.category,
        "Tags": f"{product.category}, core",
        "Published": "true",
        "Option1 Name": "Glaze" if product.variant else "Title",
        "Gift Card": "false",
        "Included / United States": "true",
        "Included / International": "true",
        "Status": "active",
    } | _picture(product, 1)


def _gift_card_cells() -> dict[str, str | None]:
    cells: dict[str, str | None] = dict.fromkeys(PRODUCTS)
    return cells | {
        "Handle": "gift-card",
        "Title": "Gift card",
        "Body (HTML)": "",
        "Vendor": "Juniper & Rye",
        "Type": "Gift card",
        "Tags": "",
        "Published": "true",
        "Option1 Name": "Denominations",
        "Option1 Value": "$50.00",
        "Variant SKU": "",
        "Variant Grams": "0.0",
        "Variant Inventory Qty": "0",
        "Variant Inventory Policy": "continue",
        "Variant Fulfillment Service": "gift_card",
        "Variant Price": "50.00",
        "Variant Requires Shipping": "false",
        "Variant Taxable": "false",
        "Variant Barcode": "",
        "Gift Card": "true",
        "Variant Weight Unit": "g",
        "Status": "active",
    }


def _inventory_row(product: Product, location: str) -> Sequence[str | None]:
    option = ("Glaze", product.variant) if product.variant else ("Title", "Default Title")
    head = [product.handle, product.title, *option, None, None, None, None, product.sku, None, "US", location, None]
    there = count(product.sku, location, LAST_DAY)
    if there is None:
        return [*head, *["not stocked"] * 5, None]
    numbers = (there.incoming, there.unavailable, there.committed, there.available, there.on_hand)
    return [*head, *map(str, numbers), None]
