"""Facts of work: what places have to pack, store and take in, against the limits that people typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.queries.allocation_rooms import Takes, there_at
from app.queries.conflict_facts.known import Known, worth
from app.queries.inbound import on_their_way
from app.queries.place_facts import limits, limits_on
from app.queries.places import PlaceRow, places
from models.domain.allocation.facts import ChannelFacts
from models.domain.cases import cases_up
from models.domain.conflicts.work import Workload
from models.domain.period import Period
from models.domain.stock import LimitKind, SkuPlanning

Limited = Mapping[tuple[int, LimitKind, str], int]


@dataclass(frozen=True)
class _Need:
    """Units that come to a place or leave it, and what the `told` ones contribute together, in minor units."""

    units: Fraction = Fraction(0)
    worth: Fraction = Fraction(0)
    told: Fraction = Fraction(0)

    def __add__(self, other: _Need) -> _Need:
        return _Need(self.units + other.units, self.worth + other.worth, self.told + other.told)

    @property
    def each(self) -> Fraction | None:
        """What a unit contributes, as those do of which it is known; None where it is of none."""
        return self.worth / self.told if self.told else None


def workloads(session: Session, known: Known) -> Iterator[Workload]:
    """Give the work of every place that has a limit of it, in the days ahead."""
    limited = limits_on(limits(session), known.day)
    if not limited:
        return
    every = places(session)
    yield from _packed(known, every, limited)
    yield from _stored(session, known, every, limited)
    yield from _taken_in(session, known, every, limited)


class PackingPlaces(NamedTuple):
    """Places that serve one channel, or all that have none of their own (""), and the units that they pack a day."""

    name: str
    channel: str
    units: int

    def serve(self, one: ChannelFacts) -> bool:
        """Say whether a channel's sales of a SKU are packed here."""
        own = bool(one.positioned)
        return one.active and own == bool(self.channel) and (not self.channel or one.name == self.channel)


def packing_places(every: Iterable[PlaceRow], limited: Limited) -> Iterator[PackingPlaces]:
    """Give the places that pack for the same channels together, where each of them has a limit of it."""
    groups: dict[str, list[PlaceRow]] = {}
    for place in every:
        if place.allocatable or place.channel_id is not None:
            groups.setdefault("" if place.allocatable else place.channel, []).append(place)
    for channel, rows in groups.items():
        amounts = [limited.get((row.id, LimitKind.PACKED, "")) for row in rows]
        known = [amount for amount in amounts if amount is not None]
        if len(known) == len(rows):
            yield PackingPlaces(" and ".join(row.name for row in rows), channel, sum(known))


def _packed(known: Known, every: Iterable[PlaceRow], limited: Limited) -> Iterator[Workload]:
    """Set what channels sell and have promised against the units that the places that serve them pack a day."""
    for here in packing_places(every, limited):
        need, channels = _leaving(known, here)
        yield _workload(known, here.name, "pack", channels, need, here.units * known.days)


def _leaving(known: Known, here: PackingPlaces) -> tuple[_Need, tuple[str, ...]]:
    """Add up what leaves places in the days ahead."""
    total, channels = _Need(), set()
    last = known.day + timedelta(days=known.days - 1)
    for sku in known.facts.skus:
        for one in sku.channels:
            if not here.serve(one):
                continue
            units = one.rate * known.days
            if not here.channel:
                due = [line.units for line in one.lines if line.ship_by is None or line.ship_by <= last]
                units += sum(due)
            if units:
                channels.add(one.name)
                total += _need(units, [one])
    return total, tuple(sorted(channels))


def _stored(session: Session, known: Known, every: Iterable[PlaceRow], limited: Limited) -> Iterator[Workload]:
    """Set what lies at a place and is on its way to it against the volume of a storage type."""
    rooms = {key: amount for key, amount in limited.items() if key[1] is LimitKind.VOLUME}
    if not rooms:
        return
    there, takes = there_at(session, known.day, known.names), Takes(session)
    by_id = {place.id: place for place in every}
    for (place_id, kind, storage), amount in sorted(rooms.items()):
        taken = takes.of(kind, storage)
        here = {sku: units for sku, units in there.get(place_id, {}).items() if taken.get(sku)}
        volume = sum(units * taken[sku] for sku, units in here.items())
        if volume:
            need = _of_skus(known, here)
            # Of units of several sizes the part that fits is told in proportion to their volume.
            fits = int(need.units) * min(amount, volume) // volume
            yield _workload(
                known, by_id[place_id].name, f"store ({storage})", _serves(known, by_id[place_id]), need, fits
            )


def _taken_in(session: Session, known: Known, every: Iterable[PlaceRow], limited: Limited) -> Iterator[Workload]:
    """Set the cartons that come to a place in the days ahead against those it takes in."""
    amounts = {key[0]: amount for key, amount in limited.items() if key[1] is LimitKind.CARTONS}
    if not amounts:
        return
    last = known.day + timedelta(days=known.days - 1)
    coming: dict[str, dict[str, int]] = {}
    for row in on_their_way(session, today=known.day):
        if row.expected is not None and row.expected <= last:
            here = coming.setdefault(row.location.casefold(), {})
            here[row.sku] = here.get(row.sku, 0) + row.coming
    for place in every:
        here = coming.get(place.name.casefold(), {})
        if place.id in amounts and here:
            cartons = sum(cases_up(units, _case(known, sku)) // _case(known, sku) for sku, units in here.items())
            need = _of_skus(known, here)
            fits = int(need.units) * min(amounts[place.id], cartons) // cartons
            yield _workload(known, place.name, "take in", _serves(known, place), need, fits)


def _case(known: Known, sku: str) -> int:
    return max(1, known.plans.get(sku, SkuPlanning()).case_pack)


def _of_skus(known: Known, here: Mapping[str, int]) -> _Need:
    total = _Need()
    for sku, units in here.items():
        facts = known.by_sku.get(sku)
        total += _need(Fraction(units), facts.channels if facts is not None else ())
    return total


def _need(units: Fraction, channels: Iterable[ChannelFacts]) -> _Need:
    each = worth(channels)
    return _Need(units) if each is None else _Need(units, units * max(Fraction(0), each), units)


def _serves(known: Known, place: PlaceRow) -> tuple[str, ...]:
    """Name the channels that are served from a place."""
    if place.channel:
        return (place.channel,)
    return tuple(sorted({one.name for sku in known.facts.skus for one in sku.channels if one.active and one.rate}))


def _workload(known: Known, place: str, work: str, channels: tuple[str, ...], need: _Need, capacity: int) -> Workload:
    days = Period(known.day, known.day + timedelta(days=known.days - 1))
    return Workload(place, work, days, channels, known.currency, ceil(need.units), capacity, need.each)
