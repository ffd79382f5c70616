"""Prices in the layout that a channel accepts: Shopify's products, Amazon's prices and quantities, a plain table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.columns import Column, Kind
from app.errors import UserError
from app.exporting.source import Source, csv_lines, safe_cells
from app.exporting.tables import csv_text
from app.queries.price_files import PricePlan, PriceToSend
from models.domain.catalog import NAMED
from models.domain.money import major
from models.domain.uploads import PriceLayout

_PRICE, _HANDLE = "variant price", "handle"
# What Shopify needs to know a variant by. A column that is missing keeps its values in the shop, so that neither the
# stock nor a text of the export, which may be older than the shop, is written over.
_COLUMNS = (
    *(_HANDLE, "title", "option1 name", "option1 value", "option2 name", "option2 value"),
    *("option3 name", "option3 value", "variant sku", _PRICE, "variant compare at price"),
)


def price_file(plan: PricePlan, source_of: Callable[[int], Source]) -> bytes:
    """Write the file of a channel; `source_of` reads an imported file again by its id."""
    match plan.layout:
        case PriceLayout.SHOPIFY:
            return _shopify(plan.lines, source_of).encode()
        case PriceLayout.AMAZON:
            return _amazon(plan.lines).encode()
        case PriceLayout.TABLE:
            return csv_text(_table_columns(plan), plan.lines).encode()


def _shopify(lines: Sequence[PriceToSend], source_of: Callable[[int], Source]) -> str:
    """Take over the rows of the export, all of each product of which a price is sent; only prices become others.

    Variants of such a product that have no price of their own to send keep the one of the export.
    """
    prices = {one.source.row: one for one in lines if one.source is not None}
    first = next((one.source for one in lines if one.source is not None), None)
    if first is None:
        raise UserError("None of these listings is in a products export. Nothing was written.")
    source = source_of(first.file_id)
    places = {header.casefold(): place for place, header in reversed(list(enumerate(source.headers)))}
    kept = [places[name] for name in _COLUMNS if name in places]
    headers = [source.headers[place] for place in kept]
    handles = {one.source.handle for one in lines if one.source is not None}
    rows = [headers]
    for number, cells in _of_products(source, places, handles):
        if (line := prices.get(number)) is not None:
            cells[places[_PRICE]] = major(line.line.price, line.line.currency)
        rows.append(
            safe_cells(headers, [cells[place] for place in kept], file=source.file, row=number, what="products")
        )
    return csv_lines(rows)


def _of_products(source: Source, places: dict[str, int], handles: set[str]) -> list[tuple[int, list[str]]]:
    """Give the rows of some products that are variants and no further pictures, by their numbers in the file."""
    found = []
    for number in range(2, source.count + 1):
        cells = source.row(number)
        if cells[places[_HANDLE]].strip() in handles and cells[places[_PRICE]].strip():
            found.append((number, cells))
    return found


def _amazon(lines: Sequence[PriceToSend]) -> str:
    """Write tabbed text without quotes; a quantity that is left blank stays as it is."""
    rows = [
        ("sku", "price", "quantity"),
        *((one.line.listing, major(one.line.price, one.line.currency), "") for one in lines),
    ]
    return "".join("\t".join(row) + "\r\n" for row in rows)


def _table_columns(plan: PricePlan) -> tuple[Column[PriceToSend], ...]:
    return (
        Column("channel", lambda _row: plan.channel),
        Column("listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
        Column("sku", lambda row: row.line.sku, Kind.CODE),
        Column("name", lambda row: row.title),
        Column("price", lambda row: major(row.line.price, row.line.currency)),
        Column("currency", lambda row: row.line.currency),
        Column("tax_inside", lambda row: "yes" if row.tax_inside else "no"),
        Column("day", lambda _row: plan.day, Kind.DAY),
    )
