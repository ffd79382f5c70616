"""A mug at 24.99 that costs 6.20, sells 6 a day in a shop and lies there 130 times; the trade pays 12.50."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.catalog import edit_channel
from app.actions.fee_schedules import add_schedule
from app.ledger.ledger import Ledger
from models.domain.catalog import ChannelKind
from models.domain.money import Money
from tests.app.pricing_brand import channel
from tests.app.promotions.dtc import DTC
from tests.make import import_text, made_once, new_ledger, type_cost

TODAY = date(2026, 11, 23)
START = date(2026, 1, 1)


@made_once
def mug_ledger(folder: Path) -> Ledger:
    """Make it, with the economics of the worked examples (B3) in the shop."""
    made = new_ledger(folder)
    rows = ["channel,date,document,sku,quantity,unit_price,kind"]
    rows += [f"Shop,{TODAY - timedelta(days=7 * week)},S{week},MUG,42,24.99,sale" for week in range(1, 27)]
    rows += ["Trade,2026-01-05,T1,MUG,10,12.50,sale"]
    import_text(made, "sales.csv", "\n".join(rows) + "\n")
    import_text(made, "stock.csv", f"location,sku,date,on_hand\nMain,MUG,{TODAY},130\n")
    type_cost(made, "MUG", 620)
    kinds = {"Shop": ChannelKind.DTC, "Trade": ChannelKind.WHOLESALE}
    for name, kind in kinds.items():
        edit_channel(made, channel_id=channel(made, name), name=name, kind=kind, owner="", active=True)
    add_schedule(made, channel_id=channel(made, "Shop"), schedule=DTC)
    add_base_price(made, price=NewPrice("MUG", "Shop", Money(2499, "USD"), START))
    add_base_price(made, price=NewPrice("MUG", "Trade", Money(1250, "USD"), START))
    return made
