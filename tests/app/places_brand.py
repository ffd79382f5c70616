"""A ledger with tea that sells from an own barn, a 3PL and the FBA of a bazaar, with the fees of A7, for tests."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import select

from app.actions.fees import add_fee
from app.actions.places import set_serving
from app.actions.planning import edit_location, set_sku_plan
from app.ledger.ledger import Ledger
from app.queries.places import places
from models.domain.routing.fees import Fee, Field, Season
from models.domain.stock import LocationKind, Serving, SkuPlanning
from models.tables import Channel
from tests.make import import_text, made_once, new_ledger, type_cost

DAY = date(2026, 6, 1)
START = date(2026, 1, 1)
SALES = (("Shop", 2), ("Bazaar", 4))
STOCK = """location,sku,date,on_hand
Bazaar FBA,TEA,2026-05-31,40
Barn,TEA,2026-05-31,300
Hudson 3PL,TEA,2026-05-31,60
"""
# domain/allocation.md, A7: 9.61 + 1.10 + 0.58 + 8 % of 4.00 at FBA, 3.10 + 0.40 + 8.75 + 8 % of 4.50 at 3PL.
A7 = {
    "Bazaar FBA": (
        Fee(Field.FULFILMENT, 961, START),
        Fee(Field.FREIGHT, 110, START),
        Fee(Field.PLACEMENT, 58, START),
        Fee(Field.RETURNS, 400, START),
        Fee(Field.STORAGE, 78, START),
        Fee(Field.STORAGE, 240, START, season=Season(10, 12)),
    ),
    "Hudson 3PL": (
        Fee(Field.PICK, 310, START),
        Fee(Field.MATERIAL, 40, START),
        Fee(Field.LABEL, 875, START),
        Fee(Field.RETURNS, 450, START),
        Fee(Field.STORAGE, 55, START),
    ),
}


@made_once
def places_ledger(folder: Path, *, name: str = "brand") -> Ledger:
    """Make it: the shop sells two a day and the bazaar four, at 30.00 each, until the day before `DAY`."""
    made = new_ledger(folder, name=name)
    days = [date(2026, 3, 2) + timedelta(days=number) for number in range(91)]
    lines = [f"{channel},{day},{channel}{day},TEA,{units},30.00,sale" for day in days for channel, units in SALES]
    import_text(made, "sales.csv", "channel,date,document,sku,quantity,unit_price,kind\n" + "\n".join(lines) + "\n")
    import_text(made, "stock.csv", STOCK)
    type_cost(made, "TEA", 400)
    edit_location(
        made, location_id=place(made, "Bazaar FBA"), kind=LocationKind.FBA, allocatable=False, channel_id=channel(made)
    )
    set_sku_plan(made, sku="TEA", plan=SkuPlanning(12, 1200, "Mill", 30, 0, 0))
    set_serving(made, sku="TEA", serving=Serving("", "standard", 800))
    return made


def place(ledger: Ledger, name: str) -> int:
    """Find a place by its name."""
    with ledger.read() as session:
        return next(one.id for one in places(session) if one.name == name)


def channel(ledger: Ledger, name: str = "Bazaar") -> int:
    """Find a channel by its name."""
    with ledger.read() as session:
        return session.scalars(select(Channel.id).where(Channel.name == name)).one()


def type_a7(ledger: Ledger) -> None:
    """Type the fees of A7."""
    for name, fees in A7.items():
        for fee in fees:
            add_fee(ledger, location_id=place(ledger, name), fee=fee)
