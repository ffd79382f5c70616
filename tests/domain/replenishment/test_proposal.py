"""Proposals: the day to order by, what is lost if not, the sentences that say why, and the suppliers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.cover import Arrival
from models.domain.replenishment.need import DaysOfCover, Need, ServiceLevel, Terms
from models.domain.replenishment.proposal import by_supplier, propose

TODAY = date(2026, 5, 4)
TERMS = Terms("Clay", Fraction(21), Fraction(4), case=12, moq=48)
MUG = Need(
    "MUG",
    "3PL",
    TODAY,
    150,
    Fraction(6),
    Fraction(9),
    TERMS,
    ServiceLevel(9500, 7),
    contribution=Fraction(1089),
    weeks=11,
)


def arrival(days: int, units: int, reference: str = "PO-7") -> Arrival:
    return Arrival(TODAY + timedelta(days=days), units, reference)


def test_that_a_proposal_says_step_by_step_why() -> None:
    assert propose(MUG).steps == (
        "MUG sells 6 a day from 3PL, from 11 usable weeks",
        "150 units on hand, 25 days of cover: out of stock on 2026-05-29",
        "The reorder point is 172 units",
        "Order up to 216 units: lead time 21 days and review every 7 days, 48 of them against spread at 95 % service",
        "216 less 150 at hand and coming: 66 needed",
        "Order 72 units in 6 cases of 12",
        "Order by 2026-05-07 to have it before the stock-out day",
        "Without an order 1,633.50 USD of contribution are lost in the 28 days after it could arrive",
    )


def test_that_what_was_promised_is_told_of_what_is_on_hand() -> None:
    assert propose(replace(MUG, on_hand=-10, promised=60)).steps[1] == (
        "50 units on hand less 60 promised, 0 days of cover: out of stock on 2026-05-04"
    )
    coming = propose(replace(MUG, on_hand=30, promised=20, arrivals=(arrival(2, 24),)))
    assert coming.steps[1].startswith("50 units on hand less 20 promised and 24 coming in time, 9 days of cover")


def test_that_nothing_is_lost_and_no_order_is_asked_for_where_there_is_nothing_to_order() -> None:
    proposal = propose(replace(MUG, on_hand=240))
    assert (proposal.units, proposal.avoidable_loss) == (0, 0)
    assert proposal.steps[-2:] == (
        "240 at hand and coming reach 216: nothing to order",
        "An order is proposed once fewer are at hand and coming; 2026-05-22 is the last day to order in time",
    )
    late = propose(replace(MUG, on_hand=60, arrivals=(arrival(-2, 240),)))
    assert (late.units, late.avoidable_loss) == (0, 0)
    assert late.lost_anyway
    assert not [step for step in late.steps if step.startswith(("Order", "The last day", "Without"))][1:]


def test_that_ordering_on_the_last_day_avoids_the_stock_out_and_a_day_later_does_not() -> None:
    proposal = propose(MUG)
    last = proposal.order_by
    assert last == date(2026, 5, 7)
    for day, covered in ((last, True), (last + timedelta(days=1), False)):
        order = Arrival(day + timedelta(days=21), proposal.units)
        assert bool(propose(replace(MUG, arrivals=(order,))).cover.in_time) is covered


@given(st.integers(0, 500), st.fractions(Fraction(1, 10), 20, max_denominator=10), st.integers(0, 60))
def test_that_the_last_day_is_always_the_last(on_hand: int, rate: Fraction, lead: int) -> None:
    need = replace(MUG, on_hand=on_hand, rate=rate, terms=Terms("Clay", Fraction(lead)))
    last = propose(need).order_by
    assert last is not None
    for day, late in ((last, False), (last + timedelta(days=1), True)):
        arriving = day + timedelta(days=lead)
        if arriving >= TODAY:
            assert bool(propose(replace(need, arrivals=(Arrival(arriving, 1),))).cover.late) is late


def test_that_a_missed_day_and_what_is_lost_anyway_are_said() -> None:
    proposal = propose(replace(MUG, on_hand=60))
    # Sold out on day 10, an order of today can be sold from day 22: 12 days of 6 at 10.89; then 28 days more.
    assert proposal.lost_anyway == 12 * 6 * 1089
    assert proposal.avoidable_loss == 28 * 6 * 1089
    assert "The last day to order in time was 2026-04-22, 12 days ago" in proposal.steps
    assert "784.08 USD of contribution are lost before an order placed today can be sold" in proposal.steps


def test_that_late_and_overdue_orders_are_named() -> None:
    proposal = propose(replace(MUG, on_hand=60, arrivals=(arrival(15, 300), arrival(-2, 24, "PO-6"))))
    assert "PO-7 brings 300 on 2026-05-19, too late: no cover" in proposal.steps
    overdue = "PO-6 was due on 2026-05-02 with 24: no cover until it has a new date, but not ordered again"
    assert overdue in proposal.steps
    assert proposal.warnings == ("Ask for the late orders before 2026-05-14", "Ask when the overdue orders arrive")
    assert proposal.units == 0


def test_that_a_bridge_a_moq_a_batch_and_a_limit_are_said() -> None:
    quick = replace(MUG, on_hand=60, terms=replace(TERMS, lead_days=Fraction(7), moq=100), arrivals=(arrival(20, 500),))
    steps = propose(replace(quick, target=ServiceLevel(9500, 30))).steps
    assert "66 units bridge the days until what comes late can be sold" in steps
    assert "The supplier takes no fewer than 100" in steps
    limited = propose(replace(MUG, terms=replace(TERMS, limit=50)))
    assert "The limit of 50 allows 48 units in whole cases" in limited.steps
    barred = propose(replace(MUG, terms=replace(TERMS, limit=40)))
    assert barred.steps[5:7] == (
        "The limit of 40 allows 36 units in whole cases, fewer than the 48 that can be ordered",
        "Nothing can be ordered",
    )
    assert (
        "An order of 144 costs least to place and to keep"
        in propose(replace(MUG, terms=replace(TERMS, batch=144))).steps
    )


def test_that_enough_stock_orders_nothing_and_says_so() -> None:
    proposal = propose(replace(MUG, on_hand=150, arrivals=(arrival(3, 66),)))
    assert proposal.units == 0
    assert "216 at hand and coming reach 216: nothing to order" in proposal.steps
    assert "150 units on hand and 66 coming in time, 36 days of cover: out of stock on 2026-06-09" in proposal.steps


def test_that_no_demand_needs_nothing_and_has_no_day() -> None:
    proposal = propose(replace(MUG, rate=Fraction(0), variance=Fraction(0), target=DaysOfCover(45)))
    assert (proposal.units, proposal.order_by, proposal.avoidable_loss) == (0, None, 0)
    assert "150 units on hand; without demand they do not run out" in proposal.steps


def test_that_shaky_ground_is_warned_of() -> None:
    warned = propose(replace(MUG, target=ServiceLevel(6000), weeks=1, contribution=Fraction(-3))).warnings
    assert [warning.split(":")[0] for warning in warned] == [
        "The normal formula is unreliable at a service level of 50 to 70 % with a lead time that varies",
        "1 usable week",
        "A unit loses money",
    ]


def test_that_proposals_are_gathered_by_supplier_the_most_urgent_line_first() -> None:
    lid = replace(MUG, sku="LID", on_hand=60)
    tea = replace(MUG, sku="TEA", terms=replace(TERMS, supplier="Assam"), currency="EUR")
    enough = replace(MUG, sku="CUP", on_hand=999)
    assam, clay = by_supplier([propose(need) for need in (MUG, tea, lid, enough)])
    assert (assam.supplier, [line.need.sku for line in assam.lines]) == ("Assam", ["TEA"])
    assert (clay.supplier, [line.need.sku for line in clay.lines]) == ("Clay", ["LID", "MUG"])
    assert (clay.units, clay.order_by) == (72 + 156, date(2026, 4, 22))
    assert clay.avoidable_loss == {"USD": 163_350 + 28 * 6 * 1089}
    assert assam.avoidable_loss == {"EUR": 163_350}


@pytest.mark.parametrize("service", [4999, 10_000])
def test_that_a_service_level_outside_its_range_is_refused(service: int) -> None:
    with pytest.raises(ValueError, match="basis points"):
        ServiceLevel(service)


def test_that_terms_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="a case holds"):
        Terms("Clay", Fraction(1), case=0)
    with pytest.raises(ValueError, match="0 or more"):
        Terms("Clay", Fraction(-1))
    with pytest.raises(ValueError, match="0 or more"):
        DaysOfCover(-1)
