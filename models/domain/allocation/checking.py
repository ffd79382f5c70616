"""What is wrong with claimants or a ladder, told by field, before anything is allocated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.ladder import Goal, Ladder, ShareBy
from models.domain.allocation.levels import MOST

_LONGEST_COVER = 3650
_LARGEST_DEMAND = 10**6
_MOST_DIGITS = MOST**2
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
    asked = _asked(ladder)
    return (
        *_quantity("supply", supply),
        *asked.problems,
        *_on_codes(claimants),
        *[
            problem
            for number, claimant in enumerate(claimants)
            if not _is_plain(claimant, asked)
            for problem in _on_claimant(f"claimants[{number}]", claimant, asked)
        ],
        *(_on_weights(claimants) if asked.shares else ()),
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
    if not _in_bounds(value):
        yield Problem(field, f"must not be below 0, but is {value}" if value < 0 else "has too many digits")


def _in_bounds(value: Fraction) -> bool:
    top, bottom = value.as_integer_ratio()
    return 0 <= top <= _MOST_DIGITS and bottom <= _MOST_DIGITS


def _on_ladder(ladder: Ladder) -> Iterator[Problem]:
    if not ladder.rungs:
        yield Problem("ladder", "needs at least one rung")
    for number, rung in enumerate(ladder.rungs):
        if rung.goal is Goal.COVER:
            yield from _quantity(f"ladder[{number}].days", rung.days, 1, _LONGEST_COVER)


def _on_codes(claimants: Sequence[Claimant]) -> Iterator[Problem]:
    codes = {one.code for one in claimants}
    if len(codes) == len(claimants) and "" not in codes:
        return
    seen: dict[str, int] = {}
    for number, claimant in enumerate(claimants):
        if not claimant.code:
            yield Problem(f"claimants[{number}].code", "is missing")
        elif claimant.code in seen:
            first = seen[claimant.code]
            yield Problem(f"claimants[{number}].code", f"{claimant.code} is already the code of claimants[{first}]")
        seen.setdefault(claimant.code, number)


@dataclass(frozen=True)
class _Asked:
    """What a ladder asks of every claimant, and what is wrong with it: found out once for all SKUs."""

    problems: tuple[Problem, ...]
    weighs: bool  # contribution, and the demand it is expected of
    dates: bool  # the day by which a line is to ship
    claim: ShareBy | None  # a cap, since a rest rung is shared by this rule
    shares: bool  # a weight of one of them


@lru_cache(maxsize=16)
def _asked(ladder: Ladder) -> _Asked:
    rungs = ladder.rungs
    rest = [rung.share_by for rung in rungs if rung.goal is Goal.REST and rung.share_by in _NEED_A_CLAIM]
    return _Asked(
        tuple(_on_ladder(ladder)),
        any(rung.share_by is ShareBy.CONTRIBUTION for rung in rungs),
        any(rung.goal is Goal.COMMIT and rung.share_by is ShareBy.EDD for rung in rungs),
        rest[0] if rest else None,
        any(rung.share_by is ShareBy.SHARE for rung in rungs),
    )


def _is_plain(one: Claimant, asked: _Asked) -> bool:
    """Tell a claimant that is all right at a glance, as nearly all of tens of thousands are."""
    _, _, lot, moq, commit, floor, target, cap, weight, rate, pos, _, lines, demand, _, _ = one
    if lines or demand is not None or asked.weighs or not 1 <= lot <= MOST:
        return False
    if not (0 <= moq <= MOST and 0 <= commit <= MOST and 0 <= floor <= MOST):
        return False
    if not (0 <= target <= MOST and 0 <= pos <= MOST and _in_bounds(weight)):
        return False
    if rate is not weight and not _in_bounds(rate):
        return False
    if cap is None:
        return asked.claim is None
    return 0 <= cap <= MOST and floor <= cap and commit <= cap


def _on_claimant(place: str, claimant: Claimant, asked: _Asked) -> Iterator[Problem]:
    yield from _quantity(f"{place}.lot", claimant.lot, 1)
    units = (claimant.moq, claimant.commit, claimant.floor, claimant.target, claimant.pos)
    if min(units) < 0 or max(units) > MOST:
        for name, value in zip(("moq", "commit", "floor", "target", "pos"), units, strict=True):
            yield from _quantity(f"{place}.{name}", value)
    yield from _rational(f"{place}.weight", claimant.weight)
    yield from _rational(f"{place}.rate", claimant.rate)
    if claimant.lot >= 1:
        if claimant.lines:
            yield from _on_lines(place, claimant, asked)
        yield from _on_cap(place, claimant, asked)
    if claimant.enabled:
        yield from _on_worth(place, claimant, asked)


def _on_cap(place: str, claimant: Claimant, asked: _Asked) -> Iterator[Problem]:
    field, cap = f"{place}.cap", claimant.cap
    if cap is None:
        if asked.claim is not None:
            yield Problem(field, f"is missing: a rest rung shared by {asked.claim} needs one as the channel's claim")
        return
    yield from _quantity(field, cap)
    if claimant.floor > cap:
        yield _warning(field, f"is {cap}, below the floor of {claimant.floor}: the floor counts up to the cap")
    if claimant.committed > cap:
        yield _warning(field, f"is {cap} and in conflict with the {claimant.committed} committed units")


def _on_lines(place: str, claimant: Claimant, asked: _Asked) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, line in enumerate(claimant.lines):
        yield from _on_line(f"{place}.lines[{number}]", line, seen, by_date=asked.dates)
        seen.add(line.id)
    units = sum(line.units for line in claimant.lines)
    if claimant.commit not in {0, units, claimant.committed}:
        yield _warning(f"{place}.commit", f"is {claimant.commit}, but the lines add up to {units}: the lines count")


def _on_line(place: str, line: OrderLine, seen: set[str], *, by_date: bool) -> Iterator[Problem]:
    yield from _quantity(f"{place}.units", line.units, 1)
    if not line.id:
        yield Problem(f"{place}.id", "is missing")
    elif line.id in seen:
        yield Problem(f"{place}.id", f"{line.id} is the id of an earlier line")
    if by_date and line.ship_by is None:
        yield _warning(f"{place}.ship_by", "is missing: the line comes after all that have a date")


def _on_worth(place: str, claimant: Claimant, asked: _Asked) -> Iterator[Problem]:
    if isinstance(claimant.demand, Demand):
        yield from _quantity(f"{place}.demand", claimant.demand.certain, most=_LARGEST_DEMAND)
        yield from _rational(f"{place}.demand", claimant.demand.mean)
        if claimant.demand.mean > _LARGEST_DEMAND:
            yield Problem(f"{place}.demand", f"must be at most {_LARGEST_DEMAND}")
    if not asked.weighs:
        return
    for name in ("demand", "contribution"):
        if getattr(claimant, name) is None:
            yield Problem(f"{place}.{name}", "is missing: a rung is shared by contribution")
    if claimant.contribution is not None and claimant.contribution < 0:
        yield _warning(f"{place}.contribution", "is below 0 and counts as 0 where contribution decides who comes next")


def _on_weights(claimants: Sequence[Claimant]) -> Iterator[Problem]:
    sharing = [claimant for claimant in claimants if claimant.enabled]
    if sharing and not any(claimant.weight for claimant in sharing):
        yield Problem("claimants", "all weights are 0, but a rung is shared by weight: give at least one a weight")


def _on_floors(supply: int, claimants: Sequence[Claimant]) -> Iterator[Problem]:
    # A floor above a cap counts only up to it.
    guaranteed = [one for one in claimants if one.floor and one.enabled]
    floors = sum([one.floor if one.cap is None else min(one.floor, one.cap) for one in guaranteed])
    if floors > max(supply, 0):
        yield _warning(
            "supply", f"is {supply}, less than the floors, which add up to {floors}: not all of them can be met"
        )
