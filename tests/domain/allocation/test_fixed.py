"""A number fixed below what a channel is promised, is guaranteed or wants does not make a plan look better."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.curve import Curve
from models.domain.allocation.facts import Supply
from models.domain.allocation.fixed import steps_of_fixed
from models.domain.allocation.ladder import STANDARD
from models.domain.allocation.outcome import Outcome, curve_of, share_out
from models.domain.allocation.planning import Planned
from models.domain.allocation.tiers import Tier
from models.domain.allocation.unmet import Cause, Unmet

SHOP = Claimant("DTC", 2, floor=20, rate=Fraction(1), weight=Fraction(1), contribution=300)
WHOLESALE = Claimant("WHS", 1, lines=(OrderLine("PO 1", 40),), contribution=200)


def planned(supply: int, **wanted: int) -> Planned:
    """Plan 40 units promised to wholesale, and a shop with a minimum of 20 that sells a unit a day."""
    return Planned("MUG", Supply(supply, 0), (SHOP, WHOLESALE), STANDARD, wanted)


def shared(supply: int, **wanted: int) -> Outcome:
    """Share them out."""
    return share_out(planned(supply, **wanted))


@pytest.mark.parametrize(
    "wanted, tier",
    [({"WHS": 39}, "black"), ({"DTC": 19}, "red"), ({"DTC": 41}, "amber"), ({"DTC": 42}, "green"), ({}, "green")],
)
def test_that_a_number_below_what_a_rung_gives_leaves_that_rung_open(wanted: dict[str, int], tier: str) -> None:
    assert shared(200, **wanted).tier.value == tier


def test_that_the_tier_is_the_worse_of_fixed_and_shared_numbers() -> None:
    assert shared(50, DTC=41).tier is Tier.BLACK  # 9 are left of the 40 that are promised
    assert shared(59, WHS=40).tier is Tier.RED
    assert shared(39, WHS=40).tier is Tier.BLACK


def test_that_what_a_fixed_number_leaves_of_a_goal_is_unmet_for_the_override_and_at_stake() -> None:
    found = shared(200, WHS=0)
    assert found.short == (Unmet("WHS", Cause.OVERRIDE, 40),)
    assert (found.unmet("WHS"), found.at_stake) == (40, 40 * 200)
    assert shared(200, DTC=5).at_stake == 37 * 300


def test_that_every_unit_unmet_beside_a_fixed_number_has_one_cause() -> None:
    assert shared(30, WHS=35).short == (
        Unmet("DTC", Cause.SUPPLY, 20),
        Unmet("DTC", Cause.LOWER_RUNG, 22),
        Unmet("WHS", Cause.SUPPLY, 5),
        Unmet("WHS", Cause.OVERRIDE, 5),
    )
    off = planned(9, WHS=0)
    told = share_out(Planned("MUG", off.supply, (WHOLESALE._replace(enabled=False),), STANDARD, off.wanted))
    assert (told.short, told.tier) == ((Unmet("WHS", Cause.DISABLED, 40),), Tier.GREEN)


def test_that_fixing_what_a_channel_has_changes_neither_tier_nor_money() -> None:
    for supply in range(0, 130, 7):
        free = shared(supply)
        for code in ("DTC", "WHS"):
            held = shared(supply, **{code: free.units(code).all})
            assert (held.tier, held.at_stake) == (free.tier, free.at_stake), (supply, code)


def test_that_the_bands_of_the_curve_are_the_tiers_of_plans() -> None:
    for wanted in ({"WHS": 39}, {"WHS": 40}, {"DTC": 30}, {"DTC": 20, "WHS": 50}, {"DTC": 50}, {"WHS": 0}):
        curve: Curve = curve_of(planned(90, **wanted))
        for point in curve.points:
            found = shared(point.supply, **wanted)
            assert point.tier is found.tier, (wanted, point.supply)
            assert [units.all for units in point.units] == [found.units(code).all for code in curve.codes]


def test_that_the_reasons_name_the_rungs_that_a_fixed_number_leaves_open() -> None:
    found = shared(200, DTC=5)
    steps = steps_of_fixed(found.planned, found.fixed, found.short, "DTC")
    assert [step.sentence for step in steps] == [
        "Rung 2, floor, DTC misses 15 of the 20 it is due.",
        "Rung 4, cover42, DTC misses 22 of the 22 it is due.",
        "37 units unmet: a person fixed fewer.",
    ]
