"""A small brand for the tests of what leaves the ledger: four channels, shared cost of every driver, hostile names."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

from app.ledger.ledger import Ledger
from models.domain.period import Period
from models.domain.postings import Draft, Fact, Posting
from tests.make import (
    Amount,
    Order,
    import_text,
    made_once,
    new_ledger,
    orders_csv,
    settlement,
    type_cost,
    type_rate,
    write,
)

MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
HOSTILE_CHANNEL = "=Etsy*?"
HOSTILE_FILE = '-settle, "1"; x.txt'
HOSTILE = ("@x", "+cmd|' /C calc'!A0", "-2+3", "=1+1", "\uff1d1+1")
_COSTS = ("FEE_REF", "FEE_PAY", "FULFIL", "STORAGE", "ADS", "COOP", "CH_FIXED")
_SHARED = {"SHARED_NET_SALES": -100_001, "SHARED_ORDERS": -33_335, "SHARED_EQUAL": -10_000}


@made_once
def brand(folder: Path) -> Ledger:
    """Make the ledger: a settlement and a shop export that come from files, and the rest written as documents."""
    ledger = new_ledger(folder)
    type_rate(ledger, "CAD", "0.7")
    type_rate(ledger, "JPY", "0.0067")
    parts = [Amount("Principal", 9_999), Amount("Commission", -1_500, kind="ItemFees"), Amount("Oddity", -77)]
    refund = Amount("Principal", -2_500, transaction="Refund")
    import_text(ledger, HOSTILE_FILE, settlement(1, [*parts, refund]), channel="Amazon US")
    import_text(ledger, "orders.csv", orders_csv([Order(number, units=number % 3 + 1) for number in range(1, 9)]))
    type_cost(ledger, "TEA", 333)
    write(ledger, sales(random.Random(7), 25), channel=HOSTILE_CHANNEL, source="own")
    write(ledger, sales(random.Random(8), 13), channel="2024", source="own")
    shared = [
        Draft(Fact.EXPENSES, code, "2026-03-20", [1], [Posting(1, "2026-03-20", code, amount, "USD")], billed=True)
        for code, amount in _SHARED.items()
    ]
    write(ledger, shared, channel=None, source="expenses")
    return ledger


def sales(chance: random.Random, count: int) -> list[Draft]:
    """Make orders with discount, shipping, tax and costs in three currencies, some refunded, some paid by bill."""
    drafts = []
    for number in range(count):
        day = f"2026-03-{chance.randint(1, 31):02d}"
        currency = chance.choice(["USD", "USD", "CAD", "JPY"])
        sku, order = chance.choice(["TEA", "0012", HOSTILE[3]]), f"{HOSTILE[number % len(HOSTILE)]}{number}"
        amounts = {"REV": chance.randint(1, 99_999), "DISC": -chance.randint(0, 999)}
        amounts |= {"SHIP_INC": chance.randint(0, 999), "TAX_PASS": chance.randint(0, 500)}
        amounts |= {chance.choice(_COSTS): -chance.randint(1, 20_000)}
        if chance.random() < 0.3:
            amounts |= {"REFUND": -chance.randint(1, 5_000), "UNCLASSIFIED": chance.randint(-300, 300)}
        postings = [
            Posting(number + 2, day, code, amount, currency, sku, int(code == "REV") * 2, order, int(code == "REV"))
            for code, amount in amounts.items()
        ]
        drafts.append(Draft(Fact.SALES, str(number), day, [number + 2], postings, billed=chance.random() < 0.2))
    return drafts
