"""All that the demo brand would type beside its files, in the order in which a person would."""

from __future__ import annotations

from app.ledger.ledger import Ledger
from resources.demo.planned import type_plans
from resources.demo.price_rules import draft_price_rules, type_price_rules
from resources.demo.priced import type_prices
from resources.demo.promoted import draft_promotions, type_promotions


def type_demo(ledger: Ledger) -> None:
    """Type what places charge, fees, terms, rules of prices and promotions, and a draft of both."""
    type_plans(ledger)
    type_prices(ledger)
    type_price_rules(ledger)
    draft_price_rules(ledger)
    type_promotions(ledger)
    draft_promotions(ledger)
