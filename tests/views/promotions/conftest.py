"""What the tests of this page stand on: two promotions of tea in a shop that collide from tomorrow on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.promotions import accept_collision
from app.actions.rules import add_rule, publish
from app.ledger.ledger import Ledger
from app.queries.collisions import collisions
from app.queries.rules import PROMOTIONS, draft_of
from models.domain.promotions.kinds import PercentPromotion
from models.domain.rules import Scope
from tests.make import made_once, today
from tests.views.brand import Brand, brand, small_ledger
from views.promotions.page import PromotionsPage

SHOP = Scope(("TEA",), channels=("Shop",))


def promote(ledger: Ledger, code: str, first: int, last: int, scope: Scope = SHOP, percent: int = 20) -> None:
    """Draft a promotion from so many days after today to so many."""
    what = PercentPromotion(code=code, percent=Fraction(percent), uplift=Fraction(2))
    days = [today() + timedelta(days=number) for number in (first, last)]
    add_rule(ledger, what=what, scope=scope, first=days[0], last=days[1], family=PROMOTIONS, begin=True)


@made_once
def colliding_ledger(folder: Path) -> Ledger:
    """Make the ledger of a brand whose promotions were published once their collision was accepted."""
    ledger = small_ledger(folder)
    promote(ledger, "WINTER", 1, 7)
    promote(ledger, "CODE", 5, 9, percent=10)
    with ledger.read() as session:
        (one,) = collisions(session, draft_of(session, PROMOTIONS), today())
    accept_collision(ledger, name=one.fingerprint, reason="a test")
    publish(ledger, name="Season", reason="plan", family=PROMOTIONS)
    ledger.undo()
    ledger.undo()
    return ledger


@pytest.fixture
def colliding(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give WINTER, days 1 to 7, and CODE, days 5 to 9, published once their collision was accepted."""
    with brand(tmp_path, qapp, make=colliding_ledger) as made:
        yield made


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand without promotions."""
    with brand(tmp_path, qapp) as made:
        yield made


def opened(qtbot: QtBot, made: Brand, tab: str = "timeline") -> PromotionsPage:
    """Open the page and wait for what it says."""
    page = PromotionsPage(made.desk)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.show_this(tab)
    qtbot.waitUntil(lambda: bool(page.sentence.sentence()), timeout=10_000)
    return page
