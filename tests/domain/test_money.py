"""Money loses no cent: rounding, splitting, translating."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.money import Money, exponent, half_up, major, minor_units, split, spread, translate


@pytest.mark.parametrize(
    "total, weights, parts",
    [
        (5, [70, 30], [4, 1]),
        (5, [30, 70], [2, 3]),
        (10000, [1, 1, 1], [3334, 3333, 3333]),
        (-10000, [1, 1, 1], [-3334, -3333, -3333]),
        (102759, [20, 70, 5, 5], [20552, 71931, 5138, 5138]),
        (1000, [1999, 500, 1], [800, 200, 0]),
        (123456, [310, 350, 200, 140], [38271, 43210, 24691, 17284]),
        (7, [0, 0], [4, 3]),
        (0, [3, 4], [0, 0]),
        (9, [], []),
    ],
)
def test_that_a_split_gives_the_worked_parts(total: int, weights: list[int], parts: list[int]) -> None:
    assert split(total, weights) == parts


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_that_the_parts_of_a_split_add_up_and_stay_within_one_unit_of_their_share(
    total: int, weights: list[int]
) -> None:
    parts = split(total, weights)
    assert sum(parts) == total
    whole = sum(weights) or len(weights)
    for part, weight in zip(parts, weights if any(weights) else [1] * len(weights), strict=True):
        assert abs(part - Fraction(total * weight, whole)) < 1


@given(st.integers(-(10**12), 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_that_a_split_of_the_opposite_amount_is_the_opposite_split(total: int, weights: list[int]) -> None:
    assert split(-total, weights) == [-part for part in split(total, weights)]


def test_that_the_cents_to_spare_of_a_year_do_not_lie_on_its_first_days() -> None:
    parts = spread(120_000, 365)
    assert sum(parts) == 120_000
    # 31 of 365 days of 1,200.00 are 101.917..., wherever they lie; `split` gave the first of them 101.99.
    assert {sum(parts[first : first + 31]) for first in range(335)} <= {10191, 10192, 10193}
    assert sum(parts[:31]) == 10192


@given(st.integers(-(10**9), 10**9), st.integers(1, 400), st.data())
def test_that_parts_in_a_row_of_what_is_spread_are_within_a_unit_of_their_share(
    total: int, count: int, data: st.DataObject
) -> None:
    parts = spread(total, count)
    assert (len(parts), sum(parts)) == (count, total)
    first = data.draw(st.integers(0, count - 1))
    last = data.draw(st.integers(first, count - 1))
    assert abs(sum(parts[first : last + 1]) - Fraction(total * (last + 1 - first), count)) <= 1
    assert spread(-total, count) == [-part for part in parts]


def test_that_euros_and_their_parts_translate_as_worked_with_one_cent_between() -> None:
    rate = Fraction("1.0837")
    whole = translate(12345, "EUR", rate, into="USD")
    parts = [translate(part, "EUR", rate, into="USD") for part in (5000, 4000, 3345)]
    assert whole == 13378
    assert parts == [5419, 4335, 3625]
    assert whole - sum(parts) == -1


def test_that_currencies_without_or_with_three_decimals_translate_by_their_own_minor_units() -> None:
    assert translate(1000, "JPY", Fraction("0.0066"), into="USD") == 660
    assert translate(100, "USD", Fraction("0.307"), into="KWD") == 307


@pytest.mark.parametrize(
    "value, rounded", [(Fraction(5, 2), 3), (Fraction(-5, 2), -3), (Fraction(1, 3), 0), (Fraction(-2, 3), -1)]
)
def test_that_halves_round_away_from_zero(value: Fraction, rounded: int) -> None:
    assert half_up(value) == rounded


@pytest.mark.parametrize(
    "minor, currency, text",
    [
        (135880, "USD", "1358.80"),
        (-5, "USD", "-0.05"),
        (1234, "JPY", "1234"),
        (1234, "KWD", "1.234"),
        (0, "EUR", "0.00"),
    ],
)
def test_that_amounts_are_written_in_major_units_with_all_decimals(minor: int, currency: str, text: str) -> None:
    assert major(minor, currency) == text
    assert Money(minor, currency).major() == text
    assert Money(minor, currency).decimal() == Decimal(text)


def test_that_major_units_become_minor_units_by_the_currency() -> None:
    assert minor_units(Decimal("12.345"), "USD") == 1235
    assert minor_units(Decimal("12.345"), "KWD") == 12345
    assert [exponent(code) for code in ("USD", "JPY", "KWD")] == [2, 0, 3]
