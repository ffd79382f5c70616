"""Amazon: Reports → Fulfilment → Manage FBA Inventory (MYI)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.cells import flag, identifier, money, units
from app.importing.export import Col, Context, Export, LeftOut, Outcome, Unread
from models.domain.postings import Draft, Fact, ListingFact
from models.domain.stock import StockLevel


def post_fba_inventory(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn inventory rows into listings and stock at Amazon; what sells is the fulfillable quantity."""
    day = context.snapshot_day
    for row in rows:
        offer = f"{row.sku}|{row.fnsku}|{row.condition}"
        inbound = [part for part in (row.working, row.shipped, row.receiving) if part is not None]
        incoming = sum(inbound) if inbound else None
        quantities = (row.warehouse, row.fulfillable, row.reserved, row.unsellable, incoming)
        if not row.sku:
            yield Unread(row.row, "sku", "The SKU is blank")
            continue
        if not row.at_amazon and not any(quantities):
            yield LeftOut([row.row], "not stocked at Amazon: the offer is fulfilled by the seller")
            continue
        if row.warehouse is None and row.fulfillable is None:
            yield Unread(row.row, "afn-fulfillable-quantity", "The quantities are blank")
            continue
        listing = ListingFact(row.row, row.sku, row.title, price=row.price, currency=context.currency)
        yield Draft(Fact.CATALOGUE, f"listing|{offer}", day, [row.row], others=[listing])
        level = StockLevel(row.row, day, "Amazon FBA", row.sku, *quantities)
        yield Draft(Fact.STOCK, f"stock|{offer}|{day}", day, [row.row], others=[level])


EXPORT = Export(
    code="amazon_fba_inventory",
    title="Amazon FBA inventory",
    where="Seller Central → Reports → Fulfilment → Manage FBA Inventory",
    platform="amazon",
    signature=("afn-fulfillable-quantity",),
    columns=(
        Col("sku", "sku", identifier),
        Col("fnsku", "fnsku", identifier, required=False),
        Col("title", "product-name", required=False),
        Col("condition", "condition", required=False),
        Col("price", "your-price", money, required=False),
        Col("at_amazon", "afn-listing-exists", flag, required=False),
        Col("warehouse", "afn-warehouse-quantity", units),
        Col("fulfillable", "afn-fulfillable-quantity", units),
        Col("unsellable", "afn-unsellable-quantity", units),
        Col("reserved", "afn-reserved-quantity", units),
        Col("working", "afn-inbound-working-quantity", units, required=False),
        Col("shipped", "afn-inbound-shipped-quantity", units, required=False),
        Col("receiving", "afn-inbound-receiving-quantity", units, required=False),
    ),
    post=post_fba_inventory,
    stamp=(),
    decimal=None,
    quoting=False,
    snapshot=True,
)
