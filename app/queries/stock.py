"""Stock by SKU and location as the newest report of each location says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rows import rows_of
from app.queries.held_back import held_back
from app.queries.names import Names, names_in
from models.tables import Batch, Channel, Document, Sku, SourceFile, StockLevel


class Measure(StrEnum):
    """Which figure of a stock report is meant."""

    ON_HAND = "on_hand"
    AVAILABLE = "available"
    COMMITTED = "committed"
    UNAVAILABLE = "unavailable"
    INCOMING = "incoming"


MEASURES = {
    Measure.ON_HAND: "On hand",
    Measure.AVAILABLE: "Available",
    Measure.COMMITTED: "Committed",
    Measure.UNAVAILABLE: "Unavailable",
    Measure.INCOMING: "Incoming",
}


class StockRow(NamedTuple):
    """Units of one SKU at one location on the day of its newest report; None is not known, never 0.

    `held` of those on hand and available are not in the report: its channel was sent fewer than lie there.
    """

    sku: str
    title: str
    location: str
    day: date
    on_hand: int | None
    available: int | None
    committed: int | None
    unavailable: int | None
    incoming: int | None
    listing: str = ""
    file_id: int = 0
    file: str = ""
    row: int = 0
    held: int = 0

    def units(self, measure: Measure) -> int | None:
        """Give one of the figures; where a report tells only what is on hand, that less what is not to be sold."""
        found: int | None = getattr(self, measure.value)
        return self._of_those_on_hand if self.derives(measure) else found

    def derives(self, measure: Measure) -> bool:
        """Say whether a figure is not in the report and follows from what is on hand."""
        return measure is Measure.AVAILABLE and self.available is None and self.on_hand is not None

    @property
    def _of_those_on_hand(self) -> int:
        return (self.on_hand or 0) - (self.committed or 0) - (self.unavailable or 0)


@dataclass(frozen=True)
class Location:
    """A place where stock lies, and the report it is known by."""

    name: str
    day: date
    file: str
    skus: int


@dataclass(frozen=True)
class SkuStock:
    """One SKU with its rows in the newest report of each location."""

    sku: str
    title: str
    rows: tuple[StockRow, ...]

    def at(self, location: str, measure: Measure) -> int | None:
        """Give the units at a location: 0 where its report does not list the SKU, None where it gives no figure."""
        return _sum(row.units(measure) for row in self.rows if row.location == location)

    def total(self, measure: Measure) -> int | None:
        """Give the units at all locations, or None when no report gives the figure."""
        known = [units for row in self.rows if (units := row.units(measure)) is not None]
        return sum(known) if known else None


@dataclass(frozen=True)
class Stock:
    """Every location with its newest report, and every SKU that these reports list."""

    locations: tuple[Location, ...]
    skus: tuple[SkuStock, ...]


def _sum(units: Iterable[int | None]) -> int | None:
    total = 0
    for one in units:
        if one is None:
            return None
        total += one
    return total


def levels(session: Session, names: Names | None = None) -> list[StockRow]:
    """List every row of the newest report of every location.

    Where a channel and the brand's own table both report a location, the newer report counts, and of two from the same
    day the one imported last: the same units are never counted twice.
    """
    newest = _newest_documents(session)
    held = held_back(session)
    own = (names or names_in(session)).own
    titles: dict[str, str] = dict(rows_of(session, select(Sku.code, Sku.title)))
    rows = rows_of(
        session,
        select(
            *(StockLevel.channel_id, StockLevel.location, StockLevel.day, StockLevel.sku, StockLevel.row),
            *(StockLevel.on_hand, StockLevel.available, StockLevel.committed, StockLevel.unavailable),
            *(StockLevel.incoming, StockLevel.id, SourceFile.id, SourceFile.name, Document.batch_id),
        )
        .join(Document, Document.id == StockLevel.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(StockLevel.in_force == 1, StockLevel.day.in_({day for _, _, day, _ in newest}))
        .order_by(StockLevel.location, StockLevel.sku, StockLevel.id),
    )
    found = []
    for channel_id, location, day, sku, row, on_hand, available, committed, unavailable, incoming, *source in rows:
        level_id, file_id, file, batch = source
        label = newest.get((channel_id, location, day, batch))
        if label is not None:
            code = own.get((channel_id, sku), sku)
            more = held.get(level_id, 0)
            figures = (_with(on_hand, more), _with(available, more), committed, unavailable, incoming)
            told = (titles.get(code, ""), label, date.fromisoformat(day))
            found.append(StockRow(code, *told, *figures, sku, file_id or 0, file or "", row, more))
    return found


def _with(units: int | None, held: int) -> int | None:
    """Add units held back to those reported; what is not known stays so."""
    return None if units is None else units + held


def _newest_documents(session: Session) -> dict[tuple[int | None, str, str, int], str]:
    """Name the place that each newest report (channel, location, day, batch) tells of."""
    channels: dict[int, str] = dict(session.execute(select(Channel.id, Channel.name)).all())
    told = select(StockLevel.channel_id, StockLevel.location, func.max(StockLevel.day)).where(StockLevel.in_force == 1)
    last = session.execute(told.group_by(StockLevel.channel_id, StockLevel.location)).all()
    # Of the last days alone: to look up the documents of all reports takes ten times as long.
    reports = session.execute(
        select(StockLevel.channel_id, StockLevel.location, StockLevel.day, Document.batch_id)
        .join(Document, Document.id == StockLevel.document_id)
        .where(StockLevel.in_force == 1, StockLevel.day.in_({day for _, _, day in last}))
        .distinct()
    ).all()
    owners: dict[str, set[int]] = {}
    for channel_id, location, _ in last:
        owners.setdefault(location.casefold(), set()).update(() if channel_id is None else (channel_id,))
    best: dict[tuple[str, int | None], tuple[str, int, int | None, str]] = {}
    for channel_id, location, day, batch in reports:
        # Two channels with a place of the same name mean two places, as with the FBA of two Amazon accounts.
        shared = len(owners[location.casefold()]) > 1
        place = (location.casefold(), channel_id if shared else None)
        best[place] = max(
            best.get(place, ("", 0, None, "")), (day, batch, channel_id, location), key=lambda one: one[:2]
        )
    result = {}
    for (_, owner), (day, batch, channel_id, location) in best.items():
        label = location if owner is None else f"{location} ({channels[owner]})"
        result[channel_id, location, day, batch] = label
    return result


def stock(session: Session) -> Stock:
    """Set the newest reports side by side, a SKU to a row."""
    rows = levels(session)
    places: dict[str, list[StockRow]] = {}
    skus: dict[str, list[StockRow]] = {}
    for row in rows:
        places.setdefault(row.location, []).append(row)
        skus.setdefault(row.sku, []).append(row)
    return Stock(
        tuple(
            Location(name, max(row.day for row in found), found[0].file, len({row.sku for row in found}))
            for name, found in sorted(places.items(), key=lambda place: place[0].casefold())
        ),
        tuple(SkuStock(sku, found[0].title, tuple(found)) for sku, found in sorted(skus.items())),
    )


def _at(location: str, measure: Measure) -> Callable[[SkuStock], int | None]:
    return lambda row: row.at(location, measure)


def _total(measure: Measure) -> Callable[[SkuStock], int | None]:
    return lambda row: row.total(measure)


def columns(locations: Iterable[Location], measures: Iterable[Measure]) -> tuple[Column[SkuStock], ...]:
    """Make the columns of the grid: the wanted figures of all locations together, then of each."""
    wanted, places = tuple(measures), tuple(locations)
    made: list[Column[SkuStock]] = [
        Column("SKU", lambda row: row.sku, Kind.CODE),
        Column("Name", lambda row: row.title),
    ]
    for measure in wanted:
        hint = f"{MEASURES[measure]} at all locations whose reports give it"
        title = f"All locations {MEASURES[measure].lower()}"
        made.append(Column(title, _total(measure), Kind.UNITS, hint=hint, total=True))
    for place in places:
        for measure in wanted:
            title = place.name if len(wanted) == 1 else f"{place.name} {MEASURES[measure].lower()}"
            hint = f"{MEASURES[measure]} at {place.name} on {place.day}; – also where its report does not list the SKU"
            made.append(Column(title, _at(place.name, measure), Kind.UNITS, hint=hint, total=True))
    return tuple(made)


COLUMNS: tuple[Column[StockRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Location", lambda row: row.location),
    Column("On hand", lambda row: row.on_hand, Kind.UNITS, total=True),
    Column("Available", lambda row: row.units(Measure.AVAILABLE), Kind.UNITS, total=True),
    Column("Committed", lambda row: row.committed, Kind.UNITS, total=True),
    Column("Unavailable", lambda row: row.unavailable, Kind.UNITS, total=True),
    Column("Incoming", lambda row: row.incoming, Kind.UNITS, total=True),
    Column("As of", lambda row: row.day, Kind.DAY),
)
