"""A small brand for tests of pages: two channels, four SKUs, one of them a bundle, costs, a rate and stock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.ledger.ledger import Ledger
from tests.make import import_text, made_once, new_ledger
from views.common.desk import Desk
from views.common.memory import NoMemory
from views.common.runner import Runner
from views.common.text import Text
from views.common.theme import apply_theme

SALES = """channel,date,document,line,sku,title,quantity,unit_price,kind,currency
Shop,2026-03-02,A1,1,TEA,Tea,2,10.00,sale,USD
Shop,2026-03-09,A2,1,TIN,Tin,1,8.00,sale,USD
Shop,2026-04-06,A3,1,TEA,Tea,4,10.00,sale,USD
Fair,2026-04-07,B1,1,BOX,Box,1,30.00,sale,USD
Fair,2026-04-08,B2,1,,Honey in a jar,3,9.00,sale,USD
"""
COSTS = """sku,valid_from,cost,currency,known_since,note
TEA,2026-03-01,3.00,USD,2026-03-01,standard
HONEY,2026-03-01,2.00,USD,2026-03-01,standard
"""
BUNDLES = """sku,component,quantity
BOX,TEA,1
BOX,HONEY,2
"""
RATES = """day,currency,rate,into,source
2026-03-01,CAD,0.72,USD,book
"""
STOCK = """location,sku,date,on_hand,available,committed,unavailable,incoming
Barn,TEA,2026-04-30,12,10,2,0,24
Barn,HONEY,2026-04-30,7,7,,,
Cellar,TEA,2026-03-31,5,5,0,0,0
Cellar,TIN,2026-03-31,9,0,9,0,0
Cellar,TEA,2026-02-28,99,99,0,0,0
"""


@dataclass(frozen=True)
class Brand:
    """The ledger and the desk that pages are handed."""

    ledger: Ledger
    desk: Desk


@made_once
def small_ledger(folder: Path) -> Ledger:
    """Make the ledger of the brand."""
    ledger = new_ledger(folder)
    tables = {"sales.csv": SALES, "costs.csv": COSTS, "bundles.csv": BUNDLES, "rates.csv": RATES, "stock.csv": STOCK}
    for name, text in tables.items():
        import_text(ledger, name, text)
    return ledger


@contextmanager
def brand(folder: Path, application: QApplication, *, make: Callable[[Path], Ledger] = small_ledger) -> Iterator[Brand]:
    """Give this brand, or one of another ledger, and close everything at the end."""
    ledger = make(folder)
    runner = Runner(ledger)
    try:
        yield Brand(ledger, Desk(runner, apply_theme(application, "light"), Text.for_choice("point"), NoMemory()))
    finally:
        runner.close()
        ledger.close()
