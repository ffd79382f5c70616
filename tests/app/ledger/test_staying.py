"""A ledger that stays on a day, as the demo brand's does: whatever is asked of it is asked on that day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from app.demo import DAY
from app.jobs import Progress
from app.ledger.backup import Reason
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger, open_ledger, restore
from app.queries.allocation_board import board
from models.domain.allocation.tiers import Tier

LATER = datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC)


def staying(path: Path) -> Ledger:
    """Make a ledger that stays on a day long before the one on which it is made."""
    return new_ledger(path, currency="USD", anywhere=True, stays_on=DAY, clock=lambda: LATER)


def test_that_it_is_always_the_same_day_while_its_clock_goes_on(tmp_path: Path) -> None:
    ledger = staying(tmp_path / "demo")
    assert (ledger.stays_on, ledger.today()) == (DAY, DAY)
    first = datetime.fromisoformat(ledger.now())
    ledger.close()
    again = open_ledger(ledger.path, clock=lambda: LATER + timedelta(days=400, seconds=20))
    assert again.today() == DAY
    assert datetime.fromisoformat(again.now()) - first == timedelta(seconds=20)
    assert all(finding.ok for finding in examine(again, Progress()).findings)
    again.close()


def test_that_a_backup_of_it_stays_on_the_day_too(tmp_path: Path) -> None:
    ledger = staying(tmp_path / "demo")
    made = ledger.backup(Reason.BY_HAND)
    ledger.close()
    restored = tmp_path / "again.channelbook"
    restore(made.path, restored)
    again = open_ledger(restored)
    assert again.today() == DAY
    again.close()


def test_that_any_other_ledger_goes_with_the_days(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path / "own", currency="USD", anywhere=True, clock=lambda: LATER)
    assert ledger.stays_on is None
    assert ledger.today() - LATER.date() <= timedelta(days=1)
    ledger.close()


def test_that_the_demo_brand_is_short_on_its_day(demo_ledger: Ledger) -> None:
    assert demo_ledger.today() == DAY
    with demo_ledger.read() as session:
        tiers = {row.sku: row.tier for row in board(session, day=demo_ledger.today()).plan.rows}
        early = {row.sku: row.tier for row in board(session, day=date(2026, 11, 2)).plan.rows}
    assert (tiers["JR-0131"], early["JR-0131"]) == (Tier.BLACK, Tier.GREEN)
