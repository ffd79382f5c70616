"""P1 to P13 of the specification of allocation (A4) on random instances; P12 stands with the policy model.

The suite tries 20,000 instances against the reference, and shares of them with each other property. A million:
ALLOCATION_INSTANCES=1000000 python -m pytest tests/domain/allocation/test_properties.py
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random

from models.domain.allocation.awards import Allocation
from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, Ladder, ShareBy
from models.domain.allocation.levels import MOST
from models.domain.allocation.lots import beyond
from models.domain.allocation.prepared import Prepared
from tests.domain.allocation.instances import instance, seeds, supply
from tests.domain.allocation.naive import Result, naive
from tests.domain.allocation.naive_claims import goal

ENDLESS = "no limit"


def levels(reached: dict[str, list[int]]) -> dict[str, list[int | str]]:
    """Write every level that stands for no limit in the same way."""
    return {code: [level if level <= MOST else ENDLESS for level in each] for code, each in reached.items()}


def as_reference(found: Allocation) -> tuple[object, ...]:
    stopped = found.blocked
    return (
        {code: units.firm for code, units in found.units.items()},
        {code: units.loan for code, units in found.units.items()},
        found.unassigned,
        stopped and (stopped.rung, stopped.claimant, stopped.lot, stopped.left),
        Counter({(award.rung, award.claimant, award.kind.value, award.line): award.units for award in found.awards}),
        levels({code: list(each.reached) for code, each in found.levels.items()}),
    )


def as_engine(found: Result) -> tuple[object, ...]:
    granted: Counter[tuple[int, str, str, str]] = Counter()
    for rung, code, kind, line, units in found.granted:
        granted[rung, code, kind, line] += units
    reached = levels({code: each[1:] for code, each in found.levels.items()})
    return found.firm, found.loan, found.left, found.blocked, granted, reached


def test_that_the_engine_equals_the_reference() -> None:
    """P11: units, loans, the blocked lot, levels and every award."""
    for seed in seeds(1):
        random = Random(seed)
        claimants, ladder = instance(random)
        units = supply(random)
        assert as_reference(allocate(units, claimants, ladder)) == as_engine(naive(units, claimants, ladder)), seed


def test_that_units_are_neither_invented_nor_lost() -> None:
    """P1, and the sums of P9."""
    for seed in seeds(5):
        random = Random(seed)
        claimants, ladder = instance(random)
        units = supply(random)
        found = allocate(units, claimants, ladder)
        assert found.unassigned >= 0, seed
        assert all(one.firm >= 0 and one.loan >= 0 for one in found.units.values()), seed
        assert sum(one.all for one in found.units.values()) + found.unassigned == units, seed
        for code, one in found.units.items():
            assert sum(award.units for award in found.awards if award.claimant == code) == one.all, seed


def test_that_units_come_in_whole_cases_under_the_cap_and_over_the_moq() -> None:
    """P2; a channel that has order lines is served those before its MOQ counts."""
    for seed in seeds(5):
        random = Random(seed)
        claimants, ladder = instance(random)
        found = allocate(supply(random), claimants, ladder)
        for one in claimants:
            units = found.units[one.code].all
            assert one.cap is None or units <= one.cap, seed
            assert units % one.lot == 0, seed
            assert units == 0 or units >= one.moq or one.lines, seed


def test_that_no_open_claimant_could_use_what_is_unassigned() -> None:
    """P3: after all loans no channel's next lot fits in what is left."""
    for seed in seeds(5):
        random = Random(seed)
        claimants, ladder = instance(random)
        found = allocate(supply(random), claimants, ladder)
        prepared = Prepared(claimants, ladder)
        for who, one in enumerate(prepared.ranked):
            held = found.units[one.code].all
            rows = [row for rung in range(len(ladder.rungs)) for row in prepared.rows(rung) if row.who == who]
            waiting = next(beyond(rows, held), None)
            assert waiting is None or waiting.size > found.unassigned, seed


def test_that_firm_units_never_fall_when_supply_grows_and_only_loans_are_taken_back() -> None:
    """P4 and P5."""
    for seed in seeds(5):
        random = Random(seed)
        claimants, ladder = instance(random)
        less, more = sorted([supply(random), supply(random)])
        before, after = allocate(less, claimants, ladder), allocate(more, claimants, ladder)
        for code, units in before.units.items():
            assert units.firm <= after.units[code].firm, seed
            assert units.firm <= after.units[code].all, seed


def test_that_nothing_is_lent_where_everybody_takes_single_units() -> None:
    """P4, second half."""
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random, singly=True)
        found = allocate(supply(random), claimants, ladder)
        assert not any(units.loan for units in found.units.values()), seed


