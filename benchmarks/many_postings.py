"""A ledger with a million postings, written by the program's own writer of facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random

from app.jobs import Progress
from app.ledger.book import BatchWriter
from app.ledger.catalog import make_channel, register
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger
from app.ledger.writing import Origin
from models.domain.period import Period
from models.domain.postings import Draft, Fact, Posting

CURRENCY = "USD"
CHANNELS = ("Shopify", "Amazon", "Etsy", "Wholesale", "Retail partner")
PERIOD = Period(date(2024, 1, 1), date(2025, 12, 31))
SKUS = tuple(f"BOT-{number:04d}" for number in range(400))
_BATCH = 50_000
_POSTINGS_A_SALE = 4


def fill(path: Path, *, postings: int, seed: int = 7) -> Ledger:
    """Make a ledger and write this many postings over two years, five channels and 400 SKUs."""
    ledger = new_ledger(path, currency=CURRENCY)
    with ledger.change("Make the channels") as (session, _):
        channels = [make_channel(session, name, "").id for name in CHANNELS]
    random = Random(seed)
    for start in range(0, postings, _BATCH):
        with ledger.change(f"Write from {start}") as (session, done):
            batch = ledger.new_batch("import")
            writer = BatchWriter(session, batch)
            for channel in channels:
                sales = min(_BATCH, postings - start) // len(channels) // _POSTINGS_A_SALE
                drafts = list(_sales(f"{channel}-{start}", sales, random))
                writer.write(Origin("benchmark", channel, "1"), drafts, Progress())
            writer.close()
            register(session, batch.id, writer.listings)
            done.batch_id = batch.id
    return ledger


def _sales(name: str, count: int, random: Random) -> Iterator[Draft]:
    days = (PERIOD.last - PERIOD.first).days + 1
    for number in range(count):
        day = (PERIOD.first + timedelta(days=random.randrange(days))).isoformat()
        order, sku, units = f"{name}-{number}", random.choice(SKUS), random.choice((1, 1, 2, 3))
        price = 599 + random.randrange(9000)
        yield Draft(
            Fact.SALES,
            order,
            day,
            [number],
            [
                Posting(number, day, "REV", price * units, CURRENCY, sku, units, order, 1),
                Posting(number, day, "DISC", -price // 10, CURRENCY, sku, 0, order),
                Posting(number, day, "SHIP_INC", 499, CURRENCY, "", 0, order),
                Posting(number, day, "COGS", -price * units // 3, CURRENCY, sku, 0, order),
            ],
        )
