"""Quantities in the layout that a channel accepts: Shopify's inventory, Amazon's loader, a plain table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.columns import Column, Kind
from app.errors import UserError
from app.exporting.source import Source, csv_lines, safe_cells
from app.exporting.tables import csv_text
from app.queries.uploads import ToSend, UploadPlan
from models.domain.catalog import NAMED
from models.domain.uploads import Layout

_NEW, _ON_HAND, _AVAILABLE = "on hand (new)", "on hand", "available"


def stock_file(plan: UploadPlan, source_of: Callable[[int], Source]) -> bytes:
    """Write the file of a channel; `source_of` reads an imported file again by its id.

    A text that a spreadsheet would take for a formula gets an apostrophe where the channel does not go by it; where it
    does, the file is refused.
    """
    match plan.layout:
        case Layout.SHOPIFY:
            return _shopify(plan.lines, source_of).encode()
        case Layout.AMAZON:
            return _loader(plan.lines).encode()
        case Layout.TABLE:
            return csv_text(_table_columns(plan), plan.lines).encode()


def _shopify(lines: Sequence[ToSend], source_of: Callable[[int], Source]) -> str:
    """Take over the rows of the export; only the number that Shopify reads becomes another.

    Of the layout with 19 columns that is “On hand (new)”; “On hand (current)” has to stay as exported, since Shopify
    skips a row of which it is no longer true. Of the one with 17 columns it is “On hand”, and “Available” is said with
    it, which Shopify works out for itself.
    """
    sources: dict[int, Source] = {}
    headers: tuple[str, ...] = ()
    rows = []
    for one in lines:
        if one.source is None:
            continue
        if one.source.file_id not in sources:
            sources[one.source.file_id] = source_of(one.source.file_id)
        source = sources[one.source.file_id]
        headers = headers or source.headers
        if headers != source.headers:
            raise UserError(
                f"{source.file} has other columns than the inventory export of another location. Nothing was written. "
                "Export all locations in one file and import it."
            )
        cells = source.row(one.source.row)
        places = {header.casefold(): place for place, header in enumerate(headers)}
        if _NEW in places:
            cells[places[_NEW]] = str(one.written)
        else:
            cells[places[_ON_HAND]], cells[places[_AVAILABLE]] = str(one.written), str(one.line.units)
        rows.append(safe_cells(headers, cells, file=source.file, row=one.source.row, what="inventory"))
    return csv_lines([list(headers), *rows])


def _loader(lines: Sequence[ToSend]) -> str:
    """Write tabbed text without quotes; “a” updates an offer, and no other column is there to be changed."""
    rows = [("sku", "quantity", "add-delete"), *((one.line.listing, str(one.written), "a") for one in lines)]
    return "".join("\t".join(row) + "\r\n" for row in rows)


def _table_columns(plan: UploadPlan) -> tuple[Column[ToSend], ...]:
    return (
        Column("channel", lambda _row: plan.channel),
        Column("listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
        Column("sku", lambda row: row.line.sku, Kind.CODE),
        Column("name", lambda row: row.title),
        Column("quantity", lambda row: row.written, Kind.UNITS),
        Column("day", lambda _row: plan.day, Kind.DAY),
    )
