"""The demo brand imported whole adds up to what its script says happened, channel by channel and month by month."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.demo import DAY
from app.importing.batch import import_file
from app.importing.demo import EXPORTED
from app.importing.finding import FileToImport, find_files
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.contribution import statement
from app.queries.drift import drift
from models.domain.contribution.statement import By, Figures
from models.domain.period import Period
from models.tables import SourceFile
from tests.make import new_ledger

ROOT = Path(__file__).resolve().parents[2]
FILES = find_files([ROOT / "resources" / "demo" / "exports"])
TRUTH: dict[str, Any] = json.loads((ROOT / "tests" / "demo_truth.json").read_text("utf-8"))
NINE_MONTHS = Period(date(2026, 2, 1), date(2026, 10, 31))
LINES = (
    *("gross_sales", "discounts", "refunds", "shipping_income", "net_sales", "cogs", "cm1", "channel_costs", "cm2"),
    *("marketing", "cm3", "channel_operating_cost", "cm4", "unclassified"),
)

Amounts = dict[str, int]


def imported(folder: Path, files: list[FileToImport]) -> Ledger:
    """Import files in this order into a new ledger."""
    ledger = new_ledger(folder)
    for file in files:
        made = import_file(ledger, Progress(), file=file)
        assert made.preview.counts()[Verdict.UNREAD] == 0, file.name
    return ledger


def amounts(figures: Figures) -> Amounts:
    """Give the figures that the truth has, but for those of shared cost."""
    return {line: figures.amount(line) for line in LINES} | {"units": figures.units, "orders": figures.orders}


def by_channel(ledger: Ledger) -> dict[str, Amounts]:
    """Read the nine months by channel."""
    with ledger.read() as session:
        return {row.label: amounts(row.figures) for row in statement(session, NINE_MONTHS, By.CHANNEL).rows}


def by_month(ledger: Ledger) -> dict[str, dict[str, Amounts]]:
    """Read every channel by month."""
    with ledger.read() as session:
        channels = {row.label: row.channel_id for row in statement(session, NINE_MONTHS, By.CHANNEL).rows}
        read = {}
        for name, channel_id in channels.items():
            assert channel_id is not None
            rows = statement(session, NINE_MONTHS, By.MONTH, channels=frozenset({channel_id})).rows
            read[name] = {row.key: amounts(row.figures) for row in rows}
        return read


def told(figures: Amounts) -> Amounts:
    """Give the figures of the truth that a statement has too."""
    return {name: value for name, value in figures.items() if name != "missing_cost_units"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = imported(tmp_path_factory.mktemp("demo"), FILES)
    yield ledger
    ledger.close()


@pytest.mark.parametrize("channel", sorted(TRUTH["channels"]))
def test_that_a_channel_ties_to_the_cent(demo: Ledger, channel: str) -> None:
    assert by_channel(demo)[channel] == told(TRUTH["channels"][channel])


@pytest.mark.parametrize("channel", sorted(TRUTH["months"]))
def test_that_every_month_of_a_channel_ties_to_the_cent(demo: Ledger, channel: str) -> None:
    read = by_month(demo)[channel]
    assert {month: read[month] for month in TRUTH["months"][channel]} == {
        month: told(figures) for month, figures in TRUTH["months"][channel].items()
    }


def test_that_no_channel_is_made_that_the_brand_does_not_have(demo: Ledger) -> None:
    assert set(by_channel(demo)) == set(TRUTH["channels"])


def test_that_shared_cost_is_what_no_channel_owns(demo: Ledger) -> None:
    with demo.read() as session:
        total = statement(session, NINE_MONTHS, By.CHANNEL).total.figures
    assert total.amount("shared_operating_cost") == TRUTH["shared"]


def test_that_the_order_of_the_files_does_not_matter(demo: Ledger, tmp_path: Path) -> None:
    shuffled = list(FILES)
    random.Random(5).shuffle(shuffled)
    other = imported(tmp_path, shuffled)
    try:
        assert by_channel(other) == by_channel(demo)
        assert by_month(other) == by_month(demo)
    finally:
        other.close()


def test_that_the_brand_is_as_old_as_its_story_and_not_as_its_files_on_disk(demo_ledger: Ledger) -> None:
    with demo_ledger.read() as session:
        assert set(session.scalars(select(SourceFile.file_time))) == {EXPORTED.isoformat()}
        catalogue = select(SourceFile.last_day).where(SourceFile.export == "shopify_products")
        assert session.scalars(catalogue).all() == ["2026-10-31"]
        assert max(row.seen for row in drift(session, day=DAY) if row.seen is not None) <= DAY
