"""Every kind of conflict of a price, out of a ledger: it appears with its stake, is fixed, resolves, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from app.actions.base_prices import NewPrice, ask_price
from app.actions.conflicts import check_conflicts
from app.actions.fee_schedules import remove_schedule
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.conflict_evidence import evidence
from app.queries.conflict_facts.remembered import Remembered
from app.queries.conflicts import look, look_at
from app.queries.fee_schedules import fee_schedules
from app.queries.price_fixes import Means, PriceFix
from models.domain.conflicts.conflict import Family, Severity, Thing
from models.domain.money import Money
from models.domain.pricing.fee_model import Band, FeeModel, Schedule, ScheduleKind, Target, Tier
from models.domain.pricing.rules import PriceOverride
from models.domain.pricing.schedule import FeeSchedule
from models.domain.rules import Scope
from tests.app.conflicts.living import Expected, found, lives, one
from tests.app.conflicts.priced_tea import FREE, base, fees, live, priced_by, priced_tea
from tests.app.pricing_brand import GB1, START, channel, of_category
from tests.app.tea import DAY
from tests.make import type_cost

_BRACKETS = Schedule(ScheduleKind.BRACKET, (Band(1000, Fraction(8, 100)), Band(None, Fraction(15, 100))))
GB6 = FeeModel(0, referral=_BRACKETS, fulfilment=(Tier(1000, 306), Tier(None, 383)))
ON_BAZAAR = Scope(("TEA",), channels=("Bazaar",))


@pytest.fixture
def tea(tmp_path: Path) -> Iterator[Ledger]:
    made = priced_tea(tmp_path)
    yield made
    made.close()


def override(ledger: Ledger, amount: int) -> None:
    """Fix the price on the bazaar until the end of the year."""
    priced_by(ledger, (PriceOverride(Money(amount, "USD")), ON_BAZAAR))


def test_a_price_that_earns_less_than_its_target(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    override(tea, 1300)
    conflict = lives(
        tea,
        # 13.00 − 1.95 − 4.15 − 6.20 = 0.70 of a target of 1.50: 2 a day × 14 days × 0.80.
        Expected("PRICE_BELOW_FLOOR", 2_240, "28 units × 0.80 USD"),
        fix=lambda: priced_by(tea),
        back=lambda: override(tea, 1300),
    )
    said = "TEA on Bazaar at 13.00 USD earns 0.70 USD a unit, 1.50 USD are the target; the floor is 13.94 USD"
    assert (conflict.sentence, conflict.window) == (said, START)
    assert found(tea, "PRICE_LOSS") == []


def test_a_price_at_which_each_unit_loses_money(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    override(tea, 1200)
    lives(
        tea,
        # 12.00 − 1.80 − 4.15 − 6.20 = −0.15.
        Expected(
            "PRICE_LOSS",
            420,
            "28 units × 0.15 USD lost; to the target another 28 units × 1.50 USD",
            Severity.CRITICAL,
        ),
        fix=lambda: override(tea, 1394),
        back=lambda: override(tea, 1200),
    )
    assert found(tea, "PRICE_BELOW_FLOOR") == []


def test_that_a_live_price_that_is_not_the_book_s_is_what_a_unit_is_sold_at(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    assert found(tea, "PRICE_BELOW_FLOOR") == []
    live(tea, "13.00", on="Bazaar")
    conflict = one(tea, "PRICE_BELOW_FLOOR")
    assert (conflict.stake.minor, conflict.window) == (2_240, date(2026, 11, 10))
    live(tea, "24.99", on="Bazaar", day="2026-11-20")
    assert found(tea, "PRICE_BELOW_FLOOR") == []


def test_that_a_live_price_is_checked_without_a_book(tea: Ledger) -> None:
    live(tea, "13.00", on="Bazaar")
    assert one(tea, "PRICE_BELOW_FLOOR").stake.minor == 2_240
    assert found(tea, "PRICE_MISMATCH") == []


def test_a_price_that_earns_less_than_a_lower_one(tmp_path: Path) -> None:
    made = priced_tea(tmp_path)
    type_cost(made, "TEA", 300, valid_from="2026-02-01", known="2026-02-01")
    fees(made, "Bazaar", FeeSchedule("USD", date(2026, 2, 1), fees=GB6, target=Target(250)))
    base(made, 1100, on="Bazaar")
    conflict = lives(
        made,
        # GB6: 10.00 earns 3.14; 11.00 − 1.65 − 3.83 − 3.00 = 2.52 are enough and 0.62 less.
        Expected("PRICE_DEAD_ZONE", 1_736, "28 units × 0.62 USD"),
        fix=lambda: base(made, 1000, on="Bazaar"),
        back=lambda: base(made, 1100, on="Bazaar"),
    )
    assert "the dead zone ends at 11.72 USD" in conflict.sentence
    base(made, 1173, on="Bazaar")  # the first price beyond
    assert found(made, "PRICE_DEAD_ZONE") == []
    made.close()


def test_that_what_mends_a_price_is_known(tmp_path: Path) -> None:
    made = priced_tea(tmp_path)
    type_cost(made, "TEA", 300, valid_from="2026-02-01", known="2026-02-01")
    fees(made, "Bazaar", FeeSchedule("USD", date(2026, 2, 1), fees=GB6, target=Target(250)))
    base(made, 1100, on="Bazaar")
    edge = PriceFix(Means.PRICE, "TEA", "Bazaar", Money(1000, "USD"))
    assert fix_of(made, "PRICE_DEAD_ZONE") == edge
    ask_price(made, price=NewPrice("TEA", "Bazaar", Money(1000, "USD"), date(2026, 11, 1), note="It earns more"))
    assert found(made, "PRICE_DEAD_ZONE") == []
    override(made, 800)
    assert fix_of(made, "PRICE_BELOW_FLOOR") == PriceFix(Means.RULE, "TEA", "Bazaar")
    priced_by(made)
    live(made, "11.00", on="Bazaar")
    assert fix_of(made, "PRICE_DEAD_ZONE") == PriceFix(Means.FILE, "TEA", "Bazaar")
    made.close()


def fix_of(ledger: Ledger, code: str) -> PriceFix | None:
    """Give what mends the one conflict of a kind."""
    conflict = one(ledger, code)
    with ledger.read() as session:
        return evidence(session, conflict, day=DAY).fix


def schedule_of(ledger: Ledger, name: str) -> int:
    """Find the schedule of a whole channel."""
    with ledger.read() as session:
        rows = fee_schedules(session, today=DAY)
    return next(row.id for row in rows if row.channel_id == channel(ledger, name) and not row.schedule.category)


def test_a_price_that_nothing_can_be_said_of(tea: Ledger) -> None:
    fees(tea, "Shop", of_category(FREE, "Coffee"))
    base(tea, 2499, on="Shop")
    lives(
        tea,
        Expected("PRICE_MISSING_COST", 34_986, "14 units × 24.99 USD of revenue that cannot be checked"),
        fix=lambda: fees(tea, "Shop", FREE),
        back=lambda: remove_schedule(tea, schedule_id=schedule_of(tea, "Shop")),
    )
    (conflict,) = found(tea, "PRICE_MISSING_COST")
    assert conflict.sentence == "TEA on Shop at 24.99 USD cannot be checked: no fee schedule"


def test_that_a_channel_without_any_fee_schedule_is_one_conflict(tea: Ledger) -> None:
    base(tea, 2000, on="Shop")
    base(tea, 500, on="Shop", sku="CUP")
    conflict = lives(
        tea,
        # 14 × 20.00, and 7 cups in the one week they are known of: 1 a day × 14 × 5.00.
        Expected("PRICE_MISSING_COST", 28_000 + 7_000, "350.00 USD of revenue that cannot be checked"),
        fix=lambda: fees(tea, "Shop", FREE),
        back=lambda: remove_schedule(tea, schedule_id=schedule_of(tea, "Shop")),
    )
    assert conflict.sentence == "2 prices on Shop cannot be checked: no fee schedule"
    fees(tea, "Shop", FREE)
    left = one(tea, "PRICE_MISSING_COST")
    assert left.named(Thing.SKU) == ("CUP",)
    assert left.sentence.endswith("no landed cost")


def test_a_live_price_that_is_not_the_book_s(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    live(tea, "23.99", on="Bazaar")
    conflict = lives(
        tea,
        Expected("PRICE_MISMATCH", 2_800, "28 units × 1.00 USD"),
        fix=lambda: base(tea, 2399, on="Bazaar"),
        back=lambda: base(tea, 2499, on="Bazaar"),
    )
    assert conflict.window == date(2026, 11, 10)
    base(tea, 2400, on="Bazaar")  # a cent is no difference
    assert found(tea, "PRICE_MISMATCH") == []


def test_that_what_was_right_when_it_was_seen_is_no_mismatch(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    live(tea, "24.99", on="Bazaar")
    base(tea, 2599, on="Bazaar", first=date(2026, 11, 15))
    assert found(tea, "PRICE_MISMATCH") == []
    live(tea, "24.99", on="Bazaar", day="2026-11-16")
    assert len(found(tea, "PRICE_MISMATCH")) == 1


def test_that_a_day_has_to_pass_before_a_live_price_is_wrong(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    live(tea, "23.99", on="Bazaar", day="2026-11-22")
    assert found(tea, "PRICE_MISMATCH") == []
    assert len(found(tea, "PRICE_MISMATCH", DAY + timedelta(days=1))) == 1


def test_that_fees_of_a_later_day_count_from_then(tea: Ledger) -> None:
    base(tea, 1394, on="Bazaar")
    dearer = replace(GB1, valid_from=DAY + timedelta(days=1), fees=replace(GB1.fees, fulfilment=(Tier(None, 500),)))
    fees(tea, "Bazaar", dearer)
    override(tea, 1394)
    assert found(tea, "PRICE_BELOW_FLOOR") == []
    later = one(tea, "PRICE_BELOW_FLOOR", DAY + timedelta(days=1))
    # 0.85 dearer: 1.50 − 0.85 = 0.65 are earned of 1.50.
    assert (later.stake.formula, later.window) == ("28 units × 0.85 USD", DAY + timedelta(days=1))


def test_that_a_changed_rule_is_looked_at_alone_and_tells_the_same(tea: Ledger) -> None:
    base(tea, 2499, on="Bazaar")
    base(tea, 1000, on="Bazaar", sku="CUP")
    remembered = Remembered()
    check_conflicts(tea, Progress(), day=DAY, remembered=remembered)
    override(tea, 1300)
    with tea.read() as session:
        known, touched = remembered.known(session, DAY)
        assert touched == frozenset({"TEA"})
        assert touched is not None
        part = look_at(session, known.part(touched), families={Family.PRICE})
        whole = look(session, day=DAY, families={Family.PRICE})
    about_tea = [each for each in whole.conflicts if each.named(Thing.SKU) == ("TEA",)]
    assert list(part.conflicts) == about_tea
    assert [each.kind.code for each in about_tea] == ["PRICE_BELOW_FLOOR"]
