"""What a channel would get if a rung of the ladder, or one of its own rules, were not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.domain.allocation.awards import Allocation, Units
from models.domain.allocation.checking import check, errors
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.explanation import Step, steps_of
from models.domain.allocation.ladder import Ladder
from models.domain.words import figure


@dataclass(frozen=True)
class Without:
    """The units without something, and how many more (or, below 0, fewer) the channel gets because of it."""

    what: str
    units: int
    effect: int


@dataclass(frozen=True)
class Explanation:
    """The reasons for the number of one channel."""

    claimant: str
    units: Units
    steps: tuple[Step, ...]
    without: tuple[Without, ...]


def explain(supply: int, claimants: Sequence[Claimant], ladder: Ladder, *, code: str) -> Explanation:
    """Say why the channel with a code gets its number, working it out again without each of its reasons."""
    found = allocate(supply, claimants, ladder)
    return Explanation(
        code, found.units[code], steps_of(found, code), tuple(without_each(found, claimants, ladder, code=code))
    )


def without_each(found: Allocation, claimants: Sequence[Claimant], ladder: Ladder, *, code: str) -> Iterator[Without]:
    """Leave out each rung and each rule of a channel in turn; what then cannot be allocated is passed over."""
    now = found.units[code].all
    for number, rung in enumerate(ladder.rungs):
        units = _units(found.supply, claimants, ladder.without(number), code)
        if units is not None:
            yield Without(f"rung {number + 1}, {rung.name}", units, now - units)
    place = next(number for number, claimant in enumerate(claimants) if claimant.code == code)
    for what, changed in _relaxed(claimants[place], max(claimant.priority for claimant in claimants)):
        others = [*claimants[:place], changed, *claimants[place + 1 :]]
        units = _units(found.supply, others, ladder, code)
        if units is not None:
            yield Without(what, units, now - units)


def _units(supply: int, claimants: Sequence[Claimant], ladder: Ladder, code: str) -> int | None:
    if errors(check(supply, claimants, ladder)):
        return None
    return allocate(supply, claimants, ladder).units[code].all


def _relaxed(claimant: Claimant, last: int) -> Iterator[tuple[str, Claimant]]:
    """Give a channel without each of its rules that says anything."""
    if claimant.committed:
        yield f"its {claimant.committed} committed units", claimant._replace(commit=0, lines=())
    if claimant.floor:
        yield f"its floor of {claimant.floor}", claimant._replace(floor=0)
    if claimant.target:
        yield f"its target of {claimant.target}", claimant._replace(target=0)
    if claimant.cap is not None:
        yield f"its cap of {claimant.cap}", claimant._replace(cap=None)
    if claimant.weight:
        yield f"its weight of {figure(claimant.weight, 3)}", claimant._replace(weight=claimant.weight * 0)
    if claimant.priority < last:
        yield f"its priority of {claimant.priority}", claimant._replace(priority=last)
    if claimant.moq > claimant.lot:
        yield f"its MOQ of {claimant.moq}", claimant._replace(moq=0)
    if claimant.lot > 1:
        yield f"its case pack of {claimant.lot}", claimant._replace(lot=1)
    if claimant.pos:
        yield f"its {claimant.pos} units in place", claimant._replace(pos=0)
