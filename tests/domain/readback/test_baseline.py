"""The baseline of a promotion: the golden of part D2, ranges by placebo, and what is said where nothing is known."""

from __future__ import annotations

from fractions import Fraction
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.readback.baseline import Control, baseline

TREATED = (212, 205, 221, 230, 226, 219, 215, 224, 231, 240, 236, 228, 233, 241, 247, 239)
C1 = (410, 398, 420, 441, 436, 420, 414, 430, 446, 462, 455, 440, 448, 462, 474, 461)
C2 = (98, 97, 101, 106, 104, 101, 99, 103, 107, 111, 109, 105, 108, 111, 113, 110)
C3 = (305, 290, 312, 327, 322, 309, 306, 318, 330, 345, 336, 322, 330, 344, 350, 338)
AFTER = (
    (470, 455, 476, 490, 468, 480, 498, 486),
    (112, 109, 114, 118, 112, 115, 119, 116),
    (346, 333, 352, 364, 344, 353, 369, 358),
)
SOLD = 268 + 259 + 272 + 281 + 266 + 274 + 285 + 277
CONTROLS = [Control(before, during) for before, during in zip((C1, C2, C3), AFTER, strict=True)]


def test_that_the_counterfactual_is_that_of_d2() -> None:
    found = baseline(TREATED, [7] * 8, CONTROLS)
    # readback-and-cadence.md, D2 and D7: an effect of 0.0950071 (log) is 197.76 of the counterfactual.
    assert float(found.units) * (exp(0.0950071) - 1) == pytest.approx(197.76, abs=0.01)
    assert SOLD - found.units == Fraction("197.8")
    assert (found.weeks, found.controls) == (16, 3)
    assert found.low is not None
    assert found.high is not None
    # The MDE of D7 is 0.208 % of the counterfactual.
    assert float(found.high / found.units - 1) == pytest.approx(0.00208, abs=0.00001)


def test_that_no_control_leaves_the_weeks_before_and_no_range() -> None:
    found = baseline([14] * 13, [7, 3])
    assert (int(found.units), found.low, found.high, found.controls) == (20, None, None, 0)


def test_that_few_weeks_or_a_long_promotion_have_no_range() -> None:
    control = Control((10,) * 7, (10, 10))
    assert baseline([5] * 7, [7, 7], [control]).low is None
    assert baseline([5] * 8, [7] * 5, [Control((10,) * 8, (10,) * 5)]).low is None


def test_that_weeks_without_sales_are_taken_by_level() -> None:
    found = baseline([0, 2] * 4, [7, 7], [Control((10,) * 8, (20, 20))])
    assert found.units == 4


@given(st.lists(st.integers(1, 500), min_size=8, max_size=13), st.integers(1, 4))
def test_that_a_market_that_stands_still_leaves_a_steady_seller_as_it_was(weeks: list[int], length: int) -> None:
    """What moves with its control exactly is foreseen exactly, and its range has no width."""
    found = baseline([2 * one for one in weeks], [7] * length, [Control(tuple(weeks), (100,) * length)])
    assert {found.units, found.low, found.high} == {Fraction(200 * length)}


def test_that_a_promotion_on_a_new_listing_has_no_baseline() -> None:
    with pytest.raises(ValueError, match="at least one week"):
        baseline([], [7])
