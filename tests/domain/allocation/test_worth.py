"""What units bring in is exact, and unknown where demand or contribution is."""

from __future__ import annotations

from fractions import Fraction

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.demand import CERTAIN, Demand, Measured
from models.domain.allocation.worth import expected_contribution, expected_sales, in_minor_units, lost_sales

HALF = Claimant("A", pos=1, demand=Measured((CERTAIN, CERTAIN // 2, CERTAIN // 4)), contribution=101)


def test_that_sales_count_from_what_lies_with_the_channel() -> None:
    assert [expected_sales(HALF, units) for units in (0, 1, 2, 9)] == [
        0,
        Fraction(1, 2),
        Fraction(3, 4),
        Fraction(3, 4),
    ]
    assert [lost_sales(HALF, units) for units in (0, 1, 2)] == [Fraction(3, 4), Fraction(1, 4), 0]


def test_that_contribution_is_rounded_half_up_to_minor_units() -> None:
    assert expected_contribution(HALF, 1) == Fraction(101, 2)
    assert in_minor_units(expected_contribution(HALF, 1)) == 51


def test_that_what_is_not_known_is_none_and_not_nothing() -> None:
    assert expected_sales(Claimant("A"), 5) is None
    assert lost_sales(Claimant("A"), 5) is None
    assert expected_contribution(Claimant("A", demand=Demand(3)), 5) is None
    assert in_minor_units(None) is None
