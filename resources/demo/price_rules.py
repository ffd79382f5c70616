"""The pricing rules that the demo brand would type, published as one version, and a draft beside it.

`resources.demo.typed` types it with the rest.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from app.actions.rules import add_rule, publish
from app.ledger.ledger import Ledger
from app.queries.rules import PRICING
from models.domain.money import Money
from models.domain.pricing.policy import Strategy
from models.domain.pricing.response_rules import Answer, OffersCounted, OwnSellers
from models.domain.pricing.rules import (
    AmountDifference,
    Ceiling,
    Difference,
    FloorKept,
    Keep,
    MapPrice,
    PriceEnding,
    PriceOverride,
)
from models.domain.rules import Kind, Scope
from resources.demo.brand import AMAZON, ETSY, HARBOR, WHOLESALE

_BOWLS = ("JR-0152", "JR-0153", "JR-0154")
_A_YEAR = 365 * 24
_GIFTS = "2026-11-27 to 2026-11-30"


def _usd(minor: int) -> Money:
    return Money(minor, "USD")


RULES: tuple[tuple[Kind, Scope, str], ...] = (
    (AmountDifference(_usd(-1)), Scope(channels=(AMAZON,)), "One cent under the shop, as listed"),
    (AmountDifference(_usd(100)), Scope(channels=(ETSY,)), "Etsy's fees"),
    (Difference(Fraction(-46)), Scope(channels=(WHOLESALE,)), "What shops pay of the shelf price"),
    (Difference(Fraction(-43)), Scope(channels=(HARBOR,)), "Consignment agreement"),
    (PriceEnding(".49 .99"), Scope(channels=(AMAZON,)), ""),
    (FloorKept(Keep.SAFE), Scope(channels=(AMAZON,)), "No price in a forbidden band of the fee brackets"),
    (MapPrice(_usd(3200), exempt=_GIFTS), Scope(_BOWLS), "Our own discipline; shops show the bowl at 34.00"),
    (MapPrice(_usd(2999)), Scope(("JR-0131",)), ""),
    (Ceiling(_usd(4999)), Scope(("JR-0160",), channels=(AMAZON,)), "Above it the press stands alone on the page"),
    (Answer(), Scope(channels=(AMAZON,)), "We match there, within our floors"),
    (Answer(Strategy.STAY_ABOVE, _usd(200)), Scope(channels=("Shopify",)), "The shop packs by hand"),
    (OwnSellers("Juniper & Rye"), Scope(), ""),
    (OffersCounted(_A_YEAR), Scope(), "Others are looked up by hand twice a year; a price counts until the next look"),
)


def type_price_rules(ledger: Ledger) -> None:
    """Publish the rules, with one override that ends in four weeks."""
    for what, scope, note in RULES:
        add_rule(ledger, what=what, scope=scope, note=note, family=PRICING, begin=True)
    today = ledger.today()
    add_rule(
        ledger,
        what=PriceOverride(_usd(1190)),
        scope=Scope(("JR-0173",), channels=("Shopify",)),
        first=today,
        last=today + timedelta(days=28),
        note="The last of the summer blend leaves before spring",
        family=PRICING,
    )
    publish(ledger, name="Autumn 2026", reason="One list for all channels, with MAP for bowls", family=PRICING)


def draft_price_rules(ledger: Ledger) -> None:
    """Begin a draft: dearer cold brew from the new year on, and a sale that the floor holds."""
    add_rule(
        ledger,
        what=Difference(Fraction(8)),
        scope=Scope(category="Cold brew"),
        first=date(2027, 1, 1),
        note="Glass is dearer",
        family=PRICING,
        begin=True,
    )
    add_rule(
        ledger,
        what=Difference(Fraction(-20)),
        scope=Scope(category="Tableware", channels=("Shopify", ETSY)),
        family=PRICING,
    )
