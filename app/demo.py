"""The demo brand as a whole: its exports imported, and what a person would type beside them."""

from __future__ import annotations

from datetime import date

from app.importing.batch import Imported
from app.importing.demo import import_demo
from app.jobs import Progress
from app.ledger.ledger import Ledger
from resources.demo.typed import type_demo

CURRENCY = "USD"
# What it promised has outgrown what it has, and the promotions of the season are still ahead; later its pages empty.
DAY = date(2026, 11, 17)


def make_demo(ledger: Ledger, progress: Progress) -> list[Imported]:
    """Fill a new ledger with the demo brand; every page has something to show."""
    imported = import_demo(ledger, progress)
    type_demo(ledger)
    return imported
