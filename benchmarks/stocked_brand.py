"""A ledger with thousands of SKUs on eight channels, imported from Channelbook's own tables as a brand would."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from app.actions.planning import edit_location
from app.actions.rules import add_rule, publish, start_draft
from app.importing.batch import import_file
from app.importing.finding import find_files
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger
from models.domain.allocation.rules import Cap, GuaranteedMinimum, PoolBuffer, Priority, Target
from models.domain.rules import Kind, Scope
from models.domain.stock import LocationKind
from models.tables import Channel, Location

CURRENCY = "USD"
TODAY = date(2026, 11, 26)
CHANNELS = ("Shop", "Amazon", "Etsy", "Faire", "Wholesale North", "Wholesale South", "Outlet", "Fair")
_FIRST_MONDAY = date(2026, 8, 17)  # 14 weeks, one more than demand looks at
_WEEKS = 14
_REPORTS = tuple(_FIRST_MONDAY + timedelta(days=21 * number) for number in range(5))
_LINES = 100  # lines of a document
_RULED = 7  # SKUs with a rule of their own


def stocked_ledger(folder: Path, *, skus: int, seed: int = 11, channels: Sequence[str] = CHANNELS) -> Ledger:
    """Import sales, stock, costs, purchase orders and promises of so many SKUs, and publish a dozen rules."""
    folder.mkdir()
    random = Random(seed)
    codes = [f"SKU-{number:05d}" for number in range(skus)]
    ruled = random.sample(codes, _RULED)
    ledger = new_ledger(folder / "stocked.channelbook", currency=CURRENCY)
    import_rows(ledger, folder / "first sales.csv", _SALES, _first_sales(ruled, channels))
    # Publishing shares out every SKU that there is, to see whether the assertions hold: best while there are few.
    _publish_rules(ledger, ruled, random, channels)
    import_rows(ledger, folder / "sales.csv", _SALES, _sales(codes, random, channels))
    import_rows(
        ledger, folder / "stock.csv", ("location", "sku", "date", "on_hand", "committed"), _stock(codes, random)
    )
    costs = ((code, "2026-01-01", f"{random.randint(1, 9)}.00") for code in codes)
    import_rows(ledger, folder / "costs.csv", ("sku", "valid_from", "cost"), costs)
    inbound = ("reference", "sku", "quantity", "expected", "location")
    import_rows(ledger, folder / "inbound.csv", inbound, _inbound(codes, random))
    promises = ("channel", "reference", "sku", "quantity", "ship_by")
    import_rows(ledger, folder / "commitments.csv", promises, _promises(codes, random))
    _place_fba(ledger)
    return ledger


_SALES = ("channel", "date", "document", "sku", "quantity", "unit_price", "fee", "kind")


def _first_sales(codes: Sequence[str], channels: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Sell the SKUs that rules are for on every channel, on the first day of all."""
    for channel in channels:
        for code in codes:
            yield channel, _FIRST_MONDAY, f"{channel}-first", code, 1, "20.00", "0.50", "sale"


def _sales(codes: Sequence[str], random: Random, channels: Sequence[str]) -> Iterator[tuple[object, ...]]:
    """Sell each SKU on each channel in a quarter of the weeks; the first and last day frame what is known."""
    for channel in channels:
        for week in range(_WEEKS):
            monday = _FIRST_MONDAY + timedelta(days=7 * week)
            lines = 0
            for place, code in enumerate(codes):
                ends = (place == 0 and week == 0) or (place == len(codes) - 1 and week == _WEEKS - 1)
                if not ends and random.random() > 1 / 4:
                    continue
                day = monday + timedelta(days=0 if week == 0 else 6)
                price, units = random.randint(12, 60), random.randint(1, 20)
                document = f"{channel}-{week}-{lines // _LINES}"
                lines += 1
                yield channel, day, document, code, units, f"{price}.00", f"{units}.50", "sale"


def _stock(codes: Sequence[str], random: Random) -> Iterator[tuple[object, ...]]:
    """Count a warehouse every three weeks, one SKU in thirty at nothing, and an FBA of every fourth SKU."""
    for day in _REPORTS:
        for place, code in enumerate(codes):
            units = 0 if random.random() < 1 / 30 else random.randint(20, 900)
            yield "Warehouse", code, day, units, random.randint(0, 5)
            if place % 4 == 0:
                yield "FBA", code, day, random.randint(0, 80), ""


def _inbound(codes: Sequence[str], random: Random) -> Iterator[tuple[object, ...]]:
    for place, code in enumerate(codes[::3]):
        expected = TODAY + timedelta(days=random.randint(-5, 60))
        yield f"PO-{place // 20}", code, random.randint(48, 480), expected, "Warehouse"


def _promises(codes: Sequence[str], random: Random) -> Iterator[tuple[object, ...]]:
    for place, code in enumerate(codes[::2]):
        for channel in CHANNELS[4:6]:
            ship_by = TODAY + timedelta(days=random.randint(0, 40))
            yield channel, f"SO-{place // 10}", code, random.randint(6, 48), ship_by


def import_rows(ledger: Ledger, path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a file and import it."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
    import_file(ledger, Progress(), file=find_files([path])[0])


def _place_fba(ledger: Ledger) -> None:
    """Let the stock at FBA be Amazon's own."""
    with ledger.read() as session:
        place = session.scalars(select(Location.id).where(Location.name == "FBA")).one()
        amazon = session.scalars(select(Channel.id).where(Channel.name == "Amazon")).one()
    edit_location(ledger, location_id=place, kind=LocationKind.FBA, allocatable=False, channel_id=amazon)


def _publish_rules(ledger: Ledger, ruled: Sequence[str], random: Random, channels: Sequence[str]) -> None:
    """Publish rules for all SKUs, for channels and for single SKUs."""
    start_draft(ledger)
    rules: list[tuple[Kind, Scope]] = [
        (PoolBuffer(5), Scope()),
        (GuaranteedMinimum(10), Scope(channels=("Shop",))),
        (GuaranteedMinimum(6), Scope(channels=("Amazon",))),
        (Priority(2), Scope(channels=("Outlet",))),
        (Cap(200), Scope(channels=("Fair",))),
    ]
    rules += [(Target(random.randint(20, 90)), Scope((code,), channels=("Etsy",))) for code in ruled]
    for what, scope in rules:
        if not set(scope.channels) <= set(channels):
            continue
        add_rule(ledger, what=what, scope=scope)
    publish(ledger, name="Benchmark", reason="Rules of several kinds and scopes")
