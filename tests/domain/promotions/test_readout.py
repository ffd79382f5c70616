"""The readout: the golden of B5 to the cent, its range, and what it may not say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.money import half_up
from models.domain.period import Period
from models.domain.promotions.readout import Outcome, Taken, Verdict, dip_window, read_out

GOLDEN = Outcome(
    actual=310,
    baseline=180,
    expected_promoted=756,
    expected_usual=1242,
    dip=40,
    taken=(Taken("AMZ", 12, 1089),),
    fixed=15_000,
)


def test_that_naive_and_honest_stand_side_by_side() -> None:
    found = read_out(GOLDEN)
    assert (found.naive, found.honest) == (98_280, -66_948)
    assert [(line.label, int(line.amount)) for line in found.lines if line.amount] == [
        ("Sold in the promotion", 234_360),
        ("Would have been sold anyway", -223_560),
        ("Sold less afterwards", -49_680),
        ("Taken from AMZ", -13_068),
        ("Fixed cost", -15_000),
    ]


def test_that_it_needed_64_3_percent_more_and_had_72_2() -> None:
    found = read_out(GOLDEN)
    assert found.break_even == Fraction(9, 14)
    assert found.achieved == Fraction(13, 18)
    assert [half_up(one * 1000) for one in (Fraction(9, 14), Fraction(13, 18))] == [643, 722]


def test_that_it_cannot_tell_without_a_range_of_the_baseline() -> None:
    assert read_out(GOLDEN).verdict is Verdict.CANNOT_TELL
    assert read_out(replace(GOLDEN, low=170)).verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    "low, high, ends, verdict",
    [
        (170, 190, (-79_368, -54_528), Verdict.COST),  # 10 units of 12.42 either way
        (120, 240, (-141_468, 7_572), Verdict.CANNOT_TELL),
        (100, 120, (7_572, 32_412), Verdict.PAID),
    ],
)
def test_that_the_range_of_the_baseline_decides(low: int, high: int, ends: tuple[int, int], verdict: Verdict) -> None:
    found = read_out(replace(GOLDEN, low=low, high=high))
    assert ((found.worst, found.best), found.verdict) == (ends, verdict)


@pytest.mark.parametrize("low, high", [(90, 100), (100, 110), (100, 100)])
def test_that_a_range_that_reaches_nothing_cannot_tell(low: int, high: int) -> None:
    assert read_out(Outcome(100, 100, 1000, 1000, low=low, high=high)).verdict is Verdict.CANNOT_TELL


def test_that_halo_and_funding_are_added() -> None:
    assert read_out(replace(GOLDEN, halo=5_000, funding=20_000)).honest == -66_948 + 25_000


def test_that_no_uplift_pays_where_a_promoted_unit_earns_nothing() -> None:
    assert read_out(replace(GOLDEN, expected_promoted=0)).break_even is None
    assert read_out(replace(GOLDEN, baseline=0)).achieved is None


def test_that_the_dip_is_looked_for_as_long_as_it_ran_and_at_most_four_weeks() -> None:
    assert dip_window(Period(date(2026, 5, 1), date(2026, 5, 14))) == Period(date(2026, 5, 15), date(2026, 5, 28))
    assert dip_window(Period(date(2026, 4, 1), date(2026, 5, 31))) == Period(date(2026, 6, 1), date(2026, 6, 28))


@given(st.integers(0, 500), st.integers(1, 500), st.integers(1, 3000), st.integers(1, 3000))
def test_that_the_break_even_uplift_is_where_the_units_earn_what_they_would_have(
    actual: int, baseline: int, promoted: int, usual: int
) -> None:
    found = read_out(Outcome(actual, baseline, promoted, usual))
    exact = sum((line.amount for line in found.lines), Fraction(0))
    assert found.achieved is not None
    assert found.break_even is not None
    assert (found.achieved >= found.break_even) is (exact >= 0)
