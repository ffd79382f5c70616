"""A ledger whose tea costs 6.20 and sells on a shop, a bazaar and to the trade, for tests of floors and fees."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from sqlalchemy import select

from app.actions.catalog import edit_channel
from app.ledger.ledger import Ledger
from models.domain.catalog import ChannelKind
from models.domain.pricing.fee_model import FeeModel, Target, Tier, flat
from models.domain.pricing.schedule import FeeSchedule, PriceTier, WholesaleTerms
from models.tables import Channel
from tests.make import import_text, made_once, new_ledger, type_cost

DAY = date(2026, 6, 1)
START = date(2026, 1, 1)
SALES = """channel,date,document,sku,quantity,unit_price,kind
Shop,2026-05-04,S1,TEA,2,24.99,sale
Bazaar,2026-05-05,B1,TEA,1,12.49,sale
Trade,2026-05-06,T1,TEA,48,12.50,sale
"""
# pricing-and-promotion.md, B1: GB1 on the bazaar, GB9 to the trade.
GB1 = FeeSchedule(
    "USD",
    START,
    fees=FeeModel(0, referral=flat(Fraction(15, 100), minimum=30), fulfilment=(Tier(None, 415),)),
    target=Target(150),
    source="rate card of January",
)
GB9 = FeeSchedule("USD", START, fees=FeeModel(0, other=45), target=Target(margin=Fraction(25, 100)))
GB9_TERMS = WholesaleTerms(
    START,
    (PriceTier(24, Fraction(10, 100)), PriceTier(96, Fraction(20, 100))),
    rep=Fraction(10, 100),
    payment=Fraction(2, 100),
    moq=24,
    payment_days=30,
)


@made_once
def pricing_ledger(folder: Path, *, name: str = "brand") -> Ledger:
    """Make it, without any fee or terms."""
    made = new_ledger(folder, name=name)
    import_text(made, "sales.csv", SALES)
    type_cost(made, "TEA", 620)
    edit_channel(
        made, channel_id=channel(made, "Trade"), name="Trade", kind=ChannelKind.WHOLESALE, owner="", active=True
    )
    return made


def channel(ledger: Ledger, name: str) -> int:
    """Find a channel by its name."""
    with ledger.read() as session:
        return session.scalars(select(Channel.id).where(Channel.name == name)).one()


def of_category(schedule: FeeSchedule, category: str) -> FeeSchedule:
    """Give a schedule for one category."""
    return replace(schedule, category=category)
