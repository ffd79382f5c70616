"""The engine against seats that were really given: the share rule is Webster's, cover with one in place Jefferson's."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from tests.domain.allocation.cases import one_rung, totals, weighed
from tests.domain.allocation.naive import naive

# Votes by party and the official seats in the Austrian National Council of 183, d'Hondt over the parties with at
# least 4 %; github.com/martinlackner/apportionment, examples/nr_wahlen.txt (S12).
AUSTRIA = {
    2019: ([1789417, 1011868, 772666, 387124, 664055], [71, 40, 31, 15, 26]),
    2017: ([1361746, 1595526, 1316442, 268518, 223543], [52, 62, 51, 10, 8]),
    2013: ([1258605, 1125876, 962313, 582657, 268679, 232946], [52, 47, 40, 24, 11, 9]),
    2008: ([1430206, 1269656, 509936, 857029, 522933], [57, 51, 20, 34, 21]),
    2006: ([1616493, 1663986, 519598, 520130, 193539], [66, 68, 21, 21, 7]),
    2002: ([1792499, 491328, 2076833, 454980], [69, 18, 79, 17]),
    1999: ([1532448, 1243672, 1244087, 342260], [65, 52, 52, 14]),
    1995: ([1843474, 1370510, 1060377, 233208, 267026], [71, 52, 41, 9, 10]),
    1994: ([1617804, 1281846, 1042332, 338538, 276580], [65, 52, 42, 13, 11]),
}
SHARE = one_rung(ShareBy.SHARE, Goal.REST)


@pytest.mark.parametrize("year", AUSTRIA)
def test_that_an_austrian_council_is_seated_by_jeffersons_method(year: int) -> None:
    votes, seats = AUSTRIA[year]
    assert list(naive(183, weighed(votes), SHARE, delta=Fraction(1)).firm.values()) == seats


@pytest.mark.parametrize("year", AUSTRIA)
def test_that_cover_with_one_unit_in_place_is_jeffersons_method(year: int) -> None:
    votes, seats = AUSTRIA[year]
    parties = [Claimant(f"{number:02d}", rate=Fraction(count), pos=1) for number, count in enumerate(votes)]
    assert totals(allocate(183, parties, one_rung(ShareBy.COVER, Goal.REST))) == seats


def test_that_the_parliament_of_new_zealand_of_2020_is_seated_by_websters_method() -> None:
    """Seats from elections.nz, official results (S20): 120 for the parties over the threshold."""
    votes = [1443545, 738275, 226757, 219031, 33630]
    assert totals(allocate(120, weighed(votes), SHARE)) == [65, 33, 10, 10, 2]


@pytest.mark.parametrize(
    "votes, seats, webster",
    [([5117, 4400, 162, 161, 160], 100, [51, 43, 2, 2, 2]), ([9061, 7179, 5259, 3319, 1182], 26, [9, 8, 5, 3, 1])],
)
def test_that_the_examples_of_balinski_and_young_are_websters(votes: list[int], seats: int, webster: list[int]) -> None:
    """Balinski and Young, The quota method of apportionment, American Mathematical Monthly 82 (1975), as in S12."""
    assert totals(allocate(seats, weighed(votes), SHARE)) == webster


@pytest.mark.parametrize("delta, seats", [(Fraction(1), [52, 45, 1, 1, 1]), (Fraction(0), [51, 43, 2, 2, 2])])
def test_that_the_example_of_balinski_and_young_is_jeffersons_and_adamss_in_the_reference(
    delta: Fraction, seats: list[int]
) -> None:
    assert list(naive(100, weighed([5117, 4400, 162, 161, 160]), SHARE, delta).firm.values()) == seats


def test_that_cover_with_nothing_in_place_is_adamss_method() -> None:
    votes = [5117, 4400, 162, 161, 160]
    states = [Claimant(f"{number:02d}", rate=Fraction(count)) for number, count in enumerate(votes)]
    assert totals(allocate(100, states, one_rung(ShareBy.COVER, Goal.REST))) == [51, 43, 2, 2, 2]


@pytest.mark.parametrize(
    "votes, seats, shares",
    [
        ([14, 28, 7, 35], 12, [2, 4, 1, 5]),
        ([0, 14, 28, 0, 0], 6, [0, 2, 4, 0, 0]),
        ([2, 1, 1, 2, 2], 2, [1, 0, 0, 1, 0]),
    ],
)
def test_that_exact_quotas_no_votes_and_ties_are_settled_as_published(
    votes: list[int], seats: int, shares: list[int]
) -> None:
    """The tests of github.com/martinlackner/apportionment (S12)."""
    assert totals(allocate(seats, weighed(votes), SHARE)) == shares
