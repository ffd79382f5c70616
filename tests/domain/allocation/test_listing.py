"""Listed quantities: the published examples of GA16, and that a pool is not listed twice unless that is wanted."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.allocation.listing import ListingRule, publish, published

TEN_PERCENT = ListingRule(percent=Fraction(90))
BUFFER_AND_FLOOR = ListingRule(end_when=5 + 3, buffer=5)


@pytest.mark.parametrize(
    "rule, units, listed",
    [
        (ListingRule(end_when=5), 40, 40),
        (ListingRule(end_when=5), 4, 0),
        (ListingRule(end_when=5), 5, 0),
        (ListingRule(buffer=5), 100, 95),
        (ListingRule(buffer=5), 10, 5),
        (ListingRule(buffer=5), 3, 0),
        (TEN_PERCENT, 100, 90),
        (TEN_PERCENT, 50, 45),
        (TEN_PERCENT, 10, 9),
        (BUFFER_AND_FLOOR, 20, 15),
        (BUFFER_AND_FLOOR, 7, 0),
        (ListingRule(most=12), 40, 12),
        (ListingRule(most=0), 40, 0),
        (ListingRule(percent=Fraction(1, 3)), 299, 0),
        (ListingRule(), 0, 0),
    ],
)
def test_that_units_are_listed_as_in_ga16(rule: ListingRule, units: int, listed: int) -> None:
    """The examples are Linnworks' (EndWhen) and Shipwave's (buffers and floors): S4 and S6."""
    assert published(units, rule) == listed


def test_that_a_shared_pool_is_listed_in_every_channel_and_shows_its_exposure() -> None:
    units = {"AMZ": 60, "DTC": 40}
    assert publish(100, units, {}).exposure == 0
    found = publish(100, units, {"DTC": ListingRule(buffer=10)}, shared_pool=True)
    assert found.units == {"AMZ": 100, "DTC": 90}
    assert found.exposure == 90


RULES = st.builds(
    ListingRule, st.integers(0, 9), st.fractions(0, 100), st.integers(0, 9), st.one_of(st.none(), st.integers(0, 99))
)


@given(st.dictionaries(st.sampled_from(["A", "B", "C"]), st.tuples(st.integers(0, 200), RULES)))
def test_that_own_pools_never_list_more_than_there_is(channels: dict[str, tuple[int, ListingRule]]) -> None:
    units = {code: own for code, (own, _) in channels.items()}
    found = publish(sum(units.values()), units, {code: rule for code, (_, rule) in channels.items()})
    assert all(0 <= found.units[code] <= units[code] for code in units)
    assert found.exposure == 0
