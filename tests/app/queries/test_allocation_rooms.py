"""Room at a channel's own place over a ledger: what lies there counts, the plan is cut, says so, and replays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.actions.allocation import run_allocation, set_override
from app.actions.places import set_limit
from app.actions.planning import edit_location
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.allocation import allocations
from app.queries.allocation_reasons import why
from app.queries.allocation_runs import differs
from app.queries.fixing import if_fixed
from app.queries.places import places
from models.domain.allocation.outcome import Outcome
from models.domain.stock import Limit, LimitKind, LocationKind
from tests.app.tea import DAY, channel_id, tea_ledger
from tests.make import import_text, made_once

FBA = "Bazaar FBA"
PLANNING = "sku,supplier,lead_days,case_pack,volume\nTEA,Mill,30,6,1.2\nCUP,Potter,20,1,\n"
PROMISED = "channel,reference,sku,quantity,ship_by\nBazaar,SO-1,TEA,18,2026-11-30\n"


@made_once
def prepared(folder: Path) -> Ledger:
    made = tea_ledger(folder)
    import_text(made, "planning.csv", PLANNING)
    bazaar = channel_id(made, "Bazaar")
    edit_location(made, location_id=place(made), kind=LocationKind.FBA, allocatable=False, channel_id=bazaar)
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give the ledger of two channels, with 30 units of tea at the bazaar's own place."""
    made = prepared(tmp_path)
    yield made
    made.close()


def place(ledger: Ledger) -> int:
    """Find the bazaar's place."""
    with ledger.read() as session:
        return next(one.id for one in places(session) if one.name == FBA)


def limit(ledger: Ledger, kind: LimitKind, amount: int, valid_from: str = "2026-11-01", storage: str = "") -> None:
    """Type a limit of the bazaar's place."""
    set_limit(ledger, location_id=place(ledger), limit=Limit(kind, amount, valid_from, storage))


def outcome(ledger: Ledger, sku: str = "TEA", *, supply: int | None = None) -> Outcome:
    """Share out one SKU."""
    with ledger.read() as session:
        (found,) = allocations(session, day=DAY, sku=sku, supply=supply)
    return found


def test_that_a_volume_that_is_full_gives_its_units_to_the_other_channel(ledger: Ledger) -> None:
    """36 ft³ are taken by the 30 units that lie there; 50.4 leave room for twelve more of 1.2 ft³."""
    before = outcome(ledger)
    limit(ledger, LimitKind.VOLUME, 50_400)
    after = outcome(ledger)
    assert before.units("Bazaar").all > 12
    assert after.units("Bazaar").all == 12
    assert after.units("Shop").all + after.unassigned == 90 - 12
    asked = before.units("Bazaar").all
    assert after.planned.limited == (
        f"cap 12 of Bazaar: volume stored at Bazaar FBA has room for 12 of {asked} units, {asked - 12} are cut",
    )
    assert f"{after.planned.limited[0]}." in why(after, "Bazaar").sentences()


def test_that_a_promise_is_kept_where_there_is_no_room(ledger: Ledger) -> None:
    import_text(ledger, "commitments.csv", PROMISED)
    limit(ledger, LimitKind.VOLUME, 1_000)
    found = outcome(ledger)
    assert found.units("Bazaar").all == 18
    assert "the promise stands" in found.planned.limited[0]


def test_that_the_limit_of_the_month_holds(ledger: Ledger) -> None:
    before = outcome(ledger)
    limit(ledger, LimitKind.VOLUME, 0, "2026-12-01")
    assert outcome(ledger).units("Bazaar") == before.units("Bazaar")


def test_that_cartons_and_units_packed_limit_too(ledger: Ledger) -> None:
    """Two cartons: one of six teas and one cup. Two units a day are 56 over 28 days, 30 of which lie there."""
    limit(ledger, LimitKind.CARTONS, 2)
    assert [outcome(ledger, sku).units("Bazaar").all for sku in ("TEA", "CUP")] == [6, 1]
    limit(ledger, LimitKind.CARTONS, 1_000)
    limit(ledger, LimitKind.PACKED, 2)
    units = [outcome(ledger, sku).units("Bazaar").all for sku in ("TEA", "CUP")]
    assert sum(units) == 26
    assert all(units)


def test_that_a_run_stores_its_limits_and_replays_to_the_same_awards(ledger: Ledger) -> None:
    limit(ledger, LimitKind.VOLUME, 50_400)
    run, found = run_allocation(ledger, Progress(), day=DAY)
    with ledger.read() as session:
        assert differs(session, run) == []
    assert [one.planned.limited for one in found if one.planned.sku == "TEA"] == [outcome(ledger).planned.limited]


def test_that_at_another_supply_the_same_room_counts(ledger: Ledger) -> None:
    limit(ledger, LimitKind.VOLUME, 50_400)
    assert outcome(ledger, supply=500).units("Bazaar").all == 12


@pytest.mark.parametrize("channel, units", [("Shop", 0), ("Bazaar", 3), ("Shop", 85)])
def test_that_what_fixing_a_number_would_give_is_what_it_gives(ledger: Ledger, channel: str, units: int) -> None:
    """There is room for twelve cases of six teas, enough until the bazaar is to have what the shop does without."""
    limit(ledger, LimitKind.VOLUME, 124_800)
    with ledger.read() as session:
        then = if_fixed(session, sku="TEA", channel=channel, units=units, day=DAY)
    before = outcome(ledger)
    set_override(
        ledger, sku="TEA", channel_id=channel_id(ledger, channel), units=units, reason="a fair", until=DAY, first=DAY
    )
    saved = outcome(ledger)
    names = [one.code for one in saved.planned.claimants]
    assert [then.units(name) for name in names] == [saved.units(name) for name in names]
    assert (then.tier, then.short, then.unassigned) == (saved.tier, saved.short, saved.unassigned)
    if (channel, units) == ("Shop", 0):
        assert (before.planned.limited, saved.units("Bazaar").all) == ((), 72)
