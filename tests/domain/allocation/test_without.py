"""Why a channel gets its number: steps in sentences, the blocked lot, and the number without each reason."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from models.domain.allocation.without import explain
from tests.domain.allocation.cases import MUG, MUG_LADDER, one_rung
from tests.domain.allocation.instances import instance, seeds, supply

AMAZON = """\
Rung 1, commit, in order of priority: AMZ is due nothing more than the 0 it has from the rungs before.
Rung 2, floor, in order of priority: AMZ gets all 60 units it is due, 60 by now.
Rung 3, cover14, fewest days of cover first: AMZ is due nothing more than the 60 it has from the rungs before.
Rung 4, cover42, fewest days of cover first: AMZ gets 156 of the 240 units it is due; the supply ends in this rung.
AMZ waits in rung 4 for a lot of 12: 2 units left, 10 missing.
Rung 5, rest, by agreed percentages: AMZ is due 180 more, but the supply ends in rung 4.
84 units unmet: the supply does not reach that far.
180 units unmet: due in a lower rung than the one where the supply ends."""


def test_that_the_600_mugs_of_amazon_are_explained_step_by_step() -> None:
    explanation = explain(600, MUG, MUG_LADDER, code="AMZ")
    assert "\n".join(step.sentence for step in explanation.steps) == AMAZON
    assert [step.effect for step in explanation.steps if step.effect] == [60, 156]


def test_that_a_loan_is_explained_by_the_lot_that_waits() -> None:
    sentences = [step.sentence for step in explain(600, MUG, MUG_LADDER, code="DTC").steps]
    assert (
        "Rung 4, cover42, fewest days of cover first: 2 units on loan, until the lot of 12 that AMZ waits for fits."
        in sentences
    )


def test_that_the_number_is_told_without_each_rung_and_each_rule() -> None:
    without = {one.what: (one.units, one.effect) for one in explain(600, MUG, MUG_LADDER, code="WHS").without}
    now = allocate(600, MUG, MUG_LADDER).units["WHS"].all
    assert list(without) == [
        "rung 1, commit",
        "rung 2, floor",
        "rung 3, cover14",
        "rung 4, cover42",
        "rung 5, rest",
        "its 96 committed units",
        "its cap of 240",
        "its weight of 15",
        "its priority of 1",
        "its MOQ of 48",
        "its case pack of 24",
    ]
    free = [one._replace(commit=0) if one.code == "WHS" else one for one in MUG]
    uncommitted = allocate(600, free, MUG_LADDER).units["WHS"].all
    assert without["its 96 committed units"] == (uncommitted, now - uncommitted)


def test_that_a_weight_is_written_as_a_person_reads_it() -> None:
    claimants = [Claimant("A", weight=Fraction(16, 35)), Claimant("B", weight=Fraction(3))]
    without = explain(7, claimants, one_rung(ShareBy.SHARE, Goal.REST), code="A").without
    assert "its weight of 0.457" in [one.what for one in without]


def test_that_what_could_not_be_allocated_without_a_rule_is_passed_over() -> None:
    claimants = [Claimant("A", cap=5), Claimant("B", cap=5)]
    without = explain(7, claimants, one_rung(ShareBy.PRORATA, Goal.REST), code="A").without
    assert without == ()


def test_that_remarks_and_endless_rungs_are_explained() -> None:
    sentences = [
        step.sentence
        for step in explain(9, [Claimant("A", 1, 12, 24, cap=20)], one_rung(ShareBy.EQUAL, Goal.REST), code="A").steps
    ]
    assert sentences[-1] == "A gets nothing: its cap of 12 in whole cases is below its MOQ of 24."
    endless = explain(1, [Claimant("A")], one_rung(ShareBy.EQUAL, Goal.REST), code="A").steps
    assert [step.sentence for step in endless] == [
        "Rung 1, rest, the same units for each: A gets 1 unit of as many as there are; the supply ends in this rung."
    ]


def test_that_the_effects_of_all_steps_add_up_to_the_number() -> None:
    for seed in seeds(100):
        random = Random(seed)
        claimants, ladder = instance(random)
        units = supply(random)
        code = random.choice(claimants).code
        explanation = explain(units, claimants, ladder, code=code)
        assert sum(step.effect for step in explanation.steps) == explanation.units.all, seed
        assert all(one.units + one.effect == explanation.units.all for one in explanation.without), seed
