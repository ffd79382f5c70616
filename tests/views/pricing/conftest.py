"""What the tests of this page stand on: tea with fees on a bazaar and terms to the trade, and an empty ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.actions.catalog import edit_channel
from app.actions.fee_schedules import add_schedule
from app.actions.wholesale_terms import add_terms
from app.ledger.ledger import Ledger
from models.domain.catalog import ChannelKind
from tests.app.pricing_brand import GB1, GB9, GB9_TERMS, channel
from tests.make import import_text, made_once, new_ledger, today, type_cost
from tests.views.brand import Brand, brand


@made_once
def priced_ledger(folder: Path) -> Ledger:
    """Make the ledger whose tea costs 6.20 and has sold on the bazaar, to the trade and in a shop."""
    day = today() - timedelta(days=7)
    sales = [
        "channel,date,document,sku,quantity,unit_price,kind",
        f"Shop,{day},S1,TEA,2,24.99,sale",
        f"Bazaar,{day},B1,TEA,1,12.49,sale",
        f"Trade,{day},T1,TEA,48,12.50,sale",
    ]
    ledger = new_ledger(folder)
    import_text(ledger, "sales.csv", "\n".join(sales) + "\n")
    type_cost(ledger, "TEA", 620)
    trade = channel(ledger, "Trade")
    edit_channel(ledger, channel_id=trade, name="Trade", kind=ChannelKind.WHOLESALE, owner="", active=True)
    add_schedule(ledger, channel_id=channel(ledger, "Bazaar"), schedule=GB1)
    add_schedule(ledger, channel_id=trade, schedule=GB9)
    add_terms(ledger, channel_id=trade, terms=GB9_TERMS)
    return ledger


@pytest.fixture
def priced(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give tea at 6.20: 12.49 on the bazaar (GB1), 12.50 to the trade (GB9), and in a shop without fees."""
    with brand(tmp_path, qapp, make=priced_ledger) as made:
        yield made


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand that has imported nothing."""
    with brand(tmp_path, qapp, make=new_ledger) as made:
        yield made
