"""What the tests of this page stand on: a brand that is short of tea, and a ledger without anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.ledger.ledger import Ledger
from tests.make import import_text, made_once, new_ledger, today
from tests.views.brand import Brand, brand


def day(days: int) -> date:
    """Give the day so many days from today."""
    return today() + timedelta(days=days)


@made_once
def short_ledger(folder: Path) -> Ledger:
    """Make the ledger of two channels: tea sells one a day in the shop and two at the fair."""
    whole_weeks = today().weekday() + 91  # days back to a Monday
    newest = day(-1 if today().weekday() else 0)  # of this week, so that those whole weeks are all that is replayed
    sales = [
        "channel,date,document,line,sku,title,quantity,unit_price,kind,currency",
        f"Shop,{day(-whole_weeks)},A1,1,TEA,Tea,91,20.00,sale,USD",
        f"Fair,{day(-whole_weeks)},B1,1,TEA,Tea,182,10.00,sale,USD",
        f"Shop,{day(-whole_weeks)},A2,1,CUP,Cup,7,5.00,sale,USD",
        f"Shop,{newest},A3,1,CUP,Cup,1,5.00,sale,USD",
        f"Fair,{newest},B2,1,TEA,Tea,1,10.00,sale,USD",
    ]
    stock = [
        "location,sku,date,on_hand,available,committed",
        f"Barn,TEA,{day(-1)},100,90,10",
        f"Barn,CUP,{day(-1)},40,40,0",
    ]
    ledger = new_ledger(folder)
    import_text(ledger, "sales.csv", "\n".join(sales) + "\n")
    import_text(ledger, "stock.csv", "\n".join(stock) + "\n")
    return ledger


@pytest.fixture
def short(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give two channels: tea sells one a day in the shop and two at the fair, and lasts them 30 days; cups abound."""
    with brand(tmp_path, qapp, make=short_ledger) as made:
        yield made


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand that has imported nothing."""
    with brand(tmp_path, qapp, make=new_ledger) as made:
        yield made
