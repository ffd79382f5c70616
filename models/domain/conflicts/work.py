"""Conflicts of work: more to pick, pack, store or take in than a place can handle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.domain.conflicts.conflict import Conflict, Entity, Family, Kind, Severity, Thing, promotion
from models.domain.conflicts.setting import Setting, units_of
from models.domain.period import Period
from models.domain.words import listed

CAPACITY_OVER = Kind(
    "CAPACITY_OVER",
    Family.STOCK,
    Severity.HIGH,
    "More than a place can handle",
    "Spread the work, serve from another place, or raise the capacity",
)


@dataclass(frozen=True)
class Workload:
    """Units that a place has to handle in some days and those it can; `work` is "pick", "pack" or "FBA".

    `expected` is what a unit of the work contributes, if known. `promotions` are those that run in these days and bring
    more than the `usual` units of them.
    """

    place: str
    work: str
    days: Period
    channels: tuple[str, ...]
    currency: str
    need: int
    capacity: int
    expected: Fraction | int | None
    promotions: tuple[str, ...] = ()
    usual: int = 0

    @property
    def own(self) -> int:
        """The units that are too many by it: of promotions those alone that they bring, as the usual count without."""
        return self.need - max(self.capacity, self.usual)


def capacities_over(facts: Iterable[Workload], setting: Setting) -> Iterator[Conflict]:
    """Find places that have more to do than they can; promotions that share days there count once, at the most."""
    told: list[Workload] = []
    for fact in sorted(facts, key=lambda one: (-one.own, one.days.first, one.promotions)):
        same = [one for one in told if fact.promotions and _meet(one, fact)]
        yield from capacity_over(fact, setting, listed(same[0].promotions) if same else "")
        if fact.promotions and not same:
            told.append(fact)


def _meet(one: Workload, other: Workload) -> bool:
    """Say whether two facts are of the same work on some same days."""
    apart = one.days.last < other.days.first or other.days.last < one.days.first
    return (one.place, one.work) == (other.place, other.work) and not apart


def capacity_over(fact: Workload, setting: Setting, counted: str = "") -> Iterator[Conflict]:
    """Find a place that has to pick, pack or take in more than it can; `counted` says with what it counts already."""
    if fact.need <= fact.capacity:
        return
    own = max(0, fact.own)
    stake = setting.earning(own, fact.expected, fact.currency, f"the work of {fact.place}")
    if counted or not own:
        where = counted or "the usual work"
        stake = setting.without_money(f"{units_of(fact.need - fact.capacity)} are counted once, with {where}")
    yield setting.conflict(
        CAPACITY_OVER,
        (Entity(Thing.PLACE, fact.place), Entity(Thing.WORK, fact.work), *map(promotion, fact.promotions)),
        sentence=f"{fact.place} has {units_of(fact.need)} to {fact.work} and can do {fact.capacity}, "
        f"{fact.days.label()}{_while(fact.promotions)}",
        stake=stake,
        channels=fact.channels,
        window=fact.days.first,
    )


def _while(promotions: tuple[str, ...]) -> str:
    return f", with {' and '.join(promotions)}" if promotions else ""
