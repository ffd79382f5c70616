"""The brand's price list: one price of every SKU for all channels, and what the season brings."""

from __future__ import annotations

from pathlib import Path

from resources.demo.brand import FIRST_DAY, Brand, money
from resources.demo.layout import comma_line, write_lines

PRICE_LIST = "sku,price,valid_from,valid_to,channel,currency,tax_inside,note"


def write_price_list(folder: Path, brand: Brand) -> None:
    """Write the base prices; the tax is on top."""
    lines = [PRICE_LIST]
    lines += [
        comma_line([product.sku, money(product.price), str(FIRST_DAY), "", "", "USD", "no", "List of 2026"])
        for product in brand.products
    ]
    write_lines(folder / "price_list.csv", lines)
