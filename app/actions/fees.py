"""Edits of the fees of places: each is typed with the day from which it holds."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.actions.stock_lines import refuse, sku_fault
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from models.domain.money import major
from models.domain.routing.fees import BY_ORDER, FIELDS, Fee, PlaceKind
from models.domain.stock import LocationKind
from models.tables import Location, LocationFee

_TOPICS = frozenset({"stock", "history"})
_MOST = 1_000_000_000
_MOST_DAYS = 3650


def add_fee(ledger: Ledger, *, location_id: int, fee: Fee) -> Done:
    """Type a fee of a place, in minor units of the ledger's currency."""
    with ledger.change("Add fee", _TOPICS) as (session, done):
        place = _place(session, location_id)
        kept = _settled(session, place, fee)
        refuse(_twice(session, place, kept, None), "Nothing was added.")
        done.label = f"Add fee of {place.name}: {_words(ledger, kept)}"
        session.add(_put(LocationFee(location_id=place.id), kept, ledger.currency))
    return done


def edit_fee(ledger: Ledger, *, fee_id: int, fee: Fee) -> Done:
    """Change a fee in place; what it will cost from a later day on is a fee of its own."""
    with ledger.change("Edit fee", _TOPICS) as (session, done):
        row = session.get_one(LocationFee, fee_id)
        place = _place(session, row.location_id)
        kept = _settled(session, place, fee)
        refuse(_twice(session, place, kept, row.id))
        done.label = f"Edit fee of {place.name}: {_words(ledger, kept)}"
        _put(row, kept, ledger.currency)
    return done


def remove_fee(ledger: Ledger, *, fee_id: int) -> Done:
    """Take a fee away as if nobody had typed it."""
    with ledger.change("Remove fee", _TOPICS) as (session, done):
        row = session.get_one(LocationFee, fee_id)
        done.label = f"Remove fee of {_place(session, row.location_id).name}: {row.field}"
        session.delete(row)
    return done


def _words(ledger: Ledger, fee: Fee) -> str:
    return f"{fee.field.value} {major(fee.amount, ledger.currency)} from {fee.valid_from}"


def _place(session: Session, location_id: int) -> Location:
    place = session.get(Location, location_id)
    if place is None:
        raise UserError("There is no such place; choose one of the list. Nothing was changed.")
    return place


def _settled(session: Session, place: Location, fee: Fee) -> Fee:
    """Give a fee as it is kept; refuse one that cannot be."""
    sku, size = fee.sku.strip(), fee.size_tier.strip()
    known = FIELDS[PlaceKind[LocationKind(place.kind).name]]
    if fee.field not in known:
        refuse(f"{place.name} ({place.kind}) has no fee for {fee.field.value}; choose another fee or its kind.")
    if fee.by_order and fee.field not in BY_ORDER:
        refuse(f"A fee for {fee.field.value} is not paid by order; type what a unit costs.")
    if not 0 <= fee.amount <= _MOST:
        refuse("A fee is 0 or more, and what the place charges; type it without a minus.")
    if not 0 <= fee.from_days <= _MOST_DAYS:
        refuse(f"The age of the stock is between 0 and {_MOST_DAYS:,} days, not {fee.from_days:,}.")
    if fee.season is not None and not {fee.season.first, fee.season.last} <= set(range(1, 13)):
        refuse("A season is from one month to another, each 1 to 12; October to December is 10 to 12.")
    if sku:
        refuse(sku_fault(session, sku))
    if sku and size:
        refuse("A fee is for one SKU or for one size, not for both; leave one of them out.")
    return Fee(fee.field, fee.amount, fee.valid_from, size, fee.season, fee.from_days, sku, fee.by_order)


def _twice(session: Session, place: Location, fee: Fee, besides: int | None) -> str:
    """Say that another fee of the place holds for the very same, or nothing."""
    rows = session.scalars(
        select(LocationFee).where(LocationFee.location_id == place.id, LocationFee.field == fee.field.value)
    )
    wanted = _limits(_put(LocationFee(), fee, ""))
    if any(row.id != besides and _limits(row) == wanted for row in rows):
        return (
            f"{place.name} has a fee for {fee.field.value} from {fee.valid_from} for the same already; edit that one."
        )
    return ""


def _limits(row: LocationFee) -> tuple[object, ...]:
    return row.valid_from, row.sku, row.size_tier, row.first_month, row.last_month, row.from_days, row.by_order


def _put(row: LocationFee, fee: Fee, currency: str) -> LocationFee:
    row.field, row.amount, row.currency = fee.field.value, fee.amount, currency
    row.valid_from, row.sku, row.size_tier = fee.valid_from.isoformat(), fee.sku, fee.size_tier
    row.first_month, row.last_month = (fee.season.first, fee.season.last) if fee.season else (None, None)
    row.from_days, row.by_order = fee.from_days, int(fee.by_order)
    return row
