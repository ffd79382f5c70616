"""Every record that has a name, for the command palette."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.domain.catalog import NAMED
from models.tables import Batch, Channel, Listing, Sku, SourceFile


@dataclass(frozen=True)
class RecordName:
    """A record that can be found by its name: `page` shows it when it is given `what`."""

    title: str
    kind: str
    icon: str
    page: str
    what: object


def records(session: Session) -> list[RecordName]:
    """List channels, SKUs, listings and imports, the newest import first."""
    return [*_channels(session), *_skus(session), *_listings(session), *_imports(session)]


def _channels(session: Session) -> list[RecordName]:
    names = session.scalars(select(Channel.name).order_by(Channel.id))
    return [RecordName(name, "Channel", "boxes", "catalog", ("channels", name)) for name in names]


def _skus(session: Session) -> list[RecordName]:
    rows = session.execute(select(Sku.code, Sku.title).order_by(Sku.code))
    return [RecordName(" ".join(filter(None, row)), "SKU", "book-open", "catalog", ("skus", row[0])) for row in rows]


def _listings(session: Session) -> list[RecordName]:
    """List the listings whose code is another one than their SKU's, which would else be found twice."""
    rows = session.execute(
        select(Listing.code, Listing.title, Channel.name)
        .join(Channel, Channel.id == Listing.channel_id)
        .outerjoin(Sku, Sku.id == Listing.sku_id)
        .where(Sku.code.is_distinct_from(Listing.code))
        .order_by(Listing.code)
    )
    return [
        RecordName(_name_of(code, title), f"Listing on {channel}", "book-open", "catalog", ("listings", code))
        for code, title, channel in rows
    ]


def _name_of(code: str, title: str) -> str:
    return title if code.startswith(NAMED) else " ".join(filter(None, (code, title)))


def _imports(session: Session) -> list[RecordName]:
    rows = session.execute(
        select(SourceFile.name, Batch.id)
        .join(Batch, Batch.source_file_id == SourceFile.id)
        .where(Batch.kind == "import")
        .order_by(Batch.id.desc())
    )
    return [RecordName(name, "Import", "inbox", "imports", batch_id) for name, batch_id in rows]
