"""A SKU carried through past weeks: what really happened, or what a set of rules would have made of the same supply.

Every week: what came is added to what is left, the rules share it out by what was known on that Monday, every channel
sells what is wanted of it as far as its units reach, its own stock first; all that is not sold is shared out anew a
week later. What a channel cannot serve in its week is lost to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from models.domain.allocation.checking import Problem
from models.domain.allocation.claimant import OrderLine, in_order
from models.domain.allocation.engine import share
from models.domain.allocation.facts import ChannelFacts, Override, SkuFacts
from models.domain.allocation.ladder import Ladder
from models.domain.allocation.outcome import fixed_first, free_of, problems_in
from models.domain.allocation.planning import Planned, planned
from models.domain.allocation.prepared import Prepared
from models.domain.replay.past import WEEK, ChannelPast, PastLine, SkuPast
from models.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class ChannelWeek:
    """A channel in a week: units asked of it, units sold, and units that it could have sold."""

    wanted: int
    sold: int
    had: int

    @property
    def lost(self) -> int:
        """The units asked for in vain."""
        return self.wanted - self.sold


@dataclass(frozen=True, slots=True)
class SkuWeek:
    """A SKU in a week, at all places together; `opening` and `arrivals` less what the channels sold is `closing`."""

    opening: int
    arrivals: int
    closing: int
    channels: tuple[ChannelWeek, ...]


@dataclass(frozen=True)
class SkuRun:
    """A SKU through all weeks; the channels of every week stand in the order of its past."""

    past: SkuPast
    weeks: tuple[SkuWeek, ...]


class CannotFollow(ValueError):
    """Rules that cannot be followed for a SKU on a day."""

    def __init__(self, sku: str, day: date, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.sku, self.day = sku, day


def happened(past: SkuPast) -> SkuRun:
    """Say what really happened; a channel had what it sold."""
    weeks, levels = [], _Levels(past)
    for week in range(len(past.mondays)):
        opening, came = levels.all, levels.receive(week)
        found = []
        for number, one in enumerate(past.channels):
            sold = one.weeks[week].sold
            levels.sell(number, sold, own=sold if one.own is not None else 0)
            found.append(ChannelWeek(max(sold, one.weeks[week].wanted), sold, sold))
        weeks.append(SkuWeek(opening, came, levels.all, tuple(found)))
    return SkuRun(past, tuple(weeks))


def replay(past: SkuPast, rules: Sequence[Rules], ladder: Ladder, fixed: Sequence[Override] = ()) -> SkuRun:
    """Carry a SKU through its weeks by the rules that hold on each Monday; raises `CannotFollow`."""
    weeks, levels, lines = [], _Levels(past), _Lines(past.lines)
    for week, monday in enumerate(past.mondays):
        opening, came = levels.all, levels.receive(week)
        plan = planned(_known(past, week, levels, lines), rules[week], ladder, fixed)
        if plan.claimants and (problems := problems_in(plan)):
            raise CannotFollow(past.facts.sku, monday, problems)
        given = given_by(plan)
        found = []
        for number, one in enumerate(past.channels):
            own, wanted = max(0, levels.own[number]), one.weeks[week].wanted
            had = own + given[one.facts.name]
            sold = min(wanted, had)
            levels.sell(number, sold, own=min(sold, own))
            lines.ship(one.facts.name, sold, monday)
            found.append(ChannelWeek(wanted, sold, had))
        weeks.append(SkuWeek(opening, came, levels.all, tuple(found)))
    return SkuRun(past, tuple(weeks))


def given_by(plan: Planned) -> dict[str, int]:
    """Share out a planned SKU and give the units by channel, firm and loaned together, without their reasons."""
    given, left = fixed_first(plan, plan.supply.to_share)
    prepared = Prepared(free_of(plan), plan.ladder)
    shares = share(prepared, left)
    for one, firm, loan in zip(prepared.ranked, shares.firm, shares.loan, strict=True):
        given[one.code] = firm + loan
    return given


def _known(past: SkuPast, week: int, levels: _Levels, lines: _Lines) -> SkuFacts:
    """Give the facts of a SKU as they would have been known on a Monday."""
    monday = past.mondays[week]
    claims = lines.open_on(monday)
    channels = [
        _channel(one, week, in_place=max(0, levels.own[number]), lines=claims.get(one.facts.name, ()))
        for number, one in enumerate(past.channels)
    ]
    receipts = tuple([one.receipt for one in past.receipts if one.expected_on(monday)])
    return replace(past.facts, on_hand=max(0, levels.pool), promised=0, channels=tuple(channels), receipts=receipts)


def _channel(past: ChannelPast, week: int, *, in_place: int, lines: Sequence[OrderLine]) -> ChannelFacts:
    return past.facts._replace(rate=past.weeks[week].rate, positioned=in_place, lines=tuple(lines))


class _Levels:
    """The units in all places as the weeks go by.

    A place goes below 0 where units that left it in fact were sold before; what comes next makes up for them first.
    """

    def __init__(self, past: SkuPast) -> None:
        self._places = [one.own for one in past.channels]
        self._arrivals = past.pool.arrivals
        self.pool = past.pool.opening
        self.own = [0 if place is None else place.opening for place in self._places]

    @property
    def all(self) -> int:
        """The units at all places."""
        return self.pool + sum(self.own)

    def receive(self, week: int) -> int:
        """Add what came in a week, and give how much that is."""
        came = [0 if place is None else place.arrivals[week] for place in self._places]
        self.pool += self._arrivals[week]
        self.own = [before + more for before, more in zip(self.own, came, strict=True)]
        return self._arrivals[week] + sum(came)

    def sell(self, channel: int, units: int, *, own: int) -> None:
        """Take out what a channel sold, so much of it from its own stock."""
        self.own[channel] -= own
        self.pool -= units - own


class _Lines:
    """The order lines that are still to be shipped as the weeks go by."""

    def __init__(self, lines: Sequence[PastLine]) -> None:
        self._lines = lines
        self._open = [one.line.units for one in lines]

    def open_on(self, day: date) -> dict[str, list[OrderLine]]:
        """Give the lines of each channel that are not shipped, and whose last day has not passed."""
        found: dict[str, list[OrderLine]] = {}
        for one, units in zip(self._lines, self._open, strict=True):
            if units and one.line.ship_by is not None and one.line.ship_by >= day:
                found.setdefault(one.channel, []).append(replace(one.line, units=units))
        return found

    def ship(self, channel: str, units: int, monday: date) -> None:
        """Let what a channel sells in a week serve its lines whose window has begun, the most pressing first."""
        if not units:
            return
        numbers = {one.line.id: number for number, one in enumerate(self._lines) if self._ships(one, channel, monday)}
        for line in in_order(tuple([self._lines[number].line for number in numbers.values()])):
            served = min(units, self._open[numbers[line.id]])
            self._open[numbers[line.id]] -= served
            units -= served

    def _ships(self, one: PastLine, channel: str, monday: date) -> bool:
        begun = one.first is None or one.first < monday + WEEK
        return one.channel == channel and begun and one.line.ship_by is not None and one.line.ship_by >= monday
