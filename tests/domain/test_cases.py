"""Whole cases: never under what is needed, never a case too many."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.domain.cases import cases_down, cases_up

UNITS, CASE = st.integers(-(10**6), 10**6), st.integers(1, 1000)


@given(UNITS, CASE)
def test_that_cases_up_hold_what_is_needed_and_less_than_a_case_more(units: int, case: int) -> None:
    held = cases_up(units, case)
    assert held % case == 0
    assert held == 0 if units <= 0 else units <= held < units + case


@given(UNITS, CASE)
def test_that_cases_down_hold_no_more_than_there_is_and_leave_less_than_a_case(units: int, case: int) -> None:
    held = cases_down(units, case)
    assert held % case == 0
    assert held == 0 if units <= 0 else units - case < held <= units
