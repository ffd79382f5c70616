"""Terms on the Prices page: versions, the form, and which tiers sell too low."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.actions.base_prices import NewPrice, add_base_price
from app.queries.wholesale_terms import TermsRow, wholesale_terms
from models.domain.money import Money
from models.domain.pricing.schedule import PriceTier, ShipWindow
from tests.app.pricing_brand import GB9_TERMS
from tests.make import today
from tests.views.brand import Brand
from tests.views.pricing.opened import opened, words
from views.common.form import Form
from views.pricing.page import PricingPage
from views.pricing.terms import TermsSection

PATIENCE = 10_000


def form(page: PricingPage) -> Form:
    """Give the form in the inspector that is in view."""
    return page.inspector.findChildren(Form)[-1]


def stored(brand: Brand) -> list[TermsRow]:
    """List the terms of the ledger."""
    with brand.ledger.read() as session:
        return wholesale_terms(session, today=today())


def test_that_a_tier_below_the_floor_is_told_with_what_holds(qtbot: QtBot, priced: Brand) -> None:
    """GB9b: 20 % off 12.50 earns 2.15 where 2.50 is the target; 15.5 % is the most that holds."""
    add_base_price(priced.ledger, price=NewPrice("TEA", "Trade", Money(1250, "USD"), today()))
    page = opened(qtbot, priced, "terms")
    (row,) = page.section.table.shown_rows()
    page.section.table.go_to(row)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    said = words(page)
    assert "all 1 SKUs earn enough" in said
    assert "1 of 1 SKUs too low" in said
    assert "list 12.50 USD, here 10.00 USD: earns 2.15 USD, has to earn 2.50 USD" in said
    assert "bears 15.5 %" in said
    assert "**Trade sells 1 of 1 SKU too low** from 96 units on" in page.sentence.sentence()


def test_that_terms_are_mended_renewed_and_removed(qtbot: QtBot, priced: Brand) -> None:
    page = opened(qtbot, priced, "terms")
    section = page.section
    assert isinstance(section, TermsSection)
    (row,) = section.table.shown_rows()
    section.explain(row)
    line = form(page).editor("windows")
    assert isinstance(line, QLineEdit)
    QTest.keyClicks(line, "2026-08-15 to 2026-09-15")
    form(page).save()
    window = ShipWindow(date(2026, 8, 15), date(2026, 9, 15))
    wanted = replace(GB9_TERMS, windows=(window,))
    qtbot.waitUntil(lambda: stored(priced)[0].terms == wanted, timeout=PATIENCE)
    section.renew(row)
    next(one for one in page.inspector.findChildren(QPushButton) if one.text() == "Fill with an example").click()
    form(page).save()
    qtbot.waitUntil(lambda: len(stored(priced)) == 2, timeout=PATIENCE)
    newest = stored(priced)[0]
    assert (newest.state, newest.terms.tiers[-1]) == ("holds", PriceTier(96, Fraction(15, 100)))
    assert "check against your account" in newest.terms.source
    qtbot.waitUntil(lambda: len(section.table.shown_rows()) == 2, timeout=PATIENCE)
    section.explain(section.table.shown_rows()[0])
    next(one for one in page.inspector.findChildren(QPushButton) if one.text() == "Remove this version").click()
    qtbot.waitUntil(lambda: len(stored(priced)) == 1, timeout=PATIENCE)


def test_that_without_a_wholesale_channel_there_is_nothing_to_add(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, "terms", rows=False)
    assert isinstance(page.section, TermsSection)
    page.section.add()
    assert "Terms belong to wholesale channels" in page.notice.sentence()
