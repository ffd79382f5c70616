"""Data: each predicate at its limit."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.domain.conflicts.data import (
    Clearing,
    Settlement,
    Source,
    Unsettled,
    clearing_aged,
    data_stale,
    settle_unexplained,
)
from models.domain.conflicts.setting import Setting
from models.domain.period import week_start

TODAY = date(2026, 5, 4)
SETTING = Setting(TODAY, "USD")


@given(st.integers(0, 60), st.integers(1, 31))
def test_that_a_file_may_be_two_days_late(age: int, cadence: int) -> None:
    found = list(data_stale(Source("AMZ", "orders", TODAY - timedelta(days=age), cadence, "Orders of AMZ"), SETTING))
    assert bool(found) is (age > cadence + 2)
    # Its window begins on the day it became late, today at the latest, and so does not move with the day.
    assert all(one.window is not None and one.window <= TODAY for one in found)


@given(st.integers(-10_000, 10_000), st.integers(-3, 3))
def test_that_one_cent_off_is_off(stated: int, off: int) -> None:
    fact = Settlement("AMZ", "S-1", TODAY, "USD", stated, stated - off)
    assert [one.stake.minor for one in settle_unexplained(fact, SETTING)] == ([abs(off)] if off else [])


@given(st.lists(st.tuples(st.integers(30, 80), st.integers(-500, 3000)), max_size=12))
def test_that_lines_older_than_45_days_are_gathered_by_week_and_none_is_lost(given_: list[tuple[int, int]]) -> None:
    lines = tuple(Unsettled(f"A-{n}", TODAY - timedelta(days=age), one) for n, (age, one) in enumerate(given_))
    found = list(clearing_aged(Clearing("AMZ", "USD", lines), SETTING))
    sums: dict[date, int] = {}
    for line in lines:
        if line.day < TODAY - timedelta(days=45):
            monday = week_start(line.day)
            sums[monday] = sums.get(monday, 0) + line.amount
    assert [(one.window, one.stake.minor) for one in found] == [(day, abs(sums[day])) for day in sorted(sums)]
    assert len({one.fingerprint for one in found}) == len(found)
