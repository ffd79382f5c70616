"""Fees of places as they were typed, and the tariffs that they make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.ledger.rates import base_currency
from app.queries.places import PlaceRow
from models.domain.money import Money
from models.domain.routing.fees import FIELDS, NEEDED, Fee, Field, PlaceKind, Season, Tariff
from models.domain.stock import LocationKind
from models.tables import Location, LocationFee

MONTHS = tuple("January February March April May June July August September October November December".split())
UNITS = {Field.STORAGE: "ft³ and 30 days", Field.RETURNS: "unit returned"}


@dataclass(frozen=True)
class FeeRow:
    """One fee of a place; one whose field the kind of the place does not know does not count."""

    id: int
    location_id: int
    place: str
    kind: PlaceKind
    currency: str
    fee: Fee

    @property
    def amount(self) -> Money:
        """The fee of one unit, in words of `unit`."""
        return Money(self.fee.amount, self.currency)

    @property
    def unit(self) -> str:
        """What the fee is paid for."""
        return "order" if self.fee.by_order else UNITS.get(self.fee.field, "unit")

    @property
    def months(self) -> str:
        """The months of each year in which it applies, none for all."""
        season = self.fee.season
        if season is None:
            return ""
        first, last = MONTHS[season.first - 1], MONTHS[season.last - 1]
        return first if first == last else f"{first} to {last}"

    @property
    def only(self) -> str:
        """What it is limited to beside its months, in words."""
        fee = self.fee
        parts = [fee.sku, f"size {fee.size_tier}" if fee.size_tier else ""]
        parts.append(f"kept {fee.from_days} days or more" if fee.from_days else "")
        return ", ".join(filter(None, parts))

    @property
    def counts(self) -> bool:
        """Whether the kind of its place has such a fee."""
        return self.fee.field in FIELDS[self.kind]


def currency_of_fees(session: Session) -> str:
    """Give the currency that fees are typed in: the ledger's own."""
    return base_currency(session)


def place_kind(kind: LocationKind | str) -> PlaceKind:
    """Give the kind that fees know a place by."""
    return PlaceKind[LocationKind(kind).name]


def fees(session: Session) -> list[FeeRow]:
    """List the fees by place, field and day."""
    rows = session.execute(
        select(LocationFee, Location.name, Location.kind).join(Location, Location.id == LocationFee.location_id)
    )
    found = [
        FeeRow(row.id, row.location_id, name, place_kind(kind), row.currency, _fee(row)) for row, name, kind in rows
    ]
    order = list(Field)
    return sorted(found, key=lambda row: (row.place.casefold(), order.index(row.fee.field), row.fee.valid_from, row.id))


def _fee(row: LocationFee) -> Fee:
    season = Season(row.first_month, row.last_month) if row.first_month and row.last_month else None
    day = date.fromisoformat(row.valid_from)
    return Fee(Field(row.field), row.amount, day, row.size_tier, season, row.from_days, row.sku, bool(row.by_order))


def tariffs(rows: list[FeeRow], places: list[PlaceRow], currency: str) -> dict[int, Tariff]:
    """Gather the fees by place; a place without any has an empty tariff."""
    held: dict[int, list[Fee]] = {}
    for row in rows:
        if row.counts:
            held.setdefault(row.location_id, []).append(row.fee)
    return {
        place.id: Tariff(place.name, place_kind(place.kind), currency, tuple(held.get(place.id, ())))
        for place in places
    }


def missing(tariff: Tariff) -> tuple[Field, ...]:
    """Name the fees without which the cost of a place is unknown and that nobody has typed."""
    typed = {fee.field for fee in tariff.fees}
    return tuple(field for field in NEEDED[tariff.kind] if field not in typed)


COLUMNS: tuple[Column[FeeRow], ...] = (
    Column("Place", lambda row: row.place),
    Column("Fee", lambda row: row.fee.field.value),
    Column("Only for", lambda row: row.only, hint="A SKU, a size, or stock of an age; none typed means all"),
    Column("Amount", lambda row: row.amount, Kind.MONEY),
    Column("For a", lambda row: row.unit, hint="What is paid for"),
    Column("From", lambda row: row.fee.valid_from, Kind.DAY, hint="It holds until the next one for the same begins"),
    Column("Months", lambda row: row.months, hint="Of each year; none typed means all"),
    Column("Counts", lambda row: "" if row.counts else "no: not a fee of this kind of place"),
)
