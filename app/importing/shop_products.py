"""Shopify product and inventory rows: listings with prices and costs, and stock by location."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from app.importing.cells import NOT_STOCKED
from app.importing.export import Context, LeftOut, Look, Outcome, Unread
from models.domain.catalog import listing_code
from models.domain.postings import CostFact, Draft, Fact, ListingFact
from models.domain.stock import StockLevel

_NO_OPTION = "Default Title"


def variant_title(title: str, options: Sequence[str]) -> str:
    """Name a variant as the lines of Shopify orders do: “Title”, or “Title - Option 1 / Option 2”."""
    chosen = [option for option in options if option and option != _NO_OPTION]
    return f"{title} - {' / '.join(chosen)}" if chosen else title


def post_products(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn product rows into listings and dated costs; the title stands only on the first row of a product."""
    head: Any = None
    costs: dict[str, int] = {}
    for row in rows:
        if head is None or row.handle != head.handle:
            head = row
        if row.price is None and not row.sku and not row.option1:
            yield LeftOut([row.row], "a further image of the product above" if row.image else "no variant on this row")
            continue
        options = (row.option1, row.option2, row.option3)
        title = variant_title(head.title, options)
        code = listing_code(row.sku, title)
        if not code:
            yield Unread(row.row, "Title", "The variant has neither a SKU nor a title")
            continue
        key = "|".join((row.handle, *options))
        currency = context.currency
        shown = (row.barcode, row.price, row.compare_at, currency, head.category, head.brand)
        listing = ListingFact(row.row, code, title, *shown)
        yield Draft(Fact.CATALOGUE, key, context.snapshot_day, [row.row], others=[listing])
        yield from _cost(row, costs, context)


def _cost(row: Any, costs: dict[str, int], context: Context) -> Iterator[Outcome]:  # noqa: ANN401 - rows have the columns of their export
    """Give the cost per item of a SKU from the day of the file on; blank means that nobody has entered one."""
    if row.cost is None:
        return
    currency, day = context.currency, context.snapshot_day
    if not row.sku:
        yield Look(row.row, "The cost per item is not used: the variant has no SKU", row.cost, currency)
    elif row.sku not in costs:
        costs[row.sku] = row.cost
        fact = CostFact(row.row, row.sku, day, "", row.cost, currency, "Shopify cost per item")
        yield Draft(Fact.COST, f"cost|{row.sku}|{day}", day, [row.row], others=[fact])
    elif costs[row.sku] != row.cost:
        off = row.cost - costs[row.sku]
        yield Look(row.row, f"SKU {row.sku} has another cost per item further up, which was taken", off, currency)


def post_inventory(rows: Sequence[Any], context: Context) -> Iterator[Outcome]:
    """Turn inventory rows into stock levels, one for each variant and location."""
    for row in rows:
        quantities = (row.on_hand, row.available, row.committed, row.unavailable, row.incoming)
        if NOT_STOCKED in (row.on_hand, row.available):
            yield LeftOut([row.row], "not stocked at this location")
            continue
        options = (row.option1, row.option2, row.option3)
        code = listing_code(row.sku, variant_title(row.title, options))
        if not row.location:
            yield Unread(row.row, "Location", "The location is blank")
            continue
        if not code:
            yield Unread(row.row, "SKU", "The row has neither a SKU nor a title")
            continue
        if row.on_hand is None and row.available is None:
            yield Unread(row.row, "Available", "The quantities are blank")
            continue
        day = context.snapshot_day
        known = [None if quantity == NOT_STOCKED else quantity for quantity in quantities]
        level = StockLevel(row.row, day, row.location, code, *known)
        key = "|".join((row.handle, *options, row.location, day))
        yield Draft(Fact.STOCK, key, day, [row.row], others=[level])
        parts = [row.available, row.committed, row.unavailable]
        if row.on_hand is not None and None not in parts and NOT_STOCKED not in parts and row.on_hand != sum(parts):
            reason = f"On hand {row.on_hand} is not available + committed + unavailable ({sum(parts)})"
            yield Look(row.row, reason, 0, context.currency)
