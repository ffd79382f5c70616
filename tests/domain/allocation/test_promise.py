"""What can be promised over time: the published table of GA15, and which lines today's stock has to serve."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.allocation.claimant import OrderLine
from models.domain.allocation.promise import (
    Receipt,
    backward_promise,
    claims_on_stock,
    look_ahead_promise,
    period_promise,
)
from models.domain.stock import Fill

SUPPLY = [6, 4, 2, 4, 8, 4, 4, 4]
DEMAND = [6, 2, 3, 6, 6, 1, 2, 2]
TODAY = date(2026, 11, 2)


def test_that_eight_periods_can_be_promised_as_in_ga15() -> None:
    """The period and the backward row are Oracle's, "ATP calculations with backward consumption" (S7)."""
    assert period_promise(SUPPLY, DEMAND) == [0, 2, -1, -2, 2, 3, 2, 2]
    assert backward_promise(SUPPLY, DEMAND) == [0, 0, 0, -1, 2, 3, 2, 2]
    assert look_ahead_promise(SUPPLY, DEMAND) == [0, 0, 0, 0, 1, 4, 6, 8]


def test_that_nothing_can_be_promised_without_periods() -> None:
    assert look_ahead_promise([], []) == []


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1, max_size=12), st.data())
def test_that_a_promise_kept_breaks_no_later_one(periods: list[tuple[int, int]], data: st.DataObject) -> None:
    supply, demand = [came for came, _ in periods], [asked for _, asked in periods]
    free = look_ahead_promise(supply, demand)
    when = data.draw(st.integers(0, len(periods) - 1))
    demand[when] += free[when]
    running = [sum(supply[: end + 1]) - sum(demand[: end + 1]) for end in range(len(periods))]
    assert free[when] == 0 or min(running[when:]) == 0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=12))
def test_that_backward_consumption_moves_units_and_loses_none(periods: list[tuple[int, int]]) -> None:
    supply, demand = [came for came, _ in periods], [asked for _, asked in periods]
    assert sum(backward_promise(supply, demand)) == sum(supply) - sum(demand)


def line(name: str, units: int, days: int | None, fill: Fill = Fill.PARTIAL) -> OrderLine:
    return OrderLine(name, units, None if days is None else TODAY + timedelta(days=days), fill)


def test_that_lines_after_the_horizon_make_no_claim_on_stock() -> None:
    lines = [line("A", 5, 28), line("B", 5, 29), line("C", 5, None)]
    assert claims_on_stock(lines, [], today=TODAY) == [lines[0], lines[2]]
    assert claims_on_stock(lines, [], today=TODAY, horizon=29) == lines


@pytest.mark.parametrize("days, left", [(4, []), (5, [40])])
def test_that_a_receipt_due_before_a_line_covers_it(days: int, left: list[int]) -> None:
    receipts = [Receipt(TODAY + timedelta(days=days), 60)]
    claims = claims_on_stock([line("A", 40, 5)], receipts, today=TODAY)
    assert [claim.units for claim in claims] == left


def test_that_a_receipt_covers_each_unit_once_and_the_earlier_line_first() -> None:
    receipts = [Receipt(TODAY + timedelta(days=3), 50)]
    claims = claims_on_stock([line("late", 40, 9), line("early", 30, 5)], receipts, today=TODAY)
    assert [(claim.id, claim.units) for claim in claims] == [("late", 20)]


def test_that_a_line_without_a_day_waits_for_no_receipt() -> None:
    claims = claims_on_stock([line("A", 40, None)], [Receipt(TODAY, 60)], today=TODAY)
    assert [claim.units for claim in claims] == [40]
