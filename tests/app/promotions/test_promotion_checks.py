"""Promotions are held against prices, stock, budget and orders before they start: K1, K3 to K7 through the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.catalog import edit_channel
from app.actions.places import set_limit
from app.actions.rules import add_rule, publish
from app.ledger.ledger import Ledger
from app.queries.conflicts import look
from app.queries.promotion_checks import Check, promotion_checks
from app.queries.rules import PRICING, PROMOTIONS
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.period import Period
from models.domain.pricing.rules import MapPrice
from models.domain.promotions.kinds import AmountPromotion, PercentPromotion, PricePromotion, Promoted
from models.domain.rules import Scope
from models.domain.stock import Limit, LimitKind
from tests.app.places_brand import place
from tests.app.pricing_brand import channel
from tests.app.promotions.mug import START, TODAY, mug_ledger
from tests.make import import_text, type_rate

SHOP = Scope(("MUG",), channels=("Shop",))
TEN = Period(date(2026, 11, 25), date(2026, 12, 4))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = mug_ledger(tmp_path)
    yield made
    made.close()


def add(ledger: Ledger, what: Promoted, days: Period = TEN, scope: Scope = SHOP) -> None:
    add_rule(ledger, what=what, scope=scope, first=days.first, last=days.last, family=PROMOTIONS, begin=True)


def sale(percent: int, code: str = "SALE", **more: Any) -> PercentPromotion:  # noqa: ANN401 - figures of the kind
    return PercentPromotion(code=code, percent=Fraction(percent), **more)


def checks(ledger: Ledger) -> dict[str, Check]:
    with ledger.read() as session:
        found = promotion_checks(session, day=TODAY)
    assert found.missing == ()
    kinds = [one.conflict.kind.code for one in found.checks]
    assert len(set(kinds)) == len(kinds)
    return dict(zip(kinds, found.checks, strict=True))


def test_k1_that_half_price_earns_too_little(ledger: Ledger) -> None:
    add(ledger, sale(50, uplift=Fraction(2)))
    found = checks(ledger)["PROMO_STACK_BREACH"]
    assert found.conflict.sentence.startswith(
        "SALE brings MUG on Shop to 12.50 USD: a unit earns 0.29 USD, 1.50 USD are"
    )
    assert (found.stake, found.conflict.stake.formula) == (Money(14_520, "USD"), "120 units × 1.21 USD")


def test_k3_that_three_lanes_go_below_map_together_but_not_below_the_floor(ledger: Ledger) -> None:
    held = MapPrice(amount=Money(1799, "USD"))
    add_rule(ledger, what=held, scope=Scope(("MUG",)), family=PRICING, begin=True)
    publish(ledger, name="MAP", reason="policy", family=PRICING)
    for what in (sale(20, "SALE", lane="a"), sale(15, "SPRING", lane="b")):
        add(ledger, what)
    assert set(checks(ledger)) == {"PROMO_STACK_BREACH", "WHOLESALE_UNDERCUT"}
    add(ledger, AmountPromotion(code="CODE", amount=Money(300, "USD"), lane="c"))
    found = checks(ledger)["PROMO_STACK_BREACH"]
    assert found.conflict.sentence == "SALE, then SPRING, then CODE bring MUG on Shop to 13.99 USD: MAP is 17.99 USD"


def test_k4_and_k6_that_stock_and_budget_do_not_carry_a_promotion(ledger: Ledger) -> None:
    what = sale(20, uplift=Fraction(5, 2), budget=Money(100_000, "USD"), fixed=Money(40_000, "USD"))
    add(ledger, what)
    found = checks(ledger)
    short, budget = found["PROMO_STOCK_SHORT"], found["PROMO_BUDGET"]
    assert short.conflict.sentence.startswith("SALE needs 150 units of MUG on Shop, 20 units are missing from")
    assert (short.stake, short.conflict.stake.formula) == (Money(15_120, "USD"), "20 units × 7.56 USD")
    assert budget.stake == Money(15_000, "USD")
    assert budget.conflict.stake.formula == "150 units × 5.00 USD + 400.00 USD − 1,000.00 USD budget"


def test_k5_that_retailers_are_undercut_by_a_promotion_price(ledger: Ledger) -> None:
    add(ledger, PricePromotion(code="DEAL", price=Money(1499, "USD")))
    assert "leaves retailers of Trade, who pay 12.50 USD, a margin of 16.6 %" in (
        checks(ledger)["WHOLESALE_UNDERCUT"].conflict.sentence
    )
    assert checks(ledger)["WHOLESALE_UNDERCUT"].codes == ("DEAL",)


def test_that_what_the_trade_contributes_is_lost_once_however_many_channels_undercut_it(ledger: Ledger) -> None:
    rows = [f"Trade,{TODAY - timedelta(days=7 * week)},T{week},MUG,7,12.50,sale" for week in range(2, 15)]
    import_text(ledger, "trade.csv", "\n".join(["channel,date,document,sku,quantity,unit_price,kind", *rows]) + "\n")
    import_text(
        ledger, "fair.csv", "channel,date,document,sku,quantity,unit_price,kind\nFair,2026-11-01,F1,MUG,7,24.99,sale\n"
    )
    edit_channel(
        ledger, channel_id=channel(ledger, "Fair"), name="Fair", kind=ChannelKind.MARKETPLACE, owner="", active=True
    )
    add_base_price(ledger, price=NewPrice("MUG", "Fair", Money(2499, "USD"), START))
    for code, name, minor in (("DEAL", "Shop", 1499), ("FAIR", "Fair", 1599)):
        what = PricePromotion(code=code, price=Money(minor, "USD"))
        add(ledger, what, scope=Scope(("MUG",), channels=(name,)))
    with ledger.read() as session:
        found = promotion_checks(session, day=TODAY)
    (once,) = [one for one in found.checks if one.conflict.kind.code == "WHOLESALE_UNDERCUT"]
    # The trade sells 1 a day at 12.50, of which 6.20 are cost: 14 × 6.30.
    assert once.stake == Money(8_820, "USD")
    assert once.conflict.sentence.endswith("40 % are agreed; too low as well: 15.99 USD on Fair")
    assert once.codes == ("DEAL", "FAIR")


def test_k7_that_a_reduction_is_held_against_the_lowest_price_of_30_days(ledger: Ledger) -> None:
    before = Period(date(2026, 11, 10), date(2026, 11, 12))
    add(ledger, PricePromotion(code="EARLIER", price=Money(1999, "USD")), before)
    add(ledger, PricePromotion(code="DEAL", price=Money(1799, "USD"), was=Money(2499, "USD"), reference=True))
    found = checks(ledger)["REFERENCE_PRICE"].conflict.sentence
    assert "from 24.99 USD to 17.99 USD (−28 %), lawful is from 19.99 USD (−10 %)" in found


def test_that_the_eu_rule_counts_only_where_it_applies(ledger: Ledger) -> None:
    add(
        ledger, PricePromotion(code="EARLIER", price=Money(1999, "USD")), Period(date(2026, 11, 10), date(2026, 11, 12))
    )
    add(ledger, PricePromotion(code="DEAL", price=Money(1799, "USD"), was=Money(2499, "USD")))
    assert "REFERENCE_PRICE" not in checks(ledger)


def test_that_a_promotion_in_the_ship_window_of_a_retailer_is_found(ledger: Ledger) -> None:
    order = "channel,reference,line,sku,quantity,ship_by,ship_from,shipped,fill\n"
    import_text(ledger, "promised.csv", order + "Trade,W-7,1,MUG,12,2026-11-20,2026-11-16,0,\n")
    add(ledger, sale(5))
    found = checks(ledger)["PROMO_SHIP_WINDOW"]
    assert "promotes MUG from 2026-11-25 to 2026-12-04, while W-7 of Trade ships and is sold in" in (
        found.conflict.sentence
    )
    assert found.conflict.between


def test_that_an_overlap_and_what_it_costs_are_found_and_go_when_one_is_moved(ledger: Ledger) -> None:
    add(ledger, sale(20))
    add(ledger, sale(10, "CODE"), Period(date(2026, 12, 1), date(2026, 12, 9)))
    found = checks(ledger)["PROMO_OVERLAP"]
    # 24 units in 4 days; both are 17.99 where the better one alone is 19.99.
    assert (found.stake, found.conflict.stake.formula) == (Money(4_800, "USD"), "24 units × 2.00 USD")


def test_that_more_is_sold_than_can_be_packed_while_promotions_run(ledger: Ledger) -> None:
    packed(ledger, 12)
    add(ledger, sale(10, uplift=Fraction(2)))
    # 6 a day are usual and 12 are sold, as many as are packed.
    assert "CAPACITY_OVER" not in checks(ledger)
    packed(ledger, 11)
    found = checks(ledger)["CAPACITY_OVER"]
    assert found.conflict.sentence == "Main has 120 units to pack and can do 110, 2026-11-25 to 2026-12-04, with SALE"
    assert found.conflict.stake.formula.startswith("10 units × ")
    assert found.codes == ("SALE",)
    # Another that runs in four of these days adds its six a day; so it does from its own side.
    add(ledger, sale(10, "CODE", lane="b", uplift=Fraction(2)), Period(date(2026, 12, 1), date(2026, 12, 4)))
    with ledger.read() as session:
        both = promotion_checks(session, day=TODAY).checks
    said = [one.conflict.sentence for one in both if one.conflict.kind.code == "CAPACITY_OVER"]
    assert sorted(said) == [
        "Main has 144 units to pack and can do 110, 2026-11-25 to 2026-12-04, with SALE and CODE",
        "Main has 72 units to pack and can do 44, 2026-12-01 to 2026-12-04, with CODE and SALE",
    ]


def packed(ledger: Ledger, units: int) -> None:
    """Type how many units the one place packs a day."""
    limit = Limit(LimitKind.PACKED, units, "2026-01-01", "")
    set_limit(ledger, location_id=place(ledger, "Main"), limit=limit)


def test_that_a_promotion_in_a_currency_of_no_price_is_said_to_count_for_nothing(ledger: Ledger) -> None:
    type_rate(ledger, "EUR", "1.10")
    add(ledger, AmountPromotion(code="EURO", amount=Money(9_900, "EUR")))
    said = "EURO is in EUR and counts for nothing on Shop, where prices are in USD: give it an amount in that currency"
    with ledger.read() as session:
        found = promotion_checks(session, day=TODAY)
    assert (found.checks, found.missing) == ((), (said,))
    publish(ledger, name="Euro", reason="test", family=PROMOTIONS)
    with ledger.read() as session:
        assert f"{said}." in look(session, day=TODAY).remarks
    add(ledger, AmountPromotion(code="EURO2", amount=Money(100, "USD")), Period(date(2026, 12, 10), date(2026, 12, 11)))
    with ledger.read() as session:
        assert promotion_checks(session, day=TODAY).missing == (said,)


def test_that_what_cannot_be_checked_is_said(ledger: Ledger) -> None:
    add(ledger, sale(20), scope=Scope(("MUG",), channels=("Trade",)))
    with ledger.read() as session:
        found = promotion_checks(session, day=TODAY)
    assert found.missing == ("What a unit earns is not known for MUG: cost or fees are missing",)
