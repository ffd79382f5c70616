"""How long stock lasts: days of cover, the stock-out day, which arrivals come in time, and when the shelf is empty.

Units that arrive on a day can be sold from the next day on, so an arrival counts as cover only if it comes before the
stock-out day: the first day on which demand can no longer be met in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor


@dataclass(frozen=True, order=True)
class Arrival:
    """Units that are expected on a day, and the order or shipment that brings them."""

    day: date
    units: int
    reference: str = ""


@dataclass(frozen=True)
class Cover:
    """How long stock lasts with what arrives in time; without demand there are no days and no stock-out day."""

    on_hand: int
    days: Fraction | None
    stockout: date | None
    in_time: tuple[Arrival, ...] = ()
    late: tuple[Arrival, ...] = ()
    overdue: tuple[Arrival, ...] = ()


@dataclass(frozen=True)
class Spell:
    """A time without stock in days from now; one that no arrival ends has no end."""

    first: Fraction
    until: Fraction | None


def cover(today: date, on_hand: int, rate: Fraction, arrivals: Iterable[Arrival] = ()) -> Cover:
    """Give the cover of stock that sells `rate` units a day."""
    expected = sorted(arrivals)
    overdue = tuple(arrival for arrival in expected if arrival.day < today)
    coming = expected[len(overdue) :]
    if rate <= 0:
        return Cover(on_hand, None, None, tuple(coming), (), overdue)
    units = on_hand
    for number, arrival in enumerate(coming):
        if (arrival.day - today).days >= floor(units / rate):
            late = tuple(coming[number:])
            break
        units += arrival.units
    else:
        late = ()
    days = max(Fraction(0), units / rate)
    return Cover(on_hand, days, _day(today, floor(days)), tuple(coming[: len(coming) - len(late)]), late, overdue)


def _day(today: date, days: int) -> date | None:
    """Give the day so many days from now, if a calendar has it."""
    return today + timedelta(days=days) if days <= (date.max - today).days else None


def sellable(today: date, arrival: Arrival) -> int:
    """Give the days from now until the units of an arrival can be sold."""
    return (arrival.day - today).days + 1


def empty_spells(today: date, on_hand: int, rate: Fraction, arrivals: Iterable[Arrival] = ()) -> tuple[Spell, ...]:
    """Give the times without stock; demand that meets an empty shelf is lost, overdue arrivals never come."""
    if rate <= 0:
        return ()
    spells = []
    now, stock = Fraction(0), Fraction(max(on_hand, 0))
    for arrival in sorted(arrival for arrival in arrivals if arrival.day >= today):
        then = Fraction(sellable(today, arrival))
        empty = now + stock / rate
        if empty < then:
            spells.append(Spell(empty, then))
        stock = max(Fraction(0), stock - rate * (then - now)) + arrival.units
        now = then
    return (*spells, Spell(now + stock / rate, None))


def empty_days(spells: Sequence[Spell], first: Fraction | int, until: Fraction | int) -> Fraction:
    """Add up the days without stock between two times."""
    parts = (
        min(spell.until if spell.until is not None else until, until) - max(spell.first, first) for spell in spells
    )
    return sum((Fraction(part) for part in parts if part > 0), Fraction(0))
