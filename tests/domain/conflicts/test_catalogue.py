"""The catalogue: every kind appears with its stake worked by hand, goes when it is fixed, and comes back.

The models behind K1 to K8: the own shop DTC keeps 2.9 % and 0.30 for payment and 5.35 for fulfilment, the marketplace
AMZ 15 % and 4.15; the goods cost 6.20 and the list price is 24.99. So a unit contributes 12.42 on DTC (24.99 − 1.02
− 5.35 − 6.20), 10.89 on AMZ (24.99 − 3.75 − 4.15 − 6.20), 7.56 at 19.99, 1.73 at 13.99 and 0.29 at 12.50 on DTC.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from models.domain.catalog import ChannelKind
from models.domain.conflicts.agreement import (
    Advertised,
    Announced,
    Announcement,
    Ladder,
    LandedPrices,
    RetailedPrice,
)
from models.domain.conflicts.campaign import PlannedSale, PlannedSpending, PromotedDays, PromotedOrder, PromotedPlace
from models.domain.conflicts.checks import KINDS, Book, find
from models.domain.conflicts.conflict import Conflict, Family, Severity
from models.domain.conflicts.data import Clearing, Code, Settlement, Source, Unsettled
from models.domain.conflicts.lifecycle import Run, State, fold
from models.domain.conflicts.policy import MinimumAdvertised, Tier, pack
from models.domain.conflicts.price import DeadZone, LivePrice, PricedListing
from models.domain.conflicts.promotion import PromotedListing, PromotedPrice, PromotedSku, StackedPrice
from models.domain.conflicts.setting import Setting
from models.domain.conflicts.stock import (
    Coverage,
    FirmLine,
    FirmStock,
    KeptStock,
    OpenOrder,
    Promised,
    SharedStock,
    Workload,
)
from models.domain.period import Period
from models.domain.promotions.budget import Discounted, Spending
from models.domain.promotions.offer import AmountOff, Offer, PercentOff, Quote
from models.domain.promotions.promotion import Promotion
from models.domain.promotions.stacking import lowest
from models.domain.promotions.stock_cover import SalesPlan

TODAY = date(2026, 5, 4)
WEEK = Setting(TODAY, "USD", days=7)
SETTING = Setting(TODAY, "USD")
MAY = Period(date(2026, 5, 1), date(2026, 5, 10))
NOON = datetime(2026, 5, 4, 12)  # noqa: DTZ001 - the ledger's own time


def promotion(code: str, offer: Offer, lane: str, days: Period = MAY) -> Promotion:
    return Promotion(code, offer, days, lane=lane)


SALE = promotion("SALE", PercentOff(Fraction(20)), "sale")
SPRING = promotion("SPRING", PercentOff(Fraction(15)), "spring")
CODE = promotion("CODE", AmountOff(300), "voucher")
STACKED = lowest(Quote(2499), (SALE, SPRING, CODE), ("sale", "spring", "voucher"))
K1 = PricedListing("MUG", "DTC", TODAY, "USD", 1250, 120, 29, 150, floor=1375)
MAP = MinimumAdvertised(1799)
K3 = StackedPrice("MUG", "DTC", TODAY, "USD", STACKED, 173, 150, 120, MAP, 200_000)
LIVE = LivePrice("MUG", "DTC", "USD", 2499, 2399, NOON - timedelta(hours=25), NOON, 40)
ORDER = PromotedOrder(
    "SALE", "DTC", ChannelKind.DTC, MAY, "MUG", "W-7", "WHS", Period(date(2026, 4, 20), date(2026, 4, 24)), 90_000, 1500
)
SHARED = SharedStock("MUG", "3PL", "USD", 100, (Promised("DTC", 70), Promised("AMZ", 45, 20)), 1089, 200)
KEPT = KeptStock("MUG", "3PL", ("DTC",), "USD", 900, Fraction(6), 120, 4_500, 100, 365)
WORK = Workload("3PL", "pack", Period(TODAY, TODAY), ("DTC",), "USD", 260, 240, 756)
AGED = Clearing("AMZ", "USD", (Unsettled("A-1", date(2026, 3, 18), 2499), Unsettled("A-2", date(2026, 3, 19), 1999)))


@dataclass(frozen=True)
class Case:
    """A fact that makes a kind appear, the same fact once it is fixed, and what the conflict must say."""

    code: str
    facts: str
    broken: Any
    fixed: Any
    stake: int
    formula: str
    severity: Severity
    between: bool = False
    setting: Setting = SETTING

    def found(self, fact: object) -> tuple[Conflict, ...]:
        facts: dict[str, Any] = {self.facts: (fact,)}
        return find(Book(**facts), self.setting)


CASES = (
    # K1: half off is 12.50; 1.50 − 0.29 = 1.21 a unit are missing: 120 × 1.21.
    Case(
        "PRICE_BELOW_FLOOR",
        "prices",
        K1,
        replace(K1, price=1375, expected=150),
        14_520,
        "120 units × 1.21 USD",
        Severity.HIGH,
    ),
    # At 12.00 a unit earns 12.00 − 0.65 − 5.35 − 6.20 = −0.20: 120 × 0.20.
    Case(
        "PRICE_LOSS",
        "prices",
        replace(K1, price=1200, expected=-20),
        replace(K1, price=1375, expected=150),
        2_400,
        "120 units × 0.20 USD lost; to the target another 120 units × 1.50 USD",
        Severity.CRITICAL,
    ),
    # GB6: E(10.00) = 3.14, E(10.01) = 1.68, dead until 11.72: 50 × 1.46.
    Case(
        "PRICE_DEAD_ZONE",
        "prices",
        PricedListing("BALM", "AMZ", TODAY, "USD", 1001, 50, 168, 150, zones=(DeadZone(1000, 1172, 314),)),
        PricedListing("BALM", "AMZ", TODAY, "USD", 1000, 50, 314, 150, zones=(DeadZone(1000, 1172, 314),)),
        7_300,
        "50 units × 1.46 USD",
        Severity.MEDIUM,
    ),
    Case(
        "PRICE_MISSING_COST",
        "prices",
        PricedListing("MUG", "DTC", TODAY, "USD", 2499, 10, None, missing=("fee schedule",)),
        PricedListing("MUG", "DTC", TODAY, "USD", 2499, 10, 1242, 150),
        24_990,
        "10 units × 24.99 USD of revenue that cannot be checked",
        Severity.MEDIUM,
    ),
    # 24.99 − 23.99 = 1.00 on 40 units.
    Case("PRICE_MISMATCH", "live", LIVE, replace(LIVE, live=2499), 4_000, "40 units × 1.00 USD", Severity.MEDIUM),
    # 10 % of 2,000.00 on order.
    Case(
        "MAP_BREACH",
        "advertised",
        Advertised("MUG", "DTC", TODAY, "USD", 1699, MAP, 200_000),
        Advertised("MUG", "DTC", TODAY, "USD", 1799, MAP, 200_000),
        20_000,
        "2000.00 USD of open wholesale orders × 10 %",
        Severity.HIGH,
    ),
    # K2: 8 a day for 7 days, 80 % of them at 10.89: 487.872.
    Case(
        "PARITY_GAP",
        "landed",
        LandedPrices("MUG", "AMZ", "USD", 2499, (("DTC", 1999), ("WHS", 2499)), 1089, 8),
        LandedPrices("MUG", "AMZ", "USD", 2499, (("DTC", 2499), ("WHS", 2499)), 1089, 8),
        48_787,
        "8 a day × 7 days × 80 % featured × 10.89 USD",
        Severity.HIGH,
        between=True,
        setting=WEEK,
    ),
    # K5: he pays 12.50; at 14.99 that leaves 16.6 %, at 24.99 half.
    Case(
        "WHOLESALE_UNDERCUT",
        "retailed",
        RetailedPrice("MUG", "DTC", "WHS", "USD", 1499, 1250, 61_000),
        RetailedPrice("MUG", "DTC", "WHS", "USD", 2499, 1250, 61_000),
        61_000,
        "contribution (CM3) of MUG on WHS in 14 days",
        Severity.HIGH,
        between=True,
    ),
    # K8: three for 31.99 are 10.66⅓ each, one alone 9.99: 30 × 0.67⅓ = 20.20.
    Case(
        "TIER_INVERSION",
        "ladders",
        Ladder("MUG", "AMZ", "USD", (pack(3, 3199, 30), Tier(1, Fraction(999), 80))),
        Ladder("MUG", "AMZ", "USD", (pack(3, 2997, 30), Tier(1, Fraction(999), 80))),
        2_020,
        "30 units × 0.6733 USD",
        Severity.MEDIUM,
    ),
    # K7: from 24.99, asked 19.99 within 30 days.
    Case(
        "REFERENCE_PRICE",
        "announcements",
        Announcement("SALE", "EU", MAY.first, "EUR", (Announced("MUG", 2499, 1799, 1999),)),
        Announcement("SALE", "EU", MAY.first, "EUR", (Announced("MUG", 1999, 1799, 1999),)),
        0,
        "1 SKU; a legal matter, no money at stake",
        Severity.HIGH,
    ),
    # Both at once are 24.99 → 19.99 → 16.99, the better one alone 19.99; 3 a day in the 7 days that are left.
    Case(
        "PROMO_OVERLAP",
        "promoted",
        PromotedListing("MUG", "DTC", "USD", Quote(2499), (SALE, promotion("CODE", AmountOff(300), "sale")), 3),
        PromotedListing("MUG", "DTC", "USD", Quote(2499), (SALE, CODE), 3),
        6_300,
        "21 units × 3.00 USD",
        Severity.MEDIUM,
    ),
    # K3: 24.99 → 19.99 → 16.99 → 13.99 is above the floor of 13.75 and below MAP 17.99: 10 % of 2,000.00.
    Case(
        "PROMO_STACK_BREACH",
        "stacked",
        K3,
        replace(K3, stacked=lowest(Quote(2499), (SALE,))),
        20_000,
        "2000.00 USD of open wholesale orders × 10 %",
        Severity.HIGH,
    ),
    # 5.00 apart, 10 % of 80 units move.
    Case(
        "PROMO_CROSS_CHANNEL",
        "across",
        PromotedSku(
            "MUG", "USD", (PromotedPrice("SALE", "DTC", MAY, 1999, 60), PromotedPrice("DEAL", "AMZ", MAY, 2499, 80))
        ),
        PromotedSku(
            "MUG", "USD", (PromotedPrice("SALE", "DTC", MAY, 1999, 60), PromotedPrice("DEAL", "AMZ", MAY, 1999, 80))
        ),
        4_000,
        "80 units × 5.00 USD × 10 % that move",
        Severity.MEDIUM,
        between=True,
    ),
    # K4: 6 × 2.5 × 10 days are 150, there are 130: 20 × 7.56.
    Case(
        "PROMO_STOCK_SHORT",
        "planned_sales",
        PlannedSale("SALE", "MUG", "DTC", MAY.first, "USD", SalesPlan(MAY, Fraction(6), Fraction(5, 2), 130), 756),
        PlannedSale("SALE", "MUG", "DTC", MAY.first, "USD", SalesPlan(MAY, Fraction(6), Fraction(5, 2), 150), 756),
        15_120,
        "20 units × 7.56 USD",
        Severity.HIGH,
    ),
    # 15 % of 900.00.
    Case(
        "PROMO_SHIP_WINDOW",
        "promoted_orders",
        ORDER,
        replace(ORDER, days=Period(date(2026, 5, 9), date(2026, 5, 18))),
        13_500,
        "900.00 USD of the order × 15 % disputed",
        Severity.HIGH,
        between=True,
    ),
    # K6: 150 × 5.00 + 400.00 = 1,150.00 of 1,000.00.
    Case(
        "PROMO_BUDGET",
        "planned_spending",
        PlannedSpending("SALE", ("DTC",), MAY.first, "USD", Spending((Discounted(150, 500),), 40_000), 100_000),
        PlannedSpending("SALE", ("DTC",), MAY.first, "USD", Spending((Discounted(120, 500),), 40_000), 100_000),
        15_000,
        "150 units × 5.00 USD + 400.00 USD − 1000.00 USD budget",
        Severity.MEDIUM,
    ),
    Case(
        "PROMO_FATIGUE",
        "promoted_days",
        PromotedDays("MUG", "DTC", (Period(date(2026, 3, 25), TODAY),)),  # 41 days
        PromotedDays("MUG", "DTC", (Period(date(2026, 3, 26), TODAY),)),
        0,
        "no money at stake",
        Severity.LOW,
    ),
    Case(
        "PROMO_RETIRED",
        "promoted_places",
        PromotedPlace("SALE", "MUG", "DTC", MAY, "retire"),
        PromotedPlace("SALE", "MUG", "DTC", MAY),
        0,
        "no money at stake",
        Severity.MEDIUM,
    ),
    # 900.00 of the order and 50.00 of penalty, once, though two lines are short.
    Case(
        "STOCK_COMMIT_SHORT",
        "orders",
        OpenOrder("W-7", "WHS", "USD", (FirmLine("MUG", 60, 48), FirmLine("BOWL", 12, 0)), 90_000, 5_000),
        OpenOrder("W-7", "WHS", "USD", (FirmLine("MUG", 60, 60), FirmLine("BOWL", 12, 12)), 90_000, 5_000),
        95_000,
        "900.00 USD of the order + 50.00 USD penalty",
        Severity.CRITICAL,
    ),
    # 8 × 10.89.
    Case(
        "STOCK_FLOOR_SHORT",
        "firm",
        FirmStock("MUG", "AMZ", "USD", 32, 40, 1089),
        FirmStock("MUG", "AMZ", "USD", 40, 40, 1089),
        8_712,
        "8 units × 10.89 USD",
        Severity.HIGH,
    ),
    # 115 published of 100: 15 × (10.89 + 2.00).
    Case(
        "STOCK_OVERSOLD",
        "shared",
        SHARED,
        replace(SHARED, promised=(Promised("DTC", 60), Promised("AMZ", 40, 20))),
        19_335,
        "15 units × (10.89 USD + 2.00 USD to cancel)",
        Severity.CRITICAL,
        between=True,
    ),
    # 60 last 10 days, an order takes 21: 11 × 6 × 12.42.
    Case(
        "STOCK_OUT_RISK",
        "coverage",
        Coverage("MUG", "3PL", ("DTC",), "USD", 60, Fraction(6), 21, 1242),
        Coverage("MUG", "3PL", ("DTC",), "USD", 126, Fraction(6), 21, 1242),
        81_972,
        "11 days × 6 a day × 12.42 USD",
        Severity.HIGH,
    ),
    # 900 at 6 a day last 150 days, 120 are the most: 45.00 of holding and no aged fee.
    Case(
        "STOCK_EXCESS",
        "kept",
        KEPT,
        replace(KEPT, on_hand=720),
        4_500,
        "45.00 USD holding + 0.00 USD aged fee",
        Severity.LOW,
    ),
    # 20 × 7.56.
    Case("CAPACITY_OVER", "workloads", WORK, replace(WORK, need=240), 15_120, "20 units × 7.56 USD", Severity.HIGH),
    Case(
        "DATA_STALE",
        "sources",
        Source("AMZ", "amazon_settlement_v2", date(2026, 4, 17), 14),  # 17 days ago
        Source("AMZ", "amazon_settlement_v2", date(2026, 4, 18), 14),
        0,
        "no money at stake",
        Severity.MEDIUM,
    ),
    Case(
        "DATA_UNMAPPED",
        "codes",
        Code("AMZ", "fee", "NewFee", "USD", -3_120),
        Code("AMZ", "fee", "NewFee", "USD", -3_120, "FULFILMENT"),
        3_120,
        "31.20 USD not classified",
        Severity.HIGH,
    ),
    Case(
        "SETTLE_UNEXPLAINED",
        "settlements",
        Settlement("AMZ", "S-1", date(2026, 4, 1), "USD", 812_345, 812_340),
        Settlement("AMZ", "S-1", date(2026, 4, 1), "USD", 812_345, 812_345),
        5,
        "8123.45 USD stated − 8123.40 USD explained",
        Severity.CRITICAL,
    ),
    # Sold 47 and 46 days ago: 24.99 + 19.99.
    Case(
        "CLEARING_AGED",
        "clearing",
        AGED,
        replace(AGED, lines=(Unsettled("A-3", date(2026, 3, 20), 2499),)),
        4_498,
        "2 order lines of 44.98 USD together",
        Severity.MEDIUM,
    ),
)
each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)


@each
def test_that_a_kind_appears_with_its_stake(case: Case) -> None:
    (found,) = case.found(case.broken)
    assert found.kind.code == case.code
    assert (found.stake.minor, found.stake.formula) == (case.stake, case.formula)
    assert found.stake.currency == "USD"
    assert found.severity is case.severity
    assert found.between is case.between
    assert found.sentence
    assert found.kind.fix


@each
def test_that_a_kind_goes_when_it_is_fixed_and_comes_back(case: Case) -> None:
    runs = [Run(NOON, frozenset(one.fingerprint for one in case.found(fact))) for fact in (case.broken, case.fixed)]
    (name,) = runs[0].found
    assert not runs[1].found
    assert fold(runs, TODAY)[name].state is State.RESOLVED
    back = fold([*runs, runs[0]], TODAY)[name]
    assert (back.state, back.returns) == (State.NEW, 1)


def test_that_every_kind_has_a_case_and_every_family_its_kinds() -> None:
    assert sorted(case.code for case in CASES) == sorted(kind.code for kind in KINDS)
    assert len({kind.code for kind in KINDS}) == len(KINDS) == 28
    assert [sum(kind.family is family for kind in KINDS) for family in Family] == [6, 10, 8, 4]


def test_that_the_catalogue_names_the_severities() -> None:
    base = {kind.code: kind.base for kind in KINDS}
    assert {code for code, severity in base.items() if severity is Severity.CRITICAL} == {
        "PRICE_LOSS",
        "STOCK_COMMIT_SHORT",
        "STOCK_OVERSOLD",
        "SETTLE_UNEXPLAINED",
    }
    assert {code for code, severity in base.items() if severity is Severity.LOW} == {"PROMO_FATIGUE", "STOCK_EXCESS"}


def book(*, broken: bool = True) -> Book:
    """Put the facts of all cases into one book."""
    facts: dict[str, Any] = {}
    for case in CASES:
        facts[case.facts] = (*facts.get(case.facts, ()), case.broken if broken else case.fixed)
    facts["prices"] = tuple(replace(one, sku=f"{one.sku}{number}") for number, one in enumerate(facts["prices"]))
    return Book(**facts)


def test_that_all_kinds_are_found_together_in_order_and_none_once_all_are_fixed() -> None:
    found = find(book(), SETTING)
    assert {one.kind.code for one in found} == {kind.code for kind in KINDS}
    order = [(-one.severity, -one.stake.minor, one.kind.code, one.fingerprint) for one in found]
    assert order == sorted(order)
    assert not find(book(broken=False), SETTING)


def test_that_a_new_run_on_the_same_facts_gives_the_identical_set() -> None:
    facts = book()
    turned = Book(**{name: tuple(reversed(getattr(facts, name))) for name in facts.__dataclass_fields__})
    first = find(facts, SETTING)
    assert find(book(), SETTING) == first
    assert find(turned, SETTING) == first
    doubled = Book(**{name: getattr(facts, name) * 2 for name in facts.__dataclass_fields__})
    assert find(doubled, SETTING) == first


def test_that_facts_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="PRICE_BELOW_FLOOR/sku=MUG/channel=DTC/2026-05-04 in different ways"):
        find(Book(prices=(K1, replace(K1, units=60))), SETTING)


def test_that_the_next_day_tells_of_the_same_conflicts() -> None:
    tomorrow = replace(SETTING, today=TODAY + timedelta(days=1))
    today = {one.fingerprint for one in find(book(), SETTING)}
    # An order line of 45 days ago is 46 days old tomorrow, but of the same week: no other conflict.
    assert {one.fingerprint for one in find(book(), tomorrow)} == today
