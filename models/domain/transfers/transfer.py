"""One transfer of a SKU from a location to another, and its effect on every channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from models.domain.cover import Arrival
from models.domain.transfers.depot import Depot
from models.domain.words import figure


@dataclass(frozen=True)
class Request:
    """Units of a SKU wanted at a location, the locations that may give, the first asked first, and the days on the way.

    `volume` is that of a unit in cubic feet; `at_stake` is the contribution in minor units lost if nothing comes.
    """

    sku: str
    today: date
    destination: Depot
    sources: tuple[Depot, ...]
    wanted: int
    case: int = 1
    volume: Fraction = Fraction(0)
    days: int = 0
    at_stake: int = 0

    @property
    def volume_of_case(self) -> Fraction:
        """The cubic feet of a case."""
        return self.volume * self.case

    def arrival(self, units: int) -> Arrival:
        """Give the arrival of units that are sent today."""
        return Arrival(self.today + timedelta(days=self.days), units)


@dataclass(frozen=True)
class Effect:
    """Days of cover of a channel that sells from a location, before and after."""

    channel: str
    location: str
    before: Fraction
    after: Fraction


@dataclass(frozen=True)
class Transfer:
    """Units proposed to move, when they arrive, whether before the stock-out day, and the effect on every channel."""

    sku: str
    source: str
    destination: str
    units: int
    cases: int
    volume: Fraction
    arrives: date
    in_time: bool
    effects: tuple[Effect, ...]


def transfer(request: Request, source: Depot, destination: Depot, units: int) -> Transfer:
    """Describe the move of units from a source to the destination as it stands by now."""
    today, arrival = request.today, request.arrival(units)
    fuller = destination.expecting(arrival)
    return Transfer(
        request.sku,
        source.location,
        destination.location,
        units,
        units // request.case,
        units * request.volume,
        arrival.day,
        arrival in fuller.cover(today).in_time,
        (*_effects(today, source, source.given(units)), *_effects(today, destination, fuller)),
    )


def _effects(today: date, before: Depot, after: Depot) -> Iterator[Effect]:
    days_before, days_after = before.cover(today).days, after.cover(today).days
    if days_before is None or days_after is None:
        return
    for channel, rate in sorted(before.rates.items()):
        if rate > 0:
            yield Effect(channel, before.location, days_before, days_after)


def sentences(moved: Transfer) -> Iterator[str]:
    """Say what moves, when it arrives and how the cover of each channel changes."""
    late = "" if moved.in_time else ", after the stock-out day"
    yield f"Move {moved.units} from {moved.source} to {moved.destination}, there on {moved.arrives}{late}"
    covers = [
        f"{effect.channel} at {effect.location} from {figure(effect.before)} to {figure(effect.after)} days"
        for effect in moved.effects
    ]
    if covers:
        yield f"Cover: {', '.join(covers)}"
