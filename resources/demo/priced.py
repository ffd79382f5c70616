"""What the demo brand would type of prices: what its channels charge, what a unit has to earn, and its trade terms.

`resources.demo.typed` types it with the rest.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from app.actions.fee_schedules import add_schedule
from app.actions.wholesale_terms import add_terms
from app.ledger.ledger import Ledger
from models.domain.pricing.fee_model import (
    Administration,
    Ads,
    Band,
    FeeModel,
    Payment,
    Returns,
    Schedule,
    ScheduleKind,
    Target,
    flat,
)
from models.domain.pricing.schedule import FeeSchedule, PriceTier, ShipWindow, WholesaleTerms
from models.tables import Channel
from resources.demo.brand import AMAZON, ETSY, HARBOR, SHOPIFY, WHOLESALE

_FIRST = date(2026, 1, 1)
_REFUNDS = Administration(Fraction(20, 100), 500)
_AMAZON = FeeSchedule(
    "USD",
    _FIRST,
    fees=FeeModel(
        0,
        referral=flat(Fraction(15, 100), minimum=30),
        ads=Ads(rate=Fraction(11, 100)),
        returns=Returns(resale=Fraction(50, 100), administration=_REFUNDS),
    ),
    target=Target(150, Fraction(8, 100)),
    place="Amazon FBA",
    returns_of_sku=True,
    source="Amazon's rate card of January, category by category",
)
_GROCERY = replace(
    _AMAZON,
    fees=replace(
        _AMAZON.fees,
        referral=Schedule(
            ScheduleKind.BRACKET, (Band(1500, Fraction(8, 100)), Band(None, Fraction(15, 100))), minimum=30
        ),
    ),
)
_SHOPIFY = FeeSchedule(
    "USD",
    _FIRST,
    fees=FeeModel(
        0,
        shipping=290,
        payment=Payment(Fraction(29, 1000), 30),
        ads=Ads(rate=Fraction(20, 100)),
        returns=Returns(Fraction(3, 100), 0, Fraction(90, 100)),
    ),
    target=Target(margin=Fraction(12, 100)),
    place="Hudson 3PL",
    source="Shopify Basic, card rates of the plan",
)
_ETSY = FeeSchedule(
    "USD",
    _FIRST,
    fees=FeeModel(
        0,
        shipping=290,
        referral=flat(Fraction(65, 1000)),
        payment=Payment(Fraction(3, 100), 25),
        ads=Ads(rate=Fraction(5, 100)),
        returns=Returns(Fraction(3, 100), 0, Fraction(80, 100)),
        other=20,
    ),
    target=Target(margin=Fraction(12, 100)),
    place="Troy warehouse",
    source="Etsy's fees policy, US",
)
_TRADE = FeeSchedule(
    "USD",
    _FIRST,
    fees=FeeModel(0, other=35, returns=Returns(Fraction(1, 1000))),
    target=Target(margin=Fraction(25, 100)),
    place="Troy warehouse",
    source="hours of the packing table, March",
)
_HARBOR = FeeSchedule(
    "USD",
    _FIRST,
    fees=FeeModel(0, referral=flat(Fraction(9, 100)), other=35, returns=Returns(Fraction(1, 100))),
    target=Target(margin=Fraction(20, 100)),
    source="consignment agreement with Harbor Retail, § 4",
)
SCHEDULES: tuple[tuple[str, FeeSchedule], ...] = (
    (AMAZON, _AMAZON),
    *((AMAZON, replace(_GROCERY, category=category)) for category in ("Tea", "Pantry")),
    (AMAZON, replace(_GROCERY, category="Spice", target=Target(330, Fraction(8, 100)))),
    (SHOPIFY, _SHOPIFY),
    (ETSY, _ETSY),
    (
        ETSY,
        replace(
            _ETSY,
            valid_from=date(2027, 1, 1),
            fees=replace(_ETSY.fees, referral=flat(Fraction(7, 100))),
            source="Etsy's mail of 12 November",
        ),
    ),
    (WHOLESALE, _TRADE),
    (HARBOR, _HARBOR),
)
TERMS = (
    WholesaleTerms(
        _FIRST,
        (PriceTier(60, Fraction(5, 100)), PriceTier(240, Fraction(15, 100))),
        rep=Fraction(8, 100),
        payment=Fraction(2, 100),
        moq=24,
        payment_days=30,
        source="line sheet of spring",
    ),
    WholesaleTerms(
        date(2026, 9, 1),
        (PriceTier(60, Fraction(5, 100)), PriceTier(240, Fraction(12, 100)), PriceTier(480, Fraction(25, 100))),
        rep=Fraction(8, 100),
        payment=Fraction(2, 100),
        moq=24,
        payment_days=45,
        windows=(
            ShipWindow(date(2026, 9, 15), date(2026, 10, 15)),
            ShipWindow(date(2026, 11, 9), date(2026, 12, 4)),
        ),
        source="line sheet of autumn",
    ),
)


def type_prices(ledger: Ledger) -> None:
    """Type all of it into a ledger that the demo was imported and planned in."""
    with ledger.read() as session:
        ids = {name: row_id for row_id, name in session.execute(select(Channel.id, Channel.name))}
    for name, schedule in SCHEDULES:
        add_schedule(ledger, channel_id=ids[name], schedule=schedule)
    for terms in TERMS:
        add_terms(ledger, channel_id=ids[WHOLESALE], terms=terms)
