"""What files of prices said, and what the channels were seen at after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.uploads_sent import FILE_COLUMNS, Compared, SentFile, last_file
from models.domain.catalog import NAMED
from models.domain.money import Money
from models.domain.uploads import Difference, PriceLayout, Report, SentPrice, differences
from models.tables import Batch, Document, ListedPrice, LivePrice, SourceFile, UploadPrice

_OF_RUNS = frozenset({"Units", "Run", "Channel"})


def sent_prices(session: Session, upload_id: int) -> list[SentPrice]:
    """List what a file said."""
    rows = session.execute(
        select(UploadPrice.key, UploadPrice.listing, UploadPrice.sku, UploadPrice.price, UploadPrice.currency)
        .where(UploadPrice.upload_id == upload_id)
        .order_by(UploadPrice.id)
    )
    return [SentPrice(*row) for row in rows]


def compared_prices(session: Session, channel_id: int) -> Compared[SentPrice]:
    """Compare the last file of a channel with the prices that were imported after it, whatever export told them."""
    file = last_file(session, channel_id, of=PriceLayout)
    if file is None:
        return Compared(None)
    sent = sent_prices(session, file.id)
    reports = _reports(session, file, sent)
    told = frozenset[str]().union(*(report.places for report in reports))
    known = sum(1 for line in sent if line.place in told)
    return Compared(file, len(reports), known, tuple(differences(sent, reports)))


def _reports(session: Session, file: SentFile, sent: Sequence[SentPrice]) -> list[Report]:
    """Give what each later import told of the lines, by the key of the export or by the code of the listing."""
    found = []
    batches: dict[int, list[Row[Any]]] = {}
    for table in (ListedPrice, LivePrice):
        rows = session.execute(
            select(table.sku, table.day, table.price, table.currency, Document.key, Batch.id.label("batch"))
            .add_columns(SourceFile.name.label("file"))
            .join(Document, Document.id == table.document_id)
            .join(Batch, Batch.id == Document.batch_id)
            .join(SourceFile, SourceFile.id == Batch.source_file_id)
            .where(table.channel_id == file.channel_id, table.price.is_not(None))
            .where(Batch.active == 1, Batch.id > file.after_batch, table.day >= file.day.isoformat())
        )
        for row in rows:
            batches.setdefault(row.batch, []).append(row)
    for _, told in sorted(batches.items()):
        said = _said(told, sent)
        newest = max(row.day for row in told)
        found.append(Report(date.fromisoformat(newest), told[0].file, frozenset(said), said))
    return found


def _said(told: Sequence[Row[Any]], sent: Sequence[SentPrice]) -> Mapping[str, int]:
    by_name: dict[tuple[str, str], int] = {}
    for row in sorted(told, key=lambda row: row.day):
        by_name[row.sku, row.currency] = row.price
    by_name |= {(row.key, row.currency): row.price for row in told}
    found = {}
    for line in sent:
        price = by_name.get((line.key, line.currency), by_name.get((line.listing, line.currency)))
        if price is not None:
            found[line.key] = price
    return found


DIFFERENCE_COLUMNS: tuple[Column[Difference[SentPrice]], ...] = (
    Column("SKU", lambda row: row.line.sku, Kind.CODE),
    Column("Listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
    Column("Sent", lambda row: Money(row.line.price, row.line.currency), Kind.MONEY),
    Column("Found", lambda row: _money(row, row.found), Kind.MONEY, hint="By the newest import after the file"),
    Column("Off by", lambda row: _money(row, row.off), Kind.MONEY, hint="Found less sent"),
    Column("Since", lambda row: row.since, Kind.DAY, hint="The day of the first import that says so"),
    Column("Import", lambda row: row.file),
)
PRICE_FILE_COLUMNS: tuple[Column[SentFile], ...] = tuple(
    column for column in FILE_COLUMNS if column.title not in _OF_RUNS
)


def _money(row: Difference[SentPrice], minor: int | None) -> Money | None:
    return None if minor is None else Money(minor, row.line.currency)
