"""Which backups stay: nothing recent goes, the newest of each day, week and month stays, and a few always do."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as some

from app.ledger.backup import Backup, Keep, Reason, to_remove

NOW = datetime(2026, 11, 23, 4, 25, 6, tzinfo=UTC)
BACKUPS = some.lists(
    some.tuples(
        # Up to three years back, and a little ahead, for a clock that was wrong.
        some.integers(min_value=-2 * 86_400, max_value=3 * 365 * 86_400),
        some.sampled_from([Reason.REGULAR, Reason.BEFORE_IMPORT, Reason.WEEK_CLOSE]),
    ),
    max_size=120,
).map(lambda made: [backup(NOW - timedelta(seconds=age), reason, number) for number, (age, reason) in enumerate(made)])


def backup(made_at: datetime, reason: str = Reason.REGULAR, number: int = 0) -> Backup:
    path = Path(f"Shop {made_at.isoformat()} {reason} {number}.channelbook")
    return Backup(path, "", "0" * 8, made_at, reason, 1)


def staying(backups: list[Backup], now: datetime = NOW, keep: Keep | None = None) -> list[Backup]:
    gone = set(to_remove(backups, now, keep=keep))
    return [each for each in backups if each not in gone]


@given(BACKUPS)
def test_that_nothing_of_the_last_two_days_and_no_week_close_of_two_years_goes(backups: list[Backup]) -> None:
    for gone in to_remove(backups, NOW):
        assert NOW - gone.made_at > timedelta(hours=48)
        assert gone.reason != Reason.WEEK_CLOSE or NOW - gone.made_at > timedelta(days=730)


@given(BACKUPS)
def test_that_the_three_newest_always_stay(backups: list[Backup]) -> None:
    newest = sorted(backups, key=lambda each: (each.made_at, each.path), reverse=True)[:3]
    assert set(newest) <= set(staying(backups))


@given(BACKUPS)
def test_that_the_newest_of_the_latest_days_weeks_and_months_stays(backups: list[Backup]) -> None:
    stay = set(staying(backups))
    for form, count in (("%Y-%m-%d", 14), ("%G-%V", 10), ("%Y-%m", 12)):
        latest = sorted({each.made_at.strftime(form) for each in backups}, reverse=True)[:count]
        for span in latest:
            of_span = [each for each in backups if each.made_at.strftime(form) == span]
            assert max(of_span, key=lambda each: (each.made_at, each.path)) in stay


@given(BACKUPS)
def test_that_old_ones_do_not_pile_up(backups: list[Backup]) -> None:
    beyond = [
        each
        for each in staying(backups)
        if NOW - each.made_at > timedelta(hours=48)
        and not (each.reason == Reason.WEEK_CLOSE and NOW - each.made_at <= timedelta(days=730))
    ]
    assert len(beyond) <= 3 + 14 + 10 + 12


@given(BACKUPS, some.randoms(use_true_random=False))
def test_that_the_order_of_the_list_does_not_matter(backups: list[Backup], chance: random.Random) -> None:
    mixed = list(backups)
    chance.shuffle(mixed)
    assert to_remove(mixed, NOW) == to_remove(backups, NOW)


@given(BACKUPS)
def test_that_rotating_twice_removes_no_more_than_once(backups: list[Backup]) -> None:
    assert to_remove(staying(backups), NOW) == ()


@given(BACKUPS, some.integers(min_value=0, max_value=40 * 365))
def test_that_a_clock_far_ahead_does_not_empty_the_folder(backups: list[Backup], days: int) -> None:
    stay = staying(backups, NOW + timedelta(days=days))
    months = {each.made_at.strftime("%Y-%m") for each in backups}
    assert len(stay) >= min(len(months), 12)
    assert len(stay) >= min(len(backups), 3)


def test_that_a_year_of_backups_thins_to_days_weeks_and_months() -> None:
    kept: list[Backup] = []
    for step in range(4 * 400):
        now = NOW + timedelta(hours=6 * step)
        closes = now.weekday() == 6 and now.hour >= 22
        kept = staying([*kept, backup(now, Reason.WEEK_CLOSE if closes else Reason.REGULAR)], now)
    ages = sorted(NOW + timedelta(hours=6 * (4 * 400 - 1)) - each.made_at for each in kept)
    assert sum(age <= timedelta(hours=48) for age in ages) == 9
    days = {each.made_at.date() for each in kept}
    last = max(days)
    assert {last - timedelta(days=number) for number in range(14)} <= days
    weeks = {each.made_at.strftime("%G-%V") for each in kept}
    assert {(last - timedelta(weeks=number)).strftime("%G-%V") for number in range(10)} <= weeks
    assert len({each.made_at.strftime("%Y-%m") for each in kept}) >= 12
    assert ages[-1] > timedelta(days=330)


def test_that_days_are_those_of_the_person() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    # One night in Tokyo and two calendar days in Greenwich, long ago.
    evening, night = datetime(2026, 1, 5, 23, tzinfo=UTC), datetime(2026, 1, 6, 1, tzinfo=UTC)
    keep = Keep(at_least=0, weeks=0, months=0)
    assert len(staying([backup(evening), backup(night)], NOW.astimezone(tokyo), keep)) == 1
    assert len(staying([backup(evening), backup(night)], NOW, keep)) == 2


def test_that_what_to_keep_can_be_chosen() -> None:
    backups = [backup(NOW - timedelta(days=days)) for days in range(100)]
    assert len(staying(backups, keep=Keep(hours=0, days=5, weeks=0, months=0, at_least=1))) == 6
    assert staying(backups, keep=Keep(hours=0, days=0, weeks=0, months=0, at_least=0)) == [backups[0]]
