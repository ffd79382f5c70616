"""The promotions that the demo brand would type, published as one version, and a draft that collides beside it.

`resources.demo.typed` types it with the rest.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from app.actions.promotions import accept_collision
from app.actions.rules import add_rule, publish
from app.ledger.ledger import Ledger
from app.queries.collisions import collisions
from app.queries.rules import PROMOTIONS, draft_of
from models.domain.money import Money
from models.domain.promotions.kinds import (
    AmountPromotion,
    BundlePromotion,
    PercentPromotion,
    PricePromotion,
    Promoted,
    ShippingPromotion,
)
from models.domain.rules import Scope
from resources.demo.brand import AMAZON, ETSY, SHOPIFY

_Typed = tuple[Promoted, Scope, date, date, str]


def _usd(minor: int) -> Money:
    return Money(minor, "USD")


PROMOTIONS_TYPED: tuple[_Typed, ...] = (
    (
        PercentPromotion(code="TEAWEEK", percent=Fraction(15), lane="sale", uplift=Fraction(2), ads=_usd(12_000)),
        Scope(category="Tea", channels=(SHOPIFY,)),
        date(2026, 9, 7),
        date(2026, 9, 20),
        "Newsletter and homepage",
    ),
    (
        AmountPromotion(code="Filters -2", amount=_usd(200), uplift=Fraction(3, 2)),
        Scope(("JR-0140",), channels=(ETSY,)),
        date(2026, 10, 5),
        date(2026, 10, 11),
        "",
    ),
    (
        PercentPromotion(
            code="GIFTS15",
            percent=Fraction(15),
            lane="sale",
            uplift=Fraction(5, 2),
            budget=_usd(60_000),
            ads=_usd(25_000),
        ),
        Scope(("JR-0121", "JR-0180"), channels=(SHOPIFY, ETSY)),
        date(2026, 11, 27),
        date(2026, 12, 6),
        "Gift season",
    ),
    (
        PercentPromotion(code="CYBER20", percent=Fraction(20), exclusive=True, uplift=Fraction(3), fixed=_usd(15_000)),
        Scope(channels=(SHOPIFY,)),
        date(2026, 11, 30),
        date(2026, 12, 1),
        "Every year",
    ),
    (
        PricePromotion(code="Press deal", price=_usd(3999), uplift=Fraction(4), unit_cap=60, was=_usd(4799)),
        Scope(("JR-0160",), channels=(AMAZON,)),
        date(2026, 12, 1),
        date(2026, 12, 7),
        "Deal slot that Amazon offered",
    ),
    (
        ShippingPromotion(code="SHIPFREE", lane="shipping", uplift=Fraction(6, 5)),
        Scope(channels=(SHOPIFY,)),
        date(2026, 12, 10),
        date(2026, 12, 16),
        "Last day for parcels by Christmas",
    ),
    (
        BundlePromotion(code="3 for 2 blends", buy=2, get=1, lane="sale", uplift=Fraction(2)),
        Scope(("JR-0171", "JR-0172", "JR-0173"), channels=(SHOPIFY, ETSY)),
        date(2027, 1, 4),
        date(2027, 1, 17),
        "",
    ),
)
DRAFTED: _Typed = (
    PercentPromotion(code="BOWLS25", percent=Fraction(25), lane="sale", uplift=Fraction(2)),
    Scope(category="Tableware", channels=(SHOPIFY, ETSY)),
    date(2026, 11, 30),
    date(2026, 12, 12),
    "Ash and moss sell slowly",
)


def _type(ledger: Ledger, typed: _Typed) -> None:
    what, scope, first, last, note = typed
    add_rule(ledger, what=what, scope=scope, first=first, last=last, note=note, family=PROMOTIONS, begin=True)


def type_promotions(ledger: Ledger) -> None:
    """Publish the promotions, with the one collision among them accepted."""
    for typed in PROMOTIONS_TYPED:
        _type(ledger, typed)
    with ledger.read() as session:
        found = collisions(session, draft_of(session, PROMOTIONS), ledger.today())
    for one in found:
        accept_collision(ledger, name=one.fingerprint, reason="The better of both counts, as every year")
    publish(ledger, name="Gift season 2026", reason="Plan of the season, agreed on 12 November", family=PROMOTIONS)


def draft_promotions(ledger: Ledger) -> None:
    """Begin a draft with a promotion of bowls, which collides with the one of Cyber Monday."""
    _type(ledger, DRAFTED)
