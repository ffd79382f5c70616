"""Order quantities: MOQ, whole cases, limits, and what is on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.cover import Arrival, empty_days, empty_spells
from models.domain.replenishment.need import DaysOfCover, Need, ServiceLevel, Target, Terms
from models.domain.replenishment.proposal import propose
from models.domain.replenishment.quantity import levels, ordered

TODAY = date(2026, 5, 4)
OWN = Need(
    "MUG", "3PL", TODAY, 90, Fraction(6), Fraction(9), Terms("Clay", Fraction(21), Fraction(4)), ServiceLevel(9500, 7)
)


def arrival(days: int, units: int) -> Arrival:
    return Arrival(TODAY + timedelta(days=days), units)


def needed(need: Need) -> int:
    return propose(need).required.units


TARGETS: st.SearchStrategy[Target] = st.one_of(
    st.builds(ServiceLevel, st.integers(5000, 9999), st.integers(0, 30)), st.builds(DaysOfCover, st.integers(0, 60))
)
TERMS = st.builds(
    Terms,
    supplier=st.just("Clay"),
    lead_days=st.fractions(0, 40, max_denominator=7),
    lead_deviation=st.fractions(0, 9, max_denominator=5),
    case=st.integers(1, 24),
    moq=st.integers(0, 100),
    batch=st.integers(0, 200),
    limit=st.none() | st.integers(-10, 300),
)
NEEDS = st.builds(
    Need,
    sku=st.just("MUG"),
    location=st.just("3PL"),
    today=st.just(TODAY),
    on_hand=st.integers(-20, 400),
    rate=st.fractions(0, 20, max_denominator=14),
    variance=st.fractions(0, 60, max_denominator=14),
    terms=TERMS,
    target=TARGETS,
    arrivals=st.lists(st.builds(arrival, st.integers(-9, 90), st.integers(1, 200)), max_size=5).map(tuple),
    contribution=st.fractions(-5, 2000, max_denominator=3),
)


def test_that_the_levels_of_the_own_example_are_rounded_up() -> None:
    # domain/allocation.md, A7: 171.49 and 215.33.
    found = levels(OWN)
    assert (found.reorder_point, found.up_to, found.safety) == (172, 216, 48)


def test_that_the_fba_restock_of_the_own_example_is_33_cases() -> None:
    # domain/allocation.md, A7: v 10, target 45, lead 14, have 204, case 12: 386 needed, 33 cases, 396 units.
    terms = Terms("3PL", Fraction(14), case=12)
    need = Need("MUG", "FBA", TODAY, 150, Fraction(10), Fraction(0), terms, DaysOfCover(45), (arrival(3, 54),))
    proposal = propose(need)
    assert (proposal.required.units, proposal.cases, proposal.units) == (386, 33, 396)


@pytest.mark.parametrize("limit, units", [(400, 396), (395, 384), (11, 0), (-5, 0), (1000, 396)])
def test_that_an_fba_limit_counts_in_whole_cases(limit: int, units: int) -> None:
    # domain/allocation.md, A9: ⌊limit/case⌋·case.
    assert ordered(386, Terms("3PL", Fraction(14), case=12, limit=limit)) == units


@pytest.mark.parametrize(
    "case, moq, batch, units",
    [(1, 0, 0, 30), (1, 200, 0, 200), (24, 0, 0, 48), (24, 50, 0, 72), (24, 0, 100, 120), (7, 0, 20, 35)],
)
def test_that_moq_above_need_and_a_pack_that_does_not_divide_it_are_kept(
    case: int, moq: int, batch: int, units: int
) -> None:
    # The fixture of odoo#76162: MOQ above need, pack size not dividing the need.
    assert ordered(30, Terms("Clay", Fraction(0), case=case, moq=moq, batch=batch)) == units


def test_that_a_limit_under_the_moq_orders_nothing() -> None:
    assert ordered(30, Terms("Clay", Fraction(0), case=12, moq=48, limit=40)) == 0


def test_that_what_is_ordered_and_comes_too_late_is_not_ordered_again() -> None:
    short = replace(OWN, on_hand=60)
    assert needed(short) == 156
    assert needed(replace(short, arrivals=(arrival(21, 156),))) == 0
    assert propose(replace(short, arrivals=(arrival(21, 156),))).cover == replace(
        propose(short).cover, late=(arrival(21, 156),)
    )


def test_that_a_gap_before_a_late_arrival_is_bridged_by_what_a_new_order_can_still_sell() -> None:
    # Out on day 10, a new order can be sold from day 8, the late one from day 21: 11 days of 6.
    quick = replace(OWN, on_hand=60, terms=Terms("Clay", Fraction(7)), target=ServiceLevel(9500, 30))
    required = propose(replace(quick, arrivals=(arrival(20, 500),))).required
    assert (required.units, required.bridge, required.position) == (66, 66, 560)


def test_that_an_arrival_in_the_far_future_is_not_relied_on() -> None:
    assert needed(replace(OWN, arrivals=(arrival(200, 500),))) == needed(OWN)


def test_that_an_overdue_order_is_not_ordered_again_but_covers_nothing() -> None:
    proposal = propose(replace(OWN, arrivals=(arrival(-3, 126),)))
    assert (proposal.required.units, proposal.cover.days) == (0, Fraction(15))


@given(NEEDS)
def test_that_an_order_holds_what_is_needed_and_never_a_case_too_many(need: Need) -> None:
    proposal = propose(need)
    terms, units = need.terms, proposal.units
    least = max(proposal.required.units, terms.moq, terms.batch) if proposal.required.units else 0
    assert units % terms.case == 0
    assert units == 0 or units >= terms.moq
    assert units < least + terms.case
    if terms.limit is None:
        assert units >= proposal.required.units
    else:
        assert units <= max(0, terms.limit)


@given(NEEDS)
def test_that_what_is_needed_leaves_no_empty_shelf_from_its_arrival_until_the_end_of_its_time(need: Need) -> None:
    coming = tuple(one for one in need.arrivals if one.day >= TODAY)
    units = needed(replace(need, arrivals=coming))
    order = arrival(need.terms.days_to_arrive, units)
    spells = empty_spells(TODAY, need.on_hand, need.rate, (*coming, order))
    days = need.target.days if isinstance(need.target, DaysOfCover) else need.target.review_days
    end = need.terms.lead_days + days
    assert empty_days(spells, need.terms.days_to_arrive + 1, end) == 0


@given(NEEDS, st.integers(0, 90), st.integers(1, 300))
def test_that_another_arrival_never_makes_the_order_larger(need: Need, days: int, units: int) -> None:
    assert needed(replace(need, arrivals=(*need.arrivals, arrival(days, units)))) <= needed(need)


@given(NEEDS, st.integers(1, 300))
def test_that_more_on_hand_never_makes_the_order_larger_nor_the_loss(need: Need, units: int) -> None:
    more, fewer = propose(replace(need, on_hand=need.on_hand + units)), propose(need)
    assert more.required.units <= fewer.required.units
    assert more.lost_anyway <= fewer.lost_anyway


@given(NEEDS)
def test_that_the_order_of_arrivals_does_not_matter(need: Need) -> None:
    turned = replace(need, arrivals=tuple(reversed(need.arrivals)))
    first, second = propose(need), propose(turned)
    assert (first.units, first.cover, first.steps) == (second.units, second.cover, second.steps)
