"""How the brand buys: who delivers each SKU, how long that takes, and in which cases."""

from __future__ import annotations

from pathlib import Path

from resources.demo.brand import Brand, Product
from resources.demo.layout import comma_line, write_lines

PLANNING = "sku,supplier,lead_days,lead_spread,moq,case_pack,volume,category"
SUPPLIERS = {
    "Tea": "Catskill Tea Merchants",
    "Spice": "Hudson Spice Works",
    "Pantry": "Delaware County Apiaries",
    "Cold brew": "Kingston Glass",
    "Brewing": "Kingston Glass",
    "Tableware": "Cold Spring Pottery",
}
# Days from order to arrival and their spread, fewest units of an order, units in a case.
_TERMS = {
    "Tea": (35, 5, 96, 24),
    "Spice": (28, 4, 96, 24),
    "Pantry": (21, 3, 48, 12),
    "Cold brew": (70, 9, 144, 12),
    "Brewing": (70, 9, 96, 12),
    "Tableware": (56, 8, 48, 6),
}
# A unit fills about twice the room that its weight in water would: 2 cm³ a gram, of 28,317 cm³ in a cubic foot.
_CUBIC_FOOT = 28_317


def write_planning(folder: Path, brand: Brand) -> None:
    """Write the planning facts of all that is bought; boxes are packed from it."""
    lines = [PLANNING]
    lines += [comma_line(_cells(product)) for product in brand.products if not product.components]
    write_lines(folder / "planning.csv", lines)


def _cells(product: Product) -> list[str]:
    lead, spread, moq, case = _TERMS[product.category]
    volume = max(1, 2 * product.grams * 1000 // _CUBIC_FOOT)
    terms = [str(figure) for figure in (lead, spread, moq, case)]
    return [product.sku, SUPPLIERS[product.category], *terms, f"0.{volume:03d}", product.category]
