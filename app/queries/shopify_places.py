"""Where Shopify stocks each listing, by its newest inventory report of each location; an upload is made from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.held_back import EXPORT, held_back
from models.domain.uploads import Report
from models.tables import Batch, Document, Location, SourceFile, StockLevel


@dataclass(frozen=True)
class ShopifyPlace:
    """A row of the report: a variant at a location, with what it has there beside what can be sold.

    `key` is how Shopify tells rows apart: handle, option values and location. `reported` is what it says is available,
    `available` that with what earlier files held back. `beside` is on hand less available as reported: the units that
    are committed or unavailable, which on hand has to include.
    """

    key: str
    listing: str
    location: str
    reported: int
    available: int
    beside: int
    shared: bool
    file_id: int
    file: str
    row: int
    day: date
    batch_id: int

    @property
    def identity(self) -> tuple[str, ...]:
        """The cells that Shopify goes by, which therefore are written as they are."""
        return (*self.key.split("|"), self.listing)


def shopify_places(session: Session, channel_id: int) -> list[ShopifyPlace]:
    """List the rows of the newest report of each location, in the order of the files."""
    rows = _rows(session, channel_id)
    newest: dict[str, tuple[date, int]] = {}
    for one in rows:
        newest[one.location] = max(newest.get(one.location, (date.min, 0)), (one.day, one.batch_id))
    found = [one for one in rows if (one.day, one.batch_id) == newest[one.location]]
    return sorted(found, key=lambda place: (place.file_id, place.row))


def reports_after(session: Session, channel_id: int, batch_id: int) -> list[Report]:
    """Give the inventory reports that were imported after a batch, in the order of their import."""
    batches: dict[int, list[ShopifyPlace]] = {}
    for one in _rows(session, channel_id):
        if one.batch_id > batch_id:
            batches.setdefault(one.batch_id, []).append(one)
    return [
        Report(
            max(place.day for place in places),
            places[0].file,
            frozenset(place.location for place in places),
            {place.key: place.reported for place in places},
        )
        for _, places in sorted(batches.items())
    ]


def _rows(session: Session, channel_id: int) -> list[ShopifyPlace]:
    allocatable: dict[str, int] = {
        name.casefold(): shared for name, shared in session.execute(select(Location.name, Location.allocatable))
    }
    rows = session.execute(
        select(StockLevel, Document.key, Batch.id.label("batch_id"), SourceFile.id.label("file_id"))
        .add_columns(SourceFile.name.label("file"))
        .join(Document, Document.id == StockLevel.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .join(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(Document.source == EXPORT, Document.channel_id == channel_id, Batch.active == 1)
        .order_by(Batch.id, StockLevel.row)
    )
    held = held_back(session)
    found = []
    for level, key, batch_id, file_id, file in rows:
        parts = (level.on_hand, level.available, level.committed, level.unavailable)
        reported, beside = _apart(*parts)
        place = ShopifyPlace(
            key.rpartition("|")[0],
            level.sku,
            level.location,
            reported,
            reported + held.get(level.id, 0),
            beside,
            bool(allocatable.get(level.location.casefold(), 1)),
            file_id,
            file,
            level.row,
            date.fromisoformat(level.day),
            batch_id,
        )
        found.append(place)
    return found


def _apart(
    on_hand: int | None, available: int | None, committed: int | None, unavailable: int | None
) -> tuple[int, int]:
    """Part on hand into what can be sold and what lies beside it."""
    beside = (committed or 0) + (unavailable or 0)
    if on_hand is None:
        return available or 0, beside
    return (on_hand - beside, beside) if available is None else (available, on_hand - available)
