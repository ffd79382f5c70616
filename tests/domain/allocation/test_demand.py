"""Tails of demand: right to the twelfth decimal, for small and for huge means, and adding up to the mean."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.allocation.demand import CERTAIN, Demand, Measured
from tests.domain.allocation.naive_claims import chance

MEANS = ["1/1000", "1/3", "1", "7/2", "30", "84", "280", "1234567/1000"]


@pytest.mark.parametrize("mean", MEANS)
def test_that_poisson_tails_are_exact_to_twelve_decimals(mean: str) -> None:
    demand = Demand(0, Fraction(mean))
    tails = demand.tails
    assert [Fraction(tails.tail(units), CERTAIN) for units in range(0, tails.reach + 3, 3)] == [
        chance(demand, units) for units in range(0, tails.reach + 3, 3)
    ]


@pytest.mark.parametrize("mean", [*MEANS, "100000"])
def test_that_the_tails_add_up_to_the_mean(mean: str) -> None:
    tails = Demand(0, Fraction(mean)).tails
    assert abs(Fraction(tails.sales(tails.reach), CERTAIN) - Fraction(mean)) < Fraction(tails.reach + 1, CERTAIN)


def test_that_known_values_of_the_poisson_distribution_come_out() -> None:
    """One minus 1/e, one minus 2/e, and one minus e to the power of minus thirty."""
    assert Demand(0, Fraction(1)).tails.tail(0) == 632_120_558_829
    assert Demand(0, Fraction(1)).tails.tail(1) == 264_241_117_657
    assert Demand(0, Fraction(30)).tails.tail(0) == 1_000_000_000_000


def test_that_certain_units_are_sold_and_no_more() -> None:
    tails = Demand(40).tails
    assert [tails.tail(units) for units in (0, 39, 40)] == [CERTAIN, CERTAIN, 0]
    assert [tails.sales(units) for units in (0, 30, 50)] == [0, 30 * CERTAIN, 40 * CERTAIN]


def test_that_certain_units_come_before_uncertain_ones() -> None:
    mixed, alone = Demand(96, Fraction(84)).tails, Demand(0, Fraction(84)).tails
    assert [mixed.tail(units) for units in (0, 95)] == [CERTAIN, CERTAIN]
    assert [mixed.tail(96 + units) for units in range(200)] == [alone.tail(units) for units in range(200)]


def test_that_measured_tails_are_taken_as_they_are() -> None:
    tails = Measured((CERTAIN, CERTAIN // 2, 0, 0)).tails
    assert [tails.tail(units) for units in range(4)] == [CERTAIN, CERTAIN // 2, 0, 0]
    assert tails.reach == 2
    assert tails.sales(9) == CERTAIN * 3 // 2
