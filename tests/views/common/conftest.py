"""What the tests of the shared parts stand on: the theme, the way of writing, a ledger and its runner, rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.columns import Column, Kind
from models.domain.money import Money
from tests.make import new_ledger
from views.common.desk import Desk
from views.common.memory import NoMemory
from views.common.runner import Runner
from views.common.text import Text
from views.common.theme import Look, apply_theme


@dataclass(frozen=True)
class Line:
    """A row of a sample table."""

    sku: str
    name: str
    units: int | None
    net: Money
    share: Decimal


def line(sku: str, name: str, units: int | None, minor: int, share: str = "0") -> Line:
    """Make a row."""
    return Line(sku, name, units, Money(minor, "USD"), Decimal(share))


LINES = (
    line("JR-0102", "Smoked tea", 12, 124950, "0.5"),
    line("JR-0101", "Rye tin", None, -5000, "0.2"),
    line("JR-0110", "Tea bowl", 0, 99, "0.3"),
)

COLUMNS: tuple[Column[Line], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.name),
    Column("Units", lambda row: row.units, Kind.UNITS, hint="No count was imported.", total=True),
    Column("Net sales", lambda row: row.net, Kind.MONEY, total=True),
    Column("Share", lambda row: row.share, Kind.BAR),
)


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Dress the application in the light theme."""
    return apply_theme(qapp, "light")


@pytest.fixture
def text() -> Text:
    """Write numbers with a decimal point."""
    return Text.for_choice("point")


@pytest.fixture
def lines() -> tuple[Line, ...]:
    """Give three rows, one without units."""
    return LINES


@pytest.fixture
def columns() -> tuple[Column[Line], ...]:
    """Give the columns of the rows."""
    return COLUMNS


@pytest.fixture
def many_lines() -> Callable[[int], list[Line]]:
    """Make many rows, the same each time, in no order."""

    def made(count: int) -> list[Line]:
        names = ("tea", "bowl", "press", "honey", "rye")
        return [
            line(f"JR-{number * 7919 % count:06d}", f"{names[number % 5]} {number}", number % 97, number * 37 % 100_003)
            for number in range(count)
        ]

    return made


@pytest.fixture
def runner(qapp: QApplication, tmp_path: Path) -> Iterator[Runner]:
    """Run against a new ledger."""
    assert qapp is not None
    ledger = new_ledger(tmp_path)
    made = Runner(ledger)
    yield made
    made.close()
    ledger.close()


@pytest.fixture
def desk(runner: Runner, look: Look, text: Text) -> Desk:
    """Give what a page is handed."""
    return Desk(runner, look, text, NoMemory())
