"""How new a file is: the latest moment of its rows, whatever zones they are in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from app.importing.newness import _latest

MINUTES = st.integers(-23 * 60 - 59, 23 * 60 + 59)
ZONES = MINUTES.map(lambda minutes: timezone(timedelta(minutes=minutes)))
FEW_DAYS = st.datetimes(datetime(2026, 2, 26), datetime(2026, 3, 4), timezones=ZONES)  # noqa: DTZ001 - Hypothesis adds the zone


@given(st.lists(FEW_DAYS, min_size=1, max_size=8))
def test_that_the_latest_moment_is_found_across_zones(moments: list[datetime]) -> None:
    assert _latest(moments) == max(moments).astimezone(UTC).isoformat()


@given(st.lists(FEW_DAYS | FEW_DAYS.map(lambda moment: moment.replace(tzinfo=None)), min_size=1, max_size=8))
def test_that_moments_without_a_zone_are_among_those_of_utc(moments: list[datetime]) -> None:
    known = [moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments]
    assert _latest(moments) == max(moment.astimezone(UTC).isoformat() for moment in known)
