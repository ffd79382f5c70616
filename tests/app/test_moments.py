"""Moments stand on the day of the person, wherever the computer is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.moments import day_here, here
from app.queries.batches import COLUMNS, batches
from main import main
from tests.conftest import Move
from tests.make import Amount, Clock, import_text, new_ledger, settlement

EVENING = datetime(2026, 11, 24, 4, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    "zone, day, clock",
    [
        ("PST8", date(2026, 11, 23), "20:25"),
        ("UTC0", date(2026, 11, 24), "04:25"),
        ("NZST-13", date(2026, 11, 24), "17:25"),
    ],
)
def test_that_a_moment_has_the_day_and_the_time_of_the_person(move: Move, zone: str, day: date, clock: str) -> None:
    move(zone)
    for moment in (EVENING, EVENING.isoformat()):
        assert day_here(moment) == day
        assert f"{here(moment):%H:%M}" == clock
        assert here(moment) == EVENING


def test_that_an_import_is_of_the_day_on_which_the_person_made_it(move: Move, tmp_path: Path) -> None:
    move("PST8")
    ledger = new_ledger(tmp_path)
    ledger.clock = Clock(EVENING)
    import_text(ledger, "settlement.txt", settlement(1, [Amount("Principal", 1000)]))
    when = next(column for column in COLUMNS if column.title == "When")
    with ledger.read() as session:
        (batch,) = batches(session)
    assert f"{when.value(batch):%Y-%m-%d %H:%M}" == "2026-11-23 20:25"
    ledger.close()


def test_that_the_command_line_says_the_day_of_the_person(
    move: Move, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Twelve hours off, one way or the other, it is always another day than at Greenwich.
    now = datetime.now(UTC)
    move("EAST-12" if now.hour >= 12 else "WEST12")
    day = now.date() + timedelta(days=1 if now.hour >= 12 else -1)
    file = tmp_path / "settlement.txt"
    file.write_text(settlement(1, [Amount("Principal", 1000)]), encoding="utf-8")
    book, data = str(tmp_path / "Shop.channelbook"), ["--data", str(tmp_path / "data")]
    main([*data, "new", book])
    main([*data, "import", book, str(file)])
    main([*data, "import", book, str(file)])
    assert f"Already imported on {day}; nothing was added." in capsys.readouterr().out
