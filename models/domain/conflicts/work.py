"""Conflicts of work: more to pick, pack, store or take in than a place can handle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.domain.conflicts.conflict import Conflict, Entity, Family, Kind, Severity, Thing, promotion
from models.domain.conflicts.setting import Setting, units_of
from models.domain.period import Period

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
    more than the usual.
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


def capacity_over(fact: Workload, setting: Setting) -> Iterator[Conflict]:
    """Find a place that has to pick, pack or take in more than it can."""
    over = fact.need - fact.capacity
    if over <= 0:
        return
    yield setting.conflict(
        CAPACITY_OVER,
        (Entity(Thing.PLACE, fact.place), Entity(Thing.WORK, fact.work), *map(promotion, fact.promotions)),
        sentence=f"{fact.place} has {units_of(fact.need)} to {fact.work} and can do {fact.capacity}, "
        f"{fact.days.label()}{_while(fact.promotions)}",
        stake=setting.earning(over, fact.expected, fact.currency, f"the work of {fact.place}"),
        channels=fact.channels,
        window=fact.days.first,
    )


def _while(promotions: tuple[str, ...]) -> str:
    return f", with {' and '.join(promotions)}" if promotions else ""
