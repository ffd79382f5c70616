"""Demand for a comparison: what is promised is sold for certain, and what sells a day comes on top (A9 on GA13)."""

from __future__ import annotations

from fractions import Fraction

from models.domain.allocation.claimant import Claimant, OrderLine
from models.domain.allocation.demand import Demand
from models.domain.allocation.expected import all_with_demand, with_demand
from models.domain.allocation.worth import expected_sales


def test_that_promised_units_are_certain_and_sales_come_on_top() -> None:
    # The wholesaler of GA13: 96 committed units, three a day over 28 days.
    made = with_demand(Claimant("WHS", lot=24, commit=96, rate=Fraction(3), contribution=480), 28)
    assert made.demand == Demand(96, Fraction(84))
    assert expected_sales(made, 96) == 96


def test_that_lines_count_in_whole_cases_and_an_unknown_contribution_as_nothing() -> None:
    (made,) = all_with_demand([Claimant("WHS", lot=24, lines=(OrderLine("1", 25),))], 28)
    assert (made.demand, made.contribution) == (Demand(48, Fraction(0)), 0)
