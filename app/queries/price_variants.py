"""The variants of Shopify's newest products export: a file of prices is made of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import Batch, Document, ListedPrice, SourceFile

EXPORT = "shopify_products"


@dataclass(frozen=True)
class Variant:
    """A row of the export; `key` is how Shopify tells variants apart: the handle and the values of three options."""

    key: str
    listing: str
    title: str
    price: int | None
    currency: str
    file_id: int
    file: str
    row: int
    day: date
    batch_id: int

    @property
    def handle(self) -> str:
        """What Shopify knows the product by."""
        return self.key.partition("|")[0]

    @property
    def identity(self) -> tuple[str, ...]:
        """The cells that Shopify goes by, which therefore are written as they are."""
        return tuple(self.key.split("|"))


def variants(session: Session, channel_id: int) -> list[Variant]:
    """List the rows of the newest export in their order; none where no export was imported."""
    rows = session.execute(
        select(ListedPrice, Document.key, Batch.id.label("batch_id"), SourceFile.id.label("file_id"))
        .add_columns(SourceFile.name.label("file"))
        .join(Document, Document.id == ListedPrice.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Document.source == EXPORT, Document.channel_id == channel_id, ListedPrice.in_force == 1)
        .order_by(Batch.id, ListedPrice.row)
    )
    found = [
        Variant(
            key, one.sku, one.title, one.price, one.currency, file_id, file, one.row,
            date.fromisoformat(one.day), batch_id,
        )
        for one, key, batch_id, file_id, file in rows
    ]  # fmt: skip
    newest = max(((one.day, one.batch_id) for one in found), default=None)
    return [one for one in found if (one.day, one.batch_id) == newest]
