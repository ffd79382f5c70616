"""What is wrong with claimants or a ladder, told by field, before anything is allocated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import Goal, Ladder, Rung, ShareBy
from models.domain.allocation.levels import MOST

_LONGEST_COVER = 3650
_LARGEST_DEMAND = 10**6
_NEED_A_CLAIM = frozenset({ShareBy.PRORATA, ShareBy.EQUAL_LOSS})


class Severity(StrEnum):
    """Whether a problem stops the allocation."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the field, as in "claimants[2].lot", and what is wrong with it."""

    field: str
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


def check(supply: int, claimants: Sequence[Claimant], ladder: Ladder) -> tuple[Problem, ...]:
    """List every problem, those that stop the allocation and those that only deserve a look."""
    return (
        *_quantity("supply", supply),
        *_on_ladder(ladder),
        *_on_codes(claimants),
        *[
            problem
            for number, claimant in enumerate(claimants)
            for problem in _on_claimant(f"claimants[{number}]", claimant, ladder.rungs)
        ],
        *_on_weights(claimants, ladder),
        *_on_floors(supply, claimants),
    )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Give the problems that stop the allocation."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _warning(field: str, message: str) -> Problem:
    return Problem(field, message, Severity.WARNING)


def _quantity(field: str, units: int, least: int = 0, most: int = MOST) -> Iterator[Problem]:
    if units < least:
        yield Problem(field, f"must be at least {least}, not {units}")
    elif units > most:
        yield Problem(field, f"must be at most {most}, not {units}")


def _rational(field: str, value: Fraction) -> Iterator[Problem]:
    if value < 0:
        yield Problem(field, f"must not be below 0, but is {value}")
    elif value.numerator > MOST**2 or value.denominator > MOST**2:
        yield Problem(field, "has too many digits")


def _on_ladder(ladder: Ladder) -> Iterator[Problem]:
    if not ladder.rungs:
        yield Problem("ladder", "needs at least one rung")
    for number, rung in enumerate(ladder.rungs):
        if rung.goal is Goal.COVER:
            yield from _quantity(f"ladder[{number}].days", rung.days, 1, _LONGEST_COVER)


def _on_codes(claimants: Sequence[Claimant]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, claimant in enumerate(claimants):
        if not claimant.code:
            yield Problem(f"claimants[{number}].code", "is missing")
        elif claimant.code in seen:
            first = seen[claimant.code]
            yield Problem(f"claimants[{number}].code", f"{claimant.code} is already the code of claimants[{first}]")
        seen.setdefault(claimant.code, number)


def _on_claimant(place: str, claimant: Claimant, rungs: Sequence[Rung]) -> Iterator[Problem]:
    yield from _quantity(f"{place}.lot", claimant.lot, 1)
    for name in ("moq", "commit", "floor", "target", "pos"):
        yield from _quantity(f"{place}.{name}", getattr(claimant, name))
    yield from _rational(f"{place}.weight", claimant.weight)
    yield from _rational(f"{place}.rate", claimant.rate)
    if claimant.lot >= 1:
        yield from _on_lines(place, claimant, rungs)
        yield from _on_cap(place, claimant, rungs)
    if claimant.enabled:
        yield from _on_worth(place, claimant, rungs)


def _on_cap(place: str, claimant: Claimant, rungs: Sequence[Rung]) -> Iterator[Problem]:
    field, cap = f"{place}.cap", claimant.cap
    if cap is None:
        rest = [rung.share_by for rung in rungs if rung.goal is Goal.REST and rung.share_by in _NEED_A_CLAIM]
        if rest:
            yield Problem(field, f"is missing: a rest rung shared by {rest[0]} needs one as the channel's claim")
        return
    yield from _quantity(field, cap)
    if claimant.floor > cap:
        yield _warning(field, f"is {cap}, below the floor of {claimant.floor}: the floor counts up to the cap")
    if claimant.committed > cap:
        yield _warning(field, f"is {cap} and in conflict with the {claimant.committed} committed units")


def _on_lines(place: str, claimant: Claimant, rungs: Sequence[Rung]) -> Iterator[Problem]:
    by_date = any(rung.goal is Goal.COMMIT and rung.share_by is ShareBy.EDD for rung in rungs)
    seen: set[str] = set()
    for number, line in enumerate(claimant.lines):
        yield from _on_line(f"{place}.lines[{number}]", line, seen, by_date=by_date)
        seen.add(line.id)
    asked = sum(line.units for line in claimant.lines)
    if claimant.lines and claimant.commit not in {0, asked, claimant.committed}:
        yield _warning(f"{place}.commit", f"is {claimant.commit}, but the lines add up to {asked}: the lines count")


def _on_line(place: str, line: OrderLine, seen: set[str], *, by_date: bool) -> Iterator[Problem]:
    yield from _quantity(f"{place}.units", line.units, 1)
    if not line.id:
        yield Problem(f"{place}.id", "is missing")
    elif line.id in seen:
        yield Problem(f"{place}.id", f"{line.id} is the id of an earlier line")
    if by_date and line.ship_by is None:
        yield _warning(f"{place}.ship_by", "is missing: the line comes after all that have a date")


def _on_worth(place: str, claimant: Claimant, rungs: Sequence[Rung]) -> Iterator[Problem]:
    if isinstance(claimant.demand, Demand):
        yield from _quantity(f"{place}.demand", claimant.demand.certain, most=_LARGEST_DEMAND)
        yield from _rational(f"{place}.demand", claimant.demand.mean)
        if claimant.demand.mean > _LARGEST_DEMAND:
            yield Problem(f"{place}.demand", f"must be at most {_LARGEST_DEMAND}")
    if not any(rung.share_by is ShareBy.CONTRIBUTION for rung in rungs):
        return
    for name in ("demand", "contribution"):
        if getattr(claimant, name) is None:
            yield Problem(f"{place}.{name}", "is missing: a rung is shared by contribution")
    if claimant.contribution is not None and claimant.contribution < 0:
        yield _warning(f"{place}.contribution", "is below 0 and counts as 0 where contribution decides who comes next")


def _on_weights(claimants: Sequence[Claimant], ladder: Ladder) -> Iterator[Problem]:
    shared = any(rung.share_by is ShareBy.SHARE for rung in ladder.rungs)
    if shared and claimants and not any(claimant.weight for claimant in claimants if claimant.enabled):
        yield Problem("claimants", "all weights are 0, but a rung is shared by weight: give at least one a weight")


def _on_floors(supply: int, claimants: Sequence[Claimant]) -> Iterator[Problem]:
    floors = sum(claimant.floor for claimant in claimants if claimant.enabled)
    if floors > max(supply, 0):
        yield _warning("supply", f"is {supply}, less than the floors, which add up to {floors}: the SKU will be red")
