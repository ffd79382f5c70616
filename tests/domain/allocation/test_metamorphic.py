"""What a person expects of one changed field (A4): asking for more never lowers firm units, a lower cap raises none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from random import Random

import pytest

from models.domain.allocation.awards import Allocation
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Ladder
from tests.domain.allocation.instances import instance, seeds, supply

Change = Callable[[Claimant, Random], Claimant]


def raised_floor(one: Claimant, random: Random) -> Claimant:
    return one._replace(floor=one.floor + random.randint(1, 9))


def raised_commitment(one: Claimant, random: Random) -> Claimant:
    return one._replace(commit=one.commit + random.randint(1, 9), lines=())


def raised_priority(one: Claimant, _: Random) -> Claimant:
    return one._replace(priority=max(0, one.priority - 1))


def lowered_cap(one: Claimant, random: Random) -> Claimant:
    return one._replace(cap=random.randint(0, 40) if one.cap is None else random.randint(0, one.cap))


def changed(
    change: Change, prepare: Callable[[Claimant], Claimant]
) -> Iterator[tuple[int, str, Allocation, Allocation]]:
    """Change one channel of each instance; give the seed, its code, and the allocation before and after."""
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random)
        units, place = supply(random), random.randrange(len(claimants))
        one = prepare(claimants[place])
        before, after = (with_one(claimants, place, each) for each in (one, change(one, random)))
        yield seed, one.code, allocate(units, before, ladder), allocate(units, after, ladder)


def with_one(claimants: list[Claimant], place: int, one: Claimant) -> list[Claimant]:
    return [*claimants[:place], one, *claimants[place + 1 :]]


def as_it_is(one: Claimant) -> Claimant:
    return one


def without_lines(one: Claimant) -> Claimant:
    return one._replace(lines=())


@pytest.mark.parametrize(
    "change, prepare",
    [(raised_floor, as_it_is), (raised_commitment, without_lines), (raised_priority, as_it_is)],
    ids=["floor", "commitment", "priority"],
)
def test_that_asking_for_more_never_lowers_firm_units(change: Change, prepare: Callable[[Claimant], Claimant]) -> None:
    for seed, code, before, after in changed(change, prepare):
        assert before.units[code].firm <= after.units[code].firm, seed


def test_that_a_lower_cap_never_raises_units() -> None:
    for seed, code, before, after in changed(lowered_cap, without_lines):
        assert before.units[code].all >= after.units[code].all, seed


def each(claimants: list[Claimant], ladder: Ladder, units: int) -> dict[str, tuple[int, int]]:
    return {code: (one.firm, one.loan) for code, one in allocate(units, claimants, ladder).units.items()}


def test_that_all_weights_times_seven_thirds_change_nothing() -> None:
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random)
        units = supply(random)
        scaled = [one._replace(weight=one.weight * Fraction(7, 3)) for one in claimants]
        assert each(scaled, ladder, units) == each(claimants, ladder, units), seed


def test_that_a_channel_with_a_cap_of_nothing_changes_nothing() -> None:
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random)
        units = supply(random)
        guest = random.choice(claimants)._replace(code="NEW", cap=0)
        found = each([*claimants, guest], ladder, units)
        assert found.pop("NEW") == (0, 0), seed
        assert found == each(claimants, ladder, units), seed
