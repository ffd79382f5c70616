"""Tea at 6.20 that sells 1 a day in the shop, 2 on the bazaar and 4 to the trade, with the bazaar's fees of GB1."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.catalog import edit_channel
from app.actions.fee_schedules import add_schedule
from app.actions.rules import add_rule, publish, remove_rule, start_draft
from app.ledger.ledger import Ledger
from app.queries.rules import PRICING, draft_of, versions
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from models.domain.pricing.fee_model import FeeModel
from models.domain.pricing.rules import PriceOverride
from models.domain.pricing.schedule import FeeSchedule
from models.domain.rules import Kind, Scope
from tests.app.pricing_brand import GB1, START, channel
from tests.app.tea import tea_ledger
from tests.make import import_text, made_once, type_cost

# Nothing is charged, so that a unit earns its price less its cost.
FREE = FeeSchedule("USD", START, fees=FeeModel(0))
_UNTIL = date(2026, 12, 31)
_TRADE = "channel,date,document,sku,quantity,unit_price,kind\nTrade,2026-08-24,T1,TEA,364,10.00,sale\n"
_FRAME = "Trade,2026-11-22,T2,CUP,7,5.00,sale\n"


@made_once
def priced_tea(folder: Path) -> Ledger:
    """Make it, with fees on the bazaar alone and without any price."""
    made = tea_ledger(folder)
    import_text(made, "trade.csv", _TRADE + _FRAME)
    type_cost(made, "TEA", 620)
    for name, kind in (("Bazaar", ChannelKind.MARKETPLACE), ("Trade", ChannelKind.WHOLESALE)):
        edit_channel(made, channel_id=channel(made, name), name=name, kind=kind, owner="", active=True)
    fees(made, "Bazaar", GB1)
    return made


def fees(ledger: Ledger, name: str, schedule: FeeSchedule) -> None:
    """Type what a channel charges."""
    add_schedule(ledger, channel_id=channel(ledger, name), schedule=schedule)


def base(ledger: Ledger, amount: int, *, on: str = "", sku: str = "TEA", first: date = START) -> None:
    """Type a base price; of two from one day the newer counts."""
    add_base_price(ledger, price=NewPrice(sku, on, Money(amount, "USD"), first))


def priced_by(ledger: Ledger, *wanted: tuple[Kind, Scope]) -> None:
    """Publish these pricing rules alone."""
    start_draft(ledger, PRICING)
    with ledger.read() as session:
        before = draft_of(session, PRICING)
        number = len(versions(session, PRICING))
    for rule in before.rules if before is not None else ():
        remove_rule(ledger, rule_id=rule.number)
    for what, scope in wanted:
        last = _UNTIL if isinstance(what, PriceOverride) else None
        add_rule(ledger, what=what, scope=scope, last=last, family=PRICING, note="test")
    publish(ledger, name=f"Prices, number {number}", reason="test", family=PRICING)


def live(ledger: Ledger, amount: str, *, on: str, day: str = "2026-11-10", sku: str = "TEA") -> None:
    """Import what a channel was seen to ask."""
    import_text(ledger, f"prices_{on}_{day}.csv", f"channel,sku,price,day\n{on},{sku},{amount},{day}\n")
