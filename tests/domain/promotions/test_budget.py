"""Budgets and caps: K6, and what is used, left and over."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.domain.promotions.budget import Discounted, Spending, Use


def test_k6_that_150_units_at_5_and_400_are_150_over_a_budget_of_1000() -> None:
    spending = Spending((Discounted(150, 500),), fixed=40_000)
    assert spending.total == 115_000
    assert Use(spending.total, 100_000).over == 15_000


def test_that_all_parts_count_and_are_rounded_once() -> None:
    parts = (Discounted(Fraction(1, 3), 100), Discounted(Fraction(1, 6), 100))
    assert Spending(parts, 10, 5).total == 50 + 15


@given(st.integers(0, 1000), st.one_of(st.none(), st.integers(0, 1000)))
def test_that_a_limit_is_used_left_or_over(used: int, limit: int | None) -> None:
    use = Use(used, limit)
    if limit is None:
        assert (use.left, use.over) == (None, 0)
    else:
        assert use.left is not None
        assert use.left - use.over == limit - used
        assert 0 in (use.left, use.over)
