"""Through which gateways orders were paid, as the stored files of orders tell it; the ledger posts nothing of it."""

from __future__ import annotations

import csv
import io
import json
import zlib
from collections.abc import Collection, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Batch, Document, Posting, SourceFile

_ORDER, _GATEWAY = "name", "payment method"
_SEVERAL = " + "
_SEPARATORS = ",;\t"


def gateways(session: Session, channel_id: int, orders: Collection[str]) -> dict[str, frozenset[str]]:
    """Give the gateways of orders of a channel in lower case; none where an order has no payment.

    An order is missing where no file in force has a column of gateways, so that nothing is known.
    """
    files = session.execute(
        select(SourceFile.options, SourceFile.content)
        .where(SourceFile.id.in_(_files_of(session, channel_id, orders)))
        .order_by(SourceFile.id)
    )
    found: dict[str, frozenset[str]] = {}
    wanted = frozenset(orders)
    for options, content in files:
        text = zlib.decompress(content).decode(json.loads(options).get("encoding") or "utf-8-sig", errors="replace")
        found.update(_told(text, wanted))
    return found


def _files_of(session: Session, channel_id: int, orders: Collection[str]) -> set[int]:
    """Name the files that tell of some orders."""
    rows = session.execute(
        select(Posting.order_ref, Batch.source_file_id)
        .join(Document, Document.id == Posting.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .where(Posting.channel_id == channel_id, Posting.in_force == 1, Posting.order_ref != "")
        .where(Document.source == "shopify_orders")
        .distinct()
    )
    return {file for order, file in rows if file is not None and order in orders}


def _told(text: str, orders: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Read the first row of each order, which alone has the columns of the order."""
    heading = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_SEPARATORS, key=heading.count))
    names = [cell.strip().lower().lstrip("\ufeff") for cell in next(rows, [])]
    if _ORDER not in names or _GATEWAY not in names:
        return
    order_at, gateway_at = names.index(_ORDER), names.index(_GATEWAY)
    before = ""
    for row in rows:
        if len(row) <= max(order_at, gateway_at) or row[order_at].strip() == before:
            continue
        before = row[order_at].strip()
        if before in orders:
            yield before, frozenset(part.strip().lower() for part in row[gateway_at].split(_SEVERAL) if part.strip())