def test_that_the_order_of_channels_does_not_matter() -> None:
    """P6: not a single field differs."""
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random)
        units = supply(random)
        shuffled = random.sample(claimants, len(claimants))
        assert allocate(units, shuffled, ladder) == allocate(units, claimants, ladder), seed


def test_that_no_channel_is_above_a_rung_while_another_is_below_it() -> None:
    """P7, on firm units."""
    for seed in seeds(5):
        random = Random(seed)
        claimants, ladder = instance(random)
        found = allocate(supply(random), claimants, ladder)
        for rung in range(len(ladder.rungs)):
            firm = {code: (units.firm, found.levels[code].reached[rung]) for code, units in found.units.items()}
            below = any(units < level for units, level in firm.values())
            assert not (below and any(units > level for units, level in firm.values())), seed


def test_that_a_channel_that_leaves_with_its_units_changes_nothing_for_the_others() -> None:
    """P8, in single units."""
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random, singly=True)
        units = supply(random)
        found = allocate(units, claimants, ladder)
        leaving = random.choice(claimants)
        others = [one for one in claimants if one is not leaving]
        rest = allocate(units - found.units[leaving.code].all, others, ladder)
        assert rest.units == {code: one for code, one in found.units.items() if code != leaving.code}, seed


def largest_goal(one: Claimant, ladder: Ladder) -> int:
    """Give the largest goal of a channel, read from the reference."""
    lined = one._replace(commit=sum(-(-line.units // one.lot) * one.lot for line in one.lines)) if one.lines else one
    return max([goal(lined, rung) for rung in ladder.rungs if goal(lined, rung) <= MOST], default=0)


def test_that_every_award_has_a_rung_and_every_unmet_unit_one_cause() -> None:
    """P9."""
    for seed in seeds(5):
        random = Random(seed)
        claimants, ladder = instance(random)
        found = allocate(supply(random), claimants, ladder)
        for award in found.awards:
            assert award.units > 0, seed
            assert award.rule is ladder.rungs[award.rung - 1].share_by, seed
        for one in claimants:
            unmet = [unmet for unmet in found.unmet if unmet.claimant == one.code]
            assert sum(each.units for each in unmet) == max(0, largest_goal(one, ladder) - found.units[one.code].all), (
                seed
            )
            assert all(each.units > 0 for each in unmet), seed
            assert len({each.cause for each in unmet}) == len(unmet), seed


def test_that_more_supply_is_the_next_lots_of_the_sequence() -> None:
    """P10, in single units: the sequence is the reference's, and does not depend on the supply."""
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random, singly=True)
        less, more = sorted([supply(random), supply(random)])
        order = [code for _, code, *_ in naive(more, claimants, ladder).granted]
        for units in (less, more):
            first = Counter(order[:units])
            found = allocate(units, claimants, ladder)
            assert {code: one.firm for code, one in found.units.items() if one.firm} == dict(first), seed


def test_that_only_the_proportion_of_weights_counts() -> None:
    """P13, first half."""
    for seed in seeds(10):
        random = Random(seed)
        claimants, ladder = instance(random)
        units, by = supply(random), Fraction(random.randint(1, 9), random.randint(1, 9))
        scaled = [one._replace(weight=one.weight * by) for one in claimants]
        assert allocate(units, scaled, ladder) == allocate(units, claimants, ladder), seed


def times(one: Claimant, by: int) -> Claimant:
    return one._replace(
        lot=one.lot * by,
        moq=one.moq * by,
        commit=one.commit * by,
        floor=one.floor * by,
        target=one.target * by,
        cap=None if one.cap is None else one.cap * by,
        rate=one.rate * by,
        pos=one.pos * by,
        lines=tuple(replace(line, units=line.units * by) for line in one.lines),
    )


def can_be_scaled(claimants: list[Claimant], ladder: Ladder) -> bool:
    """Tell whether P13 holds: not for contribution, nor where a rate over some days is no whole number of units."""
    days = [rung.days for rung in ladder.rungs if rung.goal is Goal.COVER]
    whole = all((one.rate * each).denominator == 1 for one in claimants for each in days)
    return whole and not any(rung.share_by is ShareBy.CONTRIBUTION for rung in ladder.rungs)


def test_that_the_unit_of_measure_does_not_matter() -> None:
    """P13, second half: claims, lots and supply times a number."""
    tried = 0
    for seed in seeds(4):
        random = Random(seed)
        claimants, ladder = instance(random)
        if can_be_scaled(claimants, ladder):
            units, by = supply(random), random.randint(2, 9)
            scaled = allocate(units * by, [times(one, by) for one in claimants], ladder).units
            found = allocate(units, claimants, ladder).units
            assert {code: (one.firm * by, one.loan * by) for code, one in found.items()} == {
                code: (one.firm, one.loan) for code, one in scaled.items()
            }, seed
            tried += 1
    assert tried > 400
