"""A discount, the volume that makes up for a price change (GB11), and endings (GB10)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.money import half_up
from models.domain.pricing.discounts import break_even_volume, discounted
from models.domain.pricing.endings import Ending, ending_down, ending_up, round_price
from models.domain.pricing.floor import Floor, Range


@pytest.mark.parametrize("price, percent, left", [(2499, 50, 1250), (2499, 20, 1999), (1250, 15, 1063), (999, 100, 0)])
def test_that_a_discount_is_rounded_half_up(price: int, percent: int, left: int) -> None:
    assert discounted(price, Fraction(percent, 100)) == left


@pytest.mark.parametrize(
    "change, margin, tenths",
    [(-10, 40, 333), (-20, 50, 667), (10, 40, -200), (-20, 60, 500), (5, 40, -111), (10, 42, -192)],
)
def test_that_the_break_even_volume_is_that_of_gb11(change: int, margin: int, tenths: int) -> None:
    found = break_even_volume(Fraction(change, 100), Fraction(margin, 100))
    assert found is not None
    assert half_up(found * 1000) == tenths


def test_that_no_volume_makes_up_for_a_price_without_contribution() -> None:
    assert break_even_volume(Fraction(-40, 100), Fraction(40, 100)) is None
    assert break_even_volume(Fraction(-50, 100), Fraction(40, 100)) is None


def test_that_the_published_example_comes_out() -> None:
    # From 2.50 to 2.00 at a cost of 1.00: 0.50 of 2.50, and a margin of 60 %.
    assert break_even_volume(Fraction(-50, 250), Fraction(150, 250)) == Fraction(1, 2)


@pytest.mark.parametrize(
    "floor, endings, wished, found",
    [
        (1395, [99, 95, 49], 1395, 1395),
        (1394, [99], 1394, 1399),
        (1395, [99], 1500, 1599),
        (1395, [99], 1499, 1499),
        (500, [99], 882, 899),
        (1395, [99], 882, 1399),
        (1395, [], 1000, 1395),
    ],
)
def test_that_an_ending_is_reached_upwards_as_in_gb10(floor: int, endings: list[int], wished: int, found: int) -> None:
    admissible = Floor(20_000, (Range(floor, 20_000),), (), ())
    assert round_price(wished, admissible, [Ending(value) for value in endings]) == found


def test_that_an_ending_in_a_forbidden_band_is_passed_over() -> None:
    floor = Floor(20_000, (Range(930, 1000), Range(1098, 20_000)), (Range(1001, 1097),), ())
    assert round_price(950, floor, [Ending(99)]) == 999
    assert round_price(1000, floor, [Ending(50)]) == 1150
    assert round_price(1000, floor, [Ending(50)], ceiling=1149) is None
    assert round_price(900, floor, [Ending(0)], minimum=1001) == 1100


def test_that_an_ending_can_have_three_digits_or_two_of_whole_money() -> None:
    assert ending_up(1234, [Ending(999, 1000)]) == 1999
    assert ending_down(1234, [Ending(999, 1000)]) == 999
    assert ending_up(1234, [Ending(80), Ending(500, 1000)]) == 1280
    assert ending_down(50, [Ending(99)]) < 0
    with pytest.raises(ValueError, match="digits"):
        Ending(100)
