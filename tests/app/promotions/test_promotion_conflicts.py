"""Conflicts of promotions out of a ledger: each appears with its stake, is fixed, resolves, and comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.catalog import edit_channel
from app.actions.conflicts import check_conflicts, set_terms
from app.actions.places import set_limit
from app.actions.promotions import accept_collision
from app.actions.rules import add_rule, publish, remove_rule, republish, start_draft
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.collisions import collisions
from app.queries.conflict_facts.remembered import Remembered
from app.queries.conflict_states import stored
from app.queries.conflicts import look
from app.queries.promotion_checks import promotion_checks
from app.queries.rules import PRICING, PROMOTIONS, draft_of
from models.domain.catalog import ChannelKind
from models.domain.conflicts.conflict import Conflict, Family, Severity, Thing
from models.domain.money import Money
from models.domain.period import Period
from models.domain.pricing.rules import MapPrice
from models.domain.promotions.kinds import PercentPromotion, PricePromotion, Promoted
from models.domain.rules import Scope
from models.domain.stock import Limit, LimitKind
from tests.app.conflicts.living import Expected, found, lives
from tests.app.places_brand import place
from tests.app.pricing_brand import channel
from tests.app.promotions.mug import TODAY, mug_ledger
from tests.make import import_text

TEN = Period(date(2026, 11, 25), date(2026, 12, 4))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = mug_ledger(tmp_path)
    yield made
    made.close()


def sale(percent: int, code: str = "SALE", **more: Any) -> PercentPromotion:  # noqa: ANN401 - figures of the kind
    return PercentPromotion(code=code, percent=Fraction(percent), **more)


def ready(ledger: Ledger, *wanted: tuple[Promoted, Period, tuple[str, ...]]) -> None:
    """Publish promotions of mugs, whatever collides."""
    for what, days, on in wanted:
        scope = Scope(("MUG",), channels=on)
        add_rule(ledger, what=what, scope=scope, first=days.first, last=days.last, family=PROMOTIONS, begin=True)
    with ledger.read() as session:
        met = collisions(session, draft_of(session, PROMOTIONS), TODAY)
    for one in met:
        accept_collision(ledger, name=one.fingerprint, reason="a test")
    publish(ledger, name="Season", reason="plan", family=PROMOTIONS)


def stopped(ledger: Ledger) -> None:
    """Publish a version without promotions."""
    start_draft(ledger, PROMOTIONS)
    with ledger.read() as session:
        draft = draft_of(session, PROMOTIONS)
    for rule in draft.rules if draft is not None else ():
        remove_rule(ledger, rule_id=rule.number)
    publish(ledger, name="Nothing", reason="stop", family=PROMOTIONS)


def lives_and_goes(ledger: Ledger, wanted: Expected) -> None:
    lives(
        ledger,
        wanted,
        fix=lambda: stopped(ledger),
        back=lambda: republish(ledger, version="1", reason="after all", family=PROMOTIONS),
        day=TODAY,
    )


def test_two_promotions_that_overlap(ledger: Ledger) -> None:
    later = Period(date(2026, 12, 1), date(2026, 12, 9))
    ready(ledger, (sale(20), TEN, ("Shop",)), (sale(10, "CODE"), later, ("Shop",)))
    lives_and_goes(ledger, Expected("PROMO_OVERLAP", 4_800, "24 units × 2.00 USD"))


def test_k1_a_promotion_below_the_target(ledger: Ledger) -> None:
    ready(ledger, (sale(50, uplift=Fraction(2)), TEN, ("Shop",)))
    lives_and_goes(ledger, Expected("PROMO_STACK_BREACH", 14_520, "120 units × 1.21 USD"))


def test_k4_a_promotion_without_the_stock_for_it(ledger: Ledger) -> None:
    ready(ledger, (sale(20, uplift=Fraction(5, 2)), TEN, ("Shop",)))
    lives_and_goes(ledger, Expected("PROMO_STOCK_SHORT", 15_120, "20 units × 7.56 USD"))


def pair_sold(ledger: Ledger) -> None:
    """Sell 2 pairs of mugs a day in the shop beside the 6 mugs that it sells alone."""
    import_text(ledger, "pairs.csv", "sku,component,quantity\nPAIR,MUG,2\n")
    rows = [f"Shop,{TODAY - timedelta(days=7 * week)},P{week},PAIR,14,39.99,sale" for week in range(1, 27)]
    import_text(ledger, "paired.csv", "\n".join(["channel,date,document,sku,quantity,unit_price,kind", *rows]) + "\n")
    add_base_price(ledger, price=NewPrice("PAIR", "Shop", Money(3999, "USD"), date(2026, 1, 1)))


def test_that_a_promotion_of_a_sku_lifts_and_discounts_no_bundle_that_holds_it(ledger: Ledger) -> None:
    pair_sold(ledger)
    later = Period(date(2026, 12, 1), date(2026, 12, 9))
    ready(ledger, (sale(50, uplift=Fraction(2)), TEN, ("Shop",)), (sale(10, "CODE"), later, ("Shop",)))
    (overlap,) = found(ledger, "PROMO_OVERLAP", TODAY)
    assert overlap.stake.formula.startswith("48 units × ")  # 6 a day × 2 × 4 days
    low = {one.stake.formula for one in found(ledger, "PROMO_STACK_BREACH", TODAY)}
    assert any(formula.startswith("120 units × ") for formula in low)


def test_that_a_promotion_of_a_bundle_counts_what_the_bundle_sells(ledger: Ledger) -> None:
    pair_sold(ledger)
    pairs = Scope(("PAIR",), channels=("Shop",))
    for code in ("SALE", "CODE"):
        add_rule(
            ledger, what=sale(10, code), scope=pairs, first=TEN.first, last=TEN.last, family=PROMOTIONS, begin=True
        )
    with ledger.read() as session:
        met = collisions(session, draft_of(session, PROMOTIONS), TODAY)
    for one in met:
        accept_collision(ledger, name=one.fingerprint, reason="a test")
    publish(ledger, name="Season", reason="plan", family=PROMOTIONS)
    (overlap,) = found(ledger, "PROMO_OVERLAP", TODAY)
    assert overlap.stake.formula.startswith("20 units × ")  # 2 a day × 10 days
    with ledger.read() as session:
        checked = promotion_checks(session, day=TODAY)
    assert [one.conflict for one in checked.checks if one.conflict.kind.code == "PROMO_OVERLAP"] == [overlap]


def test_that_bundles_take_of_the_stock_of_a_promotion(ledger: Ledger) -> None:
    pair_sold(ledger)
    ready(ledger, (sale(20, uplift=Fraction(5, 2)), TEN, ("Shop",)))
    (short,) = found(ledger, "PROMO_STOCK_SHORT", TODAY)
    # 6 × 2.5 + 2 × 2 a day for 10 days, of 130.
    assert "SALE needs 190 units of MUG on Shop, 60 units are missing" in short.sentence
    assert short.stake.formula == "60 units × 7.56 USD"


def trade_sold(ledger: Ledger) -> None:
    """Sell a mug a day to the trade, which contributes 12.50 − 6.20."""
    rows = [f"Trade,{TODAY - timedelta(days=7 * week)},W{week},MUG,7,12.50,sale" for week in range(2, 15)]
    import_text(ledger, "trade.csv", "\n".join(["channel,date,document,sku,quantity,unit_price,kind", *rows]) + "\n")


def test_k5_a_promotion_that_undercuts_retailers(ledger: Ledger) -> None:
    trade_sold(ledger)
    ready(ledger, (PricePromotion(code="DEAL", price=Money(1499, "USD")), TEN, ("Shop",)))
    formula = "14 units × 6.30 USD, the contribution of MUG on Trade in 14 days"
    lives_and_goes(ledger, Expected("WHOLESALE_UNDERCUT", 8_820, formula, between=True))


def of_promotions(conflicts: Iterable[Conflict]) -> list[Conflict]:
    return [one for one in conflicts if one.kind.family is Family.PROMOTION or one.named(Thing.PROMOTION)]


def test_that_checks_of_what_is_published_and_conflicts_tell_the_same(ledger: Ledger) -> None:
    trade_sold(ledger)
    set_limit(ledger, location_id=place(ledger, "Main"), limit=Limit(LimitKind.PACKED, 11, "2026-01-01", ""))
    terms = {"claim": 1000, "featured": 8000, "shift": 1000, "tolerance": 100, "dispute": 1500}
    set_terms(ledger, most_cover=180, margin=5000, **terms)
    deal = PricePromotion(code="DEAL", price=Money(1499, "USD"), uplift=Fraction(3))
    ready(ledger, (deal, TEN, ("Shop",)), (sale(20), TEN, ("Shop",)))
    with ledger.read() as session:
        checked, looked = promotion_checks(session, day=TODAY), look(session, day=TODAY)
    assert [one.conflict for one in checked.checks] == of_promotions(looked.conflicts)
    kinds = {one.conflict.kind.code for one in checked.checks}
    assert {"WHOLESALE_UNDERCUT", "CAPACITY_OVER", "PROMO_OVERLAP", "PROMO_STOCK_SHORT"} <= kinds
    assert not checked.drafted
    # What the price of today loses already counts with it, in both.
    add_base_price(ledger, price=NewPrice("MUG", "Shop", Money(1600, "USD"), date(2026, 11, 1)))
    start_draft(ledger, PROMOTIONS)
    with ledger.read() as session:
        checked, looked = promotion_checks(session, day=TODAY), look(session, day=TODAY)
    assert checked.drafted
    found = [one.conflict for one in checked.checks]
    assert found == of_promotions(looked.conflicts)
    (undercut,) = [one for one in found if one.kind.code == "WHOLESALE_UNDERCUT"]
    assert undercut.stake.formula == "what MUG contributes on Trade is counted once, with the price of today on Shop"


def test_that_a_promotion_that_is_published_is_looked_at_at_once(ledger: Ledger) -> None:
    remembered = Remembered()
    check_conflicts(ledger, Progress(), day=TODAY, remembered=remembered)
    ready(ledger, (sale(50, uplift=Fraction(2)), TEN, ("Shop",)))
    check_conflicts(ledger, Progress(), day=TODAY, remembered=remembered)
    with ledger.read() as session:
        kept = stored(session)
        assert remembered.known(session, TODAY)[1] == frozenset()
    assert "PROMO_STACK_BREACH" in {one.kind.code for one in kept.values()}
    # A rule of a price moves what the promotion makes of it, so that all is looked at again.
    held = MapPrice(amount=Money(1799, "USD"))
    add_rule(ledger, what=held, scope=Scope(("MUG",)), family=PRICING, begin=True)
    publish(ledger, name="MAP", reason="policy", family=PRICING)
    with ledger.read() as session:
        assert remembered.known(session, TODAY)[1] is None


def test_k6_a_promotion_over_its_budget(ledger: Ledger) -> None:
    what = sale(20, uplift=Fraction(5, 2), budget=Money(100_000, "USD"), fixed=Money(40_000, "USD"))
    ready(ledger, (what, TEN, ("Shop",)))
    formula = "150 units × 5.00 USD + 400.00 USD − 1,000.00 USD budget"
    lives_and_goes(ledger, Expected("PROMO_BUDGET", 15_000, formula))


def test_a_promotion_in_the_ship_window_of_an_order_of_two_lines(ledger: Ledger) -> None:
    # The trade contributes 12.50 − 6.20 a mug: 10 of them in two lines.
    lines = "Trade,W-7,1,MUG,6,2026-11-20,2026-11-16\nTrade,W-7,2,MUG,4,2026-11-18,2026-11-16\n"
    import_text(ledger, "promised.csv", "channel,reference,line,sku,quantity,ship_by,ship_from\n" + lines)
    ready(ledger, (sale(5), TEN, ("Shop",)))
    (conflict,) = found(ledger, "PROMO_SHIP_WINDOW", TODAY)
    assert conflict.between
    wanted = Expected("PROMO_SHIP_WINDOW", conflict.stake.minor, conflict.stake.formula, between=True)
    lives_and_goes(ledger, wanted)


def test_a_sku_that_is_promoted_cheaper_elsewhere(ledger: Ledger) -> None:
    sold = "channel,date,document,sku,quantity,unit_price,kind\nFair,2026-01-05,F1,MUG,1,24.99,sale\n"
    import_text(ledger, "fair.csv", sold)
    edit_channel(
        ledger, channel_id=channel(ledger, "Fair"), name="Fair", kind=ChannelKind.MARKETPLACE, owner="", active=True
    )
    add_base_price(ledger, price=NewPrice("MUG", "Fair", Money(2499, "USD"), date(2026, 1, 1)))
    cheap = PricePromotion(code="DEAL", price=Money(1999, "USD"))
    ready(ledger, (cheap, TEN, ("Fair",)), (PricePromotion(code="SHOP", price=Money(2499, "USD")), TEN, ("Shop",)))
    # 60 units in 10 days, 5.00 apart, of which 10 % move.
    formula = "60 units × 5.00 USD × 10 % that move"
    lives_and_goes(ledger, Expected("PROMO_CROSS_CHANNEL", 3_000, formula, between=True))


def test_what_is_promoted_on_more_than_45_percent_of_90_days(ledger: Ledger) -> None:
    long = Period(date(2026, 10, 14), date(2026, 11, 23))
    ready(ledger, (sale(5), long, ("Shop",)))
    lives_and_goes(ledger, Expected("PROMO_FATIGUE", 0, "no money at stake", Severity.LOW))


def test_a_promotion_on_a_channel_that_is_switched_off(ledger: Ledger) -> None:
    ready(ledger, (sale(5), TEN, ("Shop",)))

    def switch(*, on: bool) -> None:
        edit_channel(ledger, channel_id=channel(ledger, "Shop"), name="Shop", kind=ChannelKind.DTC, owner="", active=on)

    switch(on=False)
    wanted = Expected("PROMO_RETIRED", 0, "no money at stake", Severity.MEDIUM)
    lives(ledger, wanted, fix=lambda: switch(on=True), back=lambda: switch(on=False), day=TODAY)


def test_k7_a_reduction_from_more_than_the_lowest_price_of_30_days(ledger: Ledger) -> None:
    before = Period(date(2026, 11, 10), date(2026, 11, 12))
    deal = PricePromotion(code="DEAL", price=Money(1799, "USD"), was=Money(2499, "USD"), reference=True)
    ready(ledger, (PricePromotion(code="EARLIER", price=Money(1999, "USD")), before, ("Shop",)), (deal, TEN, ("Shop",)))
    lives_and_goes(ledger, Expected("REFERENCE_PRICE", 0, "1 SKU; a legal matter, no money at stake", Severity.HIGH))
