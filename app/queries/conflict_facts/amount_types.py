"""What channels call the amounts that nobody has mapped: the words of the stored file, where the ledger keeps none."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.export_titles import export_title
from models.tables import SourceFile

_PAYMENTS = "shopify_payments"
_SETTLEMENTS = ("amazon_settlement_v1", "amazon_settlement_v2")
# Where a settlement says what an amount is: in the first generation by the kind of amount, which the key ends with.
_BY_KIND = {
    "ItemPrice": "price-type",
    "ItemFees": "item-related-fee-type",
    "ShipmentFees": "shipment-fee-type",
    "OrderFees": "order-fee-type",
    "Promotion": "promotion-type",
    "DirectPayment": "direct-payment-type",
    "OtherFees": "other-fee-reason-description",
}
_SAID = ("amount-description", "amount-type", "transaction-type")
_HEADING = "settlement-id"


class Unmapped(NamedTuple):
    """A posting that nobody has mapped: the source and the key of its document, and its file and row."""

    id: int
    source: str
    key: str
    file_id: int | None
    row: int


def amount_types(session: Session, rows: Iterable[Unmapped]) -> dict[int, str]:
    """Name the type of each posting: what Shopify's payments and Amazon's settlements say, else its export."""
    told = list(rows)
    found = {one.id: _of_key(one) for one in told}
    by_file: dict[int, list[Unmapped]] = {}
    for one in told:
        if one.source in _SETTLEMENTS and one.file_id is not None:
            by_file.setdefault(one.file_id, []).append(one)
    files = select(SourceFile.id, SourceFile.options, SourceFile.content).where(SourceFile.id.in_(by_file))
    for number, options, content in session.execute(files):
        text = zlib.decompress(content).decode(json.loads(options).get("encoding") or "utf-8-sig", errors="replace")
        found.update(_said(text, by_file[number]))
    return found


def _of_key(one: Unmapped) -> str:
    """Shopify's payments name the type in the key of the document."""
    parts = one.key.split("|")
    return parts[2] if one.source == _PAYMENTS and len(parts) > 2 else export_title(one.source)  # noqa: PLR2004 - the third part


def _said(text: str, rows: Iterable[Unmapped]) -> Iterator[tuple[int, str]]:
    """Read what the rows of a settlement say an amount is; a row that says nothing is left out."""
    lines = text.replace("\r\n", "\n").split("\n")
    heading = next((line for line in lines if _HEADING in line.lower()), "")
    separator = max("\t,;", key=heading.count)
    names = [cell.strip().strip('"').lower() for cell in heading.split(separator)]
    for one in rows:
        line = lines[one.row - 1] if one.row <= len(lines) else ""
        told = dict(zip(names, [cell.strip().strip('"') for cell in line.split(separator)], strict=False))
        if words := _words(told, one.key.rpartition(":")[2]):
            yield one.id, words


def _words(told: Mapping[str, str], kind: str) -> str:
    columns = (_BY_KIND.get(kind, ""), *_SAID)
    return next((words for name in columns if (words := told.get(name, ""))), "")
