"""Opening a section of the Prices page for a test, and reading what it shows."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from views.pricing.page import PricingPage


def opened(qtbot: QtBot, brand: Brand, tab: str = "floors", *, rows: bool = True) -> PricingPage:
    """Open a section and wait for its rows, or without `rows` for its sentence."""
    page = PricingPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    page.show_this(tab)
    if rows:
        qtbot.waitUntil(lambda: bool(page.section.table.shown_rows()), timeout=10_000)
    else:
        qtbot.waitUntil(lambda: bool(page.sentence.sentence()), timeout=10_000)
    return page


def words(page: PricingPage) -> str:
    """Give what the inspector says."""
    return "\n".join(label.text() for label in page.inspector.findChildren(QLabel))
