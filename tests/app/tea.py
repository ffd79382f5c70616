"""A ledger of two channels for tests of the allocation: tea sells one a day in the shop and two in the bazaar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app.ledger.ledger import Ledger
from app.queries.allocation_facts import Facts, load_facts
from tests.make import import_text, made_once, new_ledger

DAY = date(2026, 11, 23)  # what the clock of a test ledger says
SALES = """channel,date,document,sku,quantity,unit_price,kind
Shop,2026-08-24,D1,TEA,91,20.00,sale
Bazaar,2026-08-24,D2,TEA,182,10.00,sale
Shop,2026-11-22,D3,CUP,7,5.00,sale
Bazaar,2026-11-22,D4,CUP,7,5.00,sale
"""
STOCK = """location,sku,date,on_hand,available,committed
Main,TEA,2026-11-20,100,90,10
Main,CUP,2026-11-20,40,40,0
Bazaar FBA,TEA,2026-11-20,30,30,0
"""


@made_once
def tea_ledger(folder: Path) -> Ledger:
    """Make the ledger with its sales and stock."""
    made = new_ledger(folder)
    import_text(made, "sales.csv", SALES)
    import_text(made, "stock.csv", STOCK)
    return made


def load(ledger: Ledger) -> Facts:
    """Read the facts of all SKUs."""
    with ledger.read() as session:
        return load_facts(session, DAY)


def channel_id(ledger: Ledger, name: str) -> int:
    """Find a channel."""
    return load(ledger).channels[name]
