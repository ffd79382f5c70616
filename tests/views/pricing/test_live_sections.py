"""Drift, competitors and price files on the Prices page: what they say, and what a person does there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from app.actions.competitors import TypedOffer, add_offer
from app.actions.rules import add_rule, publish, start_draft
from app.ledger.ledger import Ledger
from app.queries.competitors import seen_offers
from app.queries.prices import price_list
from app.queries.rules import PRICING
from app.queries.uploads_sent import sent_files
from models.domain.money import Money
from models.domain.pricing.response_rules import Answer, OffersCounted
from models.domain.uploads import PriceLayout
from tests.app.priced_shop import LISTINGS, SALES, base, products
from tests.make import import_text, made_once, new_ledger, today
from tests.views.brand import Brand, brand
from tests.views.pricing.opened import opened, words
from views.common.form import Form
from views.common.parts import Button
from views.pricing.competitors import CompetitorsSection
from views.pricing.page import PricingPage
from views.pricing.price_files import PriceFilesSection


@made_once
def live_ledger(folder: Path) -> Ledger:
    """Make the ledger of tea that is live at other prices than the book says."""
    ledger = new_ledger(folder)
    import_text(ledger, "sales.csv", SALES)
    import_text(ledger, "products_export_2026-11-20.csv", products())
    import_text(ledger, "listings_2026-11-21.txt", LISTINGS)
    base(ledger, "TEA", 2100)
    base(ledger, "CUP", 1200)
    return ledger


@pytest.fixture
def shop(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give tea in a shop, on Amazon and at a fair, live at other prices than the book says."""
    with brand(tmp_path, qapp, make=live_ledger) as made:
        yield made


def form_of(page: PricingPage) -> Form:
    """Give the form in the inspector."""
    return page.inspector.findChildren(Form)[-1]


def test_that_drift_is_told_and_explained(qtbot: QtBot, shop: Brand) -> None:
    page = opened(qtbot, shop, "drift")
    first = page.section.table.shown_rows()[0]
    assert (first.sku, first.state.value) in {("TEA", "drift"), ("CUP", "drift")}
    assert "**3 listings of 6 are live at another price than the book says**" in page.sentence.sentence()
    page.section.chips.choose("drift")
    assert {row.state.value for row in page.section.table.shown_rows()} == {"drift"}
    row = next(row for row in page.section.table.shown_rows() if row.channel == "Shopify")
    page.section.table.go_to(row)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    said = words(page)
    for part in ("TEA on Shopify", "20.00", "21.00", "−1.00", "Live since", "Send the price of the book"):
        assert part in said


def test_that_an_empty_ledger_says_where_live_prices_come_from(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, "drift", rows=False)
    assert "another price than the book says" in page.sentence.sentence()
    assert page.section.table.model.rowCount() == 0


def test_that_an_offer_is_typed_changed_and_removed(qtbot: QtBot, shop: Brand) -> None:
    page = opened(qtbot, shop, "competitors", rows=False)
    section = page.section
    assert isinstance(section, CompetitorsSection)
    qtbot.waitUntil(lambda: section.titles is not None)
    section.add()
    form = form_of(page)
    form.fill({"sku": "TEA", "seller": "Rival", "price": Money(1950, "USD"), "shipping": Money(50, "USD")})
    form.save()
    qtbot.waitUntil(lambda: bool(page.section.table.shown_rows()), timeout=10_000)
    row = next(row for row in page.section.table.shown_rows() if row.price.channel == "Shopify")
    assert (row.offers[0].landed, row.state) == (2000, "no answer")
    page.section.explain(row)
    assert "No rule says how to answer competitors here" in words(page)
    section.edit(row.offers[0])
    form = form_of(page)
    form.fill({"seen": date(2026, 11, 20), "condition": "used"})
    form.save()
    qtbot.waitUntil(lambda: page.section.table.shown_rows()[0].offers[0].condition == "used", timeout=10_000)
    with shop.ledger.read() as session:
        (one,) = seen_offers(session)
    assert (one.seen.date(), one.shipping) == (date(2026, 11, 20), 50)
    section.edit(section.table.shown_rows()[0].offers[0])
    button = next(one for one in page.inspector.findChildren(Button) if one.text().strip() == "Remove offer")
    button.click()
    qtbot.waitUntil(lambda: page.section.table.model.rowCount() == 0, timeout=10_000)


def test_that_a_proposal_is_applied_with_its_reason(qtbot: QtBot, priced: Brand) -> None:
    ledger = priced.ledger
    base(ledger, "TEA", 1999, on="Bazaar")
    add_offer(ledger, offer=TypedOffer("TEA", "Rival", Money(1800, "USD")))
    start_draft(ledger, PRICING)
    add_rule(ledger, what=Answer(), family=PRICING)
    # The clock of the ledger stands still, that of the page does not.
    add_rule(ledger, what=OffersCounted(max_age=8000), family=PRICING)
    publish(ledger, name="First", reason="test", family=PRICING)
    page = opened(qtbot, priced, "competitors")
    assert "**1 proposal**" in page.sentence.sentence()
    row = page.section.table.shown_rows()[0]
    assert (row.price.channel, row.proposal) == ("Bazaar", 1940)
    page.section.table.go_to(row)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    said = words(page)
    assert "Propose 19.40 USD: TEA on Bazaar" in said
    assert "takes several" in said
    form = form_of(page)
    assert form.values() is not None
    form.save()
    qtbot.waitUntil(lambda: page.section.table.shown_rows()[0].price.amount == 1940, timeout=10_000)
    with ledger.read() as session:
        (price,) = price_list(session, day=today(), channels={"Bazaar"})
    assert price.amount == 1940


def test_that_a_price_file_is_shown_explained_and_saved(qtbot: QtBot, shop: Brand, tmp_path: Path) -> None:
    page = opened(qtbot, shop, "files")
    section = page.section
    assert isinstance(section, PriceFilesSection)
    section.channels.choose(str(next(row.id for row in section.offered if row.name == "Amazon")))
    qtbot.waitUntil(lambda: "for Amazon" in page.sentence.sentence(), timeout=10_000)
    assert "2 prices for Amazon, **2 are another price than it shows**" in page.sentence.sentence()
    section.table.grid.setFocus()
    section.table.grid.go_to(section.table.model.index(0, 0))
    QTest.keyClick(section.table.grid, Qt.Key.Key_Space)
    assert "The base price is 12.00 USD" in words(page)
    section.save()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    path = tmp_path / "Amazon prices.txt"
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: "recorded as sent" in page.notice.sentence(), timeout=10_000)
    assert path.read_bytes().startswith(b"sku\tprice\tquantity\r\nCUP\t12.00\t\r\n")
    with shop.ledger.read() as session:
        (file,) = sent_files(session, of=PriceLayout)
    assert (file.file_name, file.lines) == ("Amazon prices.txt", 2)
    section.chips.choose("files")
    qtbot.waitUntil(lambda: bool(section.table.shown_rows()), timeout=10_000)
    section.explain(section.table.shown_rows()[0])
    assert file.sha256 in words(page)
