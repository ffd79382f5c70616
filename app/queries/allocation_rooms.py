"""What the places of channels still have room for on a day: volume by storage type, units packed, cartons taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.inbound import on_their_way
from app.queries.names import Names
from app.queries.place_facts import limits, limits_on, servings
from app.queries.places import PlaceRow, places
from app.queries.planning import plans_of_skus
from app.queries.positions import positions
from models.domain.allocation.ladder import STANDARD
from models.domain.allocation.room import Room
from models.domain.stock import LimitKind, Serving
from models.tables import Sku

# Units packed are counted over the days of sales that an allocation looks ahead.
PACKING_DAYS = STANDARD.demand_days
_Key = tuple[LimitKind, str]  # a kind of limit and, of volume, a storage type


def rooms_of(session: Session, day: date, names: Names) -> tuple[Room, ...]:
    """Give the room at the places whose stock is a channel's own; none where nobody typed limits.

    A channel with several places is limited where each of them is.
    """
    limited = limits_on(limits(session), day)
    owned: dict[int, list[PlaceRow]] = {}
    for place in places(session) if limited else ():
        if place.channel_id is not None and not place.allocatable:
            owned.setdefault(place.channel_id, []).append(place)
    keys = {
        (whose, kind, storage)
        for whose, rows in owned.items()
        for place, kind, storage in limited
        if place in _ids(rows)
    }
    if not keys:
        return ()
    there, takes = there_at(session, day, names), Takes(session)
    found = []
    for whose, kind, storage in sorted(keys):
        rows, taken = owned[whose], takes.of(kind, storage)
        amounts = [limited.get((row.id, kind, storage)) for row in rows]
        left = sum(
            [
                _left(kind, amount, there.get(row.id, {}), taken)
                for row, amount in zip(rows, amounts, strict=True)
                if amount is not None
            ]
        )
        if None not in amounts:
            what = f"{kind.value}{f' ({storage})' if storage else ''} at {' and '.join(row.name for row in rows)}"
            found.append(Room(rows[0].channel, what, left, taken, by_case=kind is LimitKind.CARTONS))
    return tuple(found)


def _ids(rows: Iterable[PlaceRow]) -> set[int]:
    return {row.id for row in rows}


class Takes:
    """What a unit or case of each SKU takes of a limit."""

    def __init__(self, session: Session) -> None:
        self._codes: dict[int, str] = dict(session.execute(select(Sku.id, Sku.code)).all())
        self._plans = plans_of_skus(session)
        self._how = servings(session)

    def of(self, kind: LimitKind, storage: str) -> Mapping[str, int]:
        """Give parts by SKU: thousandths of a cubic foot for a storage type, else 1; no volume takes no room."""
        if kind is not LimitKind.VOLUME:
            return dict.fromkeys(self._codes.values(), 1)
        return {
            code: plan.volume
            for sku_id, plan in self._plans.items()
            if plan.volume
            and (code := self._codes.get(sku_id, ""))
            and self._how.get(code, Serving()).storage_type.casefold() == storage
        }


def _left(kind: LimitKind, amount: int, there: Mapping[str, int], takes: Mapping[str, int]) -> int:
    """Give what a place has left: cartons are those still taken in, and what lies there has been."""
    if kind is LimitKind.CARTONS:
        return amount
    whole = amount * PACKING_DAYS if kind is LimitKind.PACKED else amount
    return max(0, whole - sum(units * takes.get(sku, 0) for sku, units in there.items()))


def there_at(session: Session, day: date, names: Names) -> dict[int, dict[str, int]]:
    """Count the units that lie at each place or are on their way to it, by the place's id and SKU."""
    coming: dict[tuple[str, str], int] = {}
    for row in on_their_way(session, today=day):
        key = (row.location.casefold(), row.sku)
        coming[key] = coming.get(key, 0) + row.coming
    found: dict[int, dict[str, int]] = {}
    for one in positions(session, names):
        ordered = coming.pop((one.place.name.casefold(), one.sku), 0)
        here = found.setdefault(one.place.id, {})
        here[one.sku] = here.get(one.sku, 0) + max(0, one.lying or 0) + max(one.incoming, ordered)
    ids = {place.name.casefold(): place.id for place in places(session)}
    for (name, sku), units in coming.items():
        if name in ids:
            here = found.setdefault(ids[name], {})
            here[sku] = here.get(sku, 0) + units
    return found
