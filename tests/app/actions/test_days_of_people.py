"""What holds from today on begins on the day of the person, also where it is another day at Greenwich by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.allocation import lift_override, run_allocation, set_override
from app.actions.base_prices import NewPrice, add_base_price
from app.actions.conflicts import check_conflicts, snooze
from app.actions.planning import set_sku_plan
from app.actions.rules import add_rule, publish
from app.errors import UserError
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.allocation_runs import runs
from app.queries.conflict_states import standings
from app.queries.conflicts import look
from app.queries.overrides import overrides
from app.queries.prices import price_list
from app.queries.rules import PRICING
from models.domain.conflicts.lifecycle import State
from models.domain.money import Money
from models.domain.pricing.rules import Difference
from models.domain.rules import Scope
from models.domain.stock import SkuPlanning
from tests.app.tea import DAY, channel_id, tea_ledger
from tests.conftest import Move
from tests.make import Clock, type_cost

TOMORROW = DAY + timedelta(days=1)
# A zone as POSIX writes it, and a moment of the 23rd there that is of another day at Greenwich.
EVENING = ("PST8", datetime(2026, 11, 24, 4, 25, tzinfo=UTC))
NIGHT = ("IST-5:30", datetime(2026, 11, 22, 20, 25, tzinfo=UTC))


@pytest.fixture(params=[EVENING, NIGHT], ids=["evening in America", "night in India"])
def tea(move: Move, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Give a ledger of tea on its day in two parts of the world."""
    zone, moment = request.param
    move(zone)
    made = tea_ledger(tmp_path)
    made.clock = Clock(moment)
    yield made
    made.close()


def fixed(ledger: Ledger, day: date) -> list[tuple[int, date, date]]:
    """Give what is fixed on a day: units and the days for which."""
    with ledger.read() as session:
        return [(one.units, one.first, one.until) for one in overrides(session, day=day)]


def test_that_a_number_is_fixed_and_lifted_on_the_day_of_the_person(tea: Ledger) -> None:
    assert tea.today() == DAY
    shop = channel_id(tea, "Shop")
    set_override(tea, sku="TEA", channel_id=shop, units=5, reason="fair", until=DAY)
    assert fixed(tea, DAY) == [(5, DAY, DAY)]
    run_allocation(tea, Progress())
    with tea.read() as session:
        assert [one.day for one in runs(session)] == [DAY]
        identity = overrides(session, day=DAY)[0].number
    lift_override(tea, override_id=identity)
    assert fixed(tea, DAY) == []
    with pytest.raises(UserError, match="ends today or later"):
        set_override(tea, sku="TEA", channel_id=shop, units=5, reason="fair", until=DAY - timedelta(days=1))


def test_that_what_is_snoozed_until_tomorrow_stays_away_until_then(tea: Ledger, move: Move) -> None:
    type_cost(tea, "TEA", 0)
    set_sku_plan(tea, sku="TEA", plan=SkuPlanning(1, None, "", 60, 0, 0))
    check_conflicts(tea, Progress())
    with tea.read() as session:
        name = next(one.fingerprint for one in look(session, day=DAY).conflicts if one.kind.code == "STOCK_OUT_RISK")
        assert standings(session, DAY)[name].age(DAY) == 0
    with pytest.raises(UserError, match=f"a later day than {DAY}"):
        snooze(tea, fingerprints=[name], until=DAY)
    snooze(tea, fingerprints=[name], until=TOMORROW)
    set_sku_plan(tea, sku="TEA", plan=SkuPlanning(1, None, "", 70, 0, 0))
    check_conflicts(tea, Progress())
    with tea.read() as session:
        assert standings(session, DAY)[name].state is State.SNOOZED
        assert standings(session, TOMORROW)[name].state is State.NEW
    # The same book is read anywhere, whatever the day is there.
    for zone in ("HST10", "UTC0", "NZST-13"):
        move(zone)
        with tea.read() as session:
            assert standings(session, TOMORROW)[name].state is State.NEW


def test_that_price_rules_hold_from_the_day_on_which_a_person_publishes_them(tea: Ledger) -> None:
    add_base_price(tea, price=NewPrice("TEA", "Shop", Money(2000, "USD"), date(2026, 1, 1)))
    add_rule(tea, what=Difference(Fraction(10)), scope=Scope(), family=PRICING, begin=True)
    publish(tea, name="Autumn", reason="Rents", family=PRICING)
    amounts = []
    for day in (DAY - timedelta(days=1), DAY):
        with tea.read() as session:
            amounts.append([one.amount for one in price_list(session, day=day, channels={"Shop"}) if one.sku == "TEA"])
    assert amounts == [[2000], [2200]]
