"""Amazon: Inventory → Inventory Reports → All Listings Report, or Active Listings Report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.cells import identifier, money
from app.importing.export import Col, Context, Export, LeftOut, Outcome, Unread
from models.domain.postings import Draft, Fact, ListingFact

# Amazon's numbers for what a product id is; 1 is an ASIN, which is no barcode.
_BARCODES = frozenset({"2", "3", "4"})


def post_listings(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn offers into listings with their prices, each by its seller SKU; an unfinished offer is left out."""
    day, seen = context.snapshot_day, set[str]()
    for row in rows:
        if not row.sku:
            yield Unread(row.row, "seller-sku", "The SKU is blank")
        elif row.status.casefold() == "incomplete":
            yield LeftOut([row.row], "an offer that was never finished")
        elif row.sku in seen:
            yield Unread(row.row, "seller-sku", f"SKU {row.sku} stands further up already")
        else:
            seen.add(row.sku)
            barcode = row.product if row.product_kind in _BARCODES else ""
            fact = ListingFact(row.row, row.sku, row.title, barcode, row.price, currency=context.currency)
            yield Draft(Fact.CATALOGUE, f"listing|{row.sku}", day, [row.row], others=[fact])


EXPORT = Export(
    code="amazon_listings",
    title="Amazon listings",
    where="Seller Central → Inventory → Inventory Reports → All Listings Report",
    platform="amazon",
    signature=("seller sku", "listing id"),
    columns=(
        Col("sku", "seller-sku", identifier),
        Col("title", "item-name", required=False),
        Col("price", "price", money),
        Col("product", "product-id", identifier, required=False),
        Col("product_kind", "product-id-type", required=False),
        Col("status", "status", required=False),
    ),
    post=post_listings,
    stamp=(),
    decimal=None,
    quoting=False,
    snapshot=True,
)
