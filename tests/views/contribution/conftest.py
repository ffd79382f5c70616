"""What the tests of this page stand on: the demo brand and an empty ledger, each with a real runner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ledger.ledger import Ledger
from tests.make import new_ledger
from tests.views.contribution.hands import NINE_MONTHS, shown
from views.common.desk import Desk
from views.common.memory import NoMemory
from views.common.runner import Runner
from views.common.text import Text
from views.common.theme import Look, apply_theme
from views.contribution.page import ContributionPage


@pytest.fixture
def look(qapp: QApplication) -> Look:
    """Dress the application in the light theme."""
    return apply_theme(qapp, "light")


@pytest.fixture
def desk(look: Look, demo_ledger: Ledger) -> Iterator[Desk]:
    """Give what a page is handed, over the demo brand, two days after its last sales."""
    demo_ledger.clock = lambda: datetime(2026, 11, 2, 12, tzinfo=UTC)
    runner = Runner(demo_ledger)
    yield Desk(runner, look, Text.for_choice("point"), NoMemory())
    runner.close()


@pytest.fixture
def empty_desk(look: Look, tmp_path: Path) -> Iterator[Desk]:
    """Give what a page is handed, over a ledger without anything."""
    ledger = new_ledger(tmp_path / "empty")
    runner = Runner(ledger)
    yield Desk(runner, look, Text.for_choice("point"), NoMemory())
    runner.close()
    ledger.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> ContributionPage:
    """Show the page over the demo brand, with everything it holds."""
    made = shown(ContributionPage(desk), qtbot)
    made.period.choose("all")
    qtbot.waitUntil(lambda: made.statement.found is not None and made.statement.found.period == NINE_MONTHS)
    return made
