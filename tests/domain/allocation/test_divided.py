"""A channel's units are divided among listings and places without being made or lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.allocation.divided import divide, spread

SKUS = ("A", "B", "C")
HOLDS = st.dictionaries(st.sampled_from(SKUS), st.integers(1, 5), min_size=1)
LISTINGS = st.dictionaries(st.sampled_from("pqrst"), HOLDS, max_size=5)
UNITS = st.dictionaries(st.sampled_from(SKUS), st.integers(0, 500))


@pytest.mark.parametrize(
    "units, listings, given_",
    [
        ({"A": 7}, {"p": {"A": 1}}, {"p": 7}),
        ({"A": 7}, {"p": {"A": 1}, "q": {"A": 1}}, {"p": 4, "q": 3}),
        ({"A": 10}, {"box": {"A": 3}, "one": {"A": 1}}, {"box": 2, "one": 4}),
        ({"A": 10, "B": 1}, {"box": {"A": 2, "B": 1}}, {"box": 1}),
        ({"A": 10, "B": 0}, {"box": {"A": 2, "B": 1}, "one": {"A": 1}}, {"box": 0, "one": 10}),
        ({}, {"p": {"A": 1}}, {"p": 0}),
    ],
)
def test_that_listings_take_turns(
    units: dict[str, int], listings: dict[str, dict[str, int]], given_: dict[str, int]
) -> None:
    assert divide(units, listings) == given_


def one_by_one(units: dict[str, int], listings: dict[str, dict[str, int]]) -> dict[str, int]:
    """Divide as the words say, one sale after another."""
    left, found, waiting = dict(units), dict.fromkeys(sorted(listings), 0), sorted(listings)
    while waiting:
        for code in list(waiting):
            if all(left.get(sku, 0) >= held for sku, held in listings[code].items()):
                found[code] += 1
                left |= {sku: left[sku] - held for sku, held in listings[code].items()}
            else:
                waiting.remove(code)
    return found


@given(UNITS, LISTINGS)
def test_that_whole_rounds_come_to_the_same_as_single_sales(
    units: dict[str, int], listings: dict[str, dict[str, int]]
) -> None:
    found = divide(units, listings)
    assert found == one_by_one(units, listings)
    for sku in SKUS:
        assert sum(found[code] * holds.get(sku, 0) for code, holds in listings.items()) <= units.get(sku, 0)


@given(st.integers(0, 1000), st.lists(st.integers(-5, 300), min_size=1, max_size=6))
def test_that_units_are_spread_over_places_whole(units: int, lying: list[int]) -> None:
    parts = spread(units, lying)
    assert sum(parts) == units
    assert all(part >= 0 for part in parts)
    if units <= sum(max(0, one) for one in lying):
        assert all(part <= max(0, one) for part, one in zip(parts, lying, strict=True))


def test_that_the_first_place_has_what_lies_nowhere() -> None:
    assert spread(5, [0, -2, 0]) == [5, 0, 0]
    assert spread(5, []) == []
