"""Tea at 6.20 with fees on a bazaar (floor 13.94) and terms to the trade (floor 10.56), and ways to price it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.fee_schedules import add_schedule
from app.actions.wholesale_terms import add_terms
from app.ledger.ledger import Ledger
from app.queries.price_rules import RulesOfDay
from app.queries.prices import GovernedPrice, price_list
from models.domain.money import Money
from tests.app.pricing_brand import GB1, GB9, GB9_TERMS, START, channel, pricing_ledger
from tests.make import made_once

__all__ = ["START", "base", "book_ledger", "listed", "usd"]


@made_once
def book_ledger(folder: Path) -> Ledger:
    """Make it, without any base price."""
    ledger = pricing_ledger(folder)
    add_schedule(ledger, channel_id=channel(ledger, "Bazaar"), schedule=GB1)
    add_schedule(ledger, channel_id=channel(ledger, "Trade"), schedule=GB9)
    add_terms(ledger, channel_id=channel(ledger, "Trade"), terms=GB9_TERMS)
    return ledger


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def base(ledger: Ledger, amount: int, *, on: str = "", first: date = START, currency: str = "USD") -> None:
    """Type a base price of tea."""
    add_base_price(ledger, price=NewPrice("TEA", on, Money(amount, currency), first))


def listed(ledger: Ledger, day: date, *, rules: RulesOfDay | None = None) -> dict[tuple[str, str], GovernedPrice]:
    """Give the price list of a day by channel and currency."""
    with ledger.read() as session:
        return {(one.channel, one.currency): one for one in price_list(session, day=day, rules=rules)}
