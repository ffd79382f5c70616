"""The sections beside the timeline: checks with their money, readouts line by line, and what is empty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.actions.base_prices import NewPrice, add_base_price
from app.actions.fee_schedules import add_schedule
from app.actions.rules import publish, start_draft
from app.ledger.ledger import Ledger
from app.queries.rules import PROMOTIONS
from models.domain.money import Money
from tests.app.pricing_brand import START, channel
from tests.app.promotions.dtc import DTC
from tests.make import import_text, made_once, new_ledger, today, type_cost
from tests.views.brand import Brand, brand
from tests.views.promotions.conftest import opened, promote
from views.common.parts import Button
from views.promotions.page import PromotionsPage
from views.promotions.rules import PromotionRules


@made_once
def sold_ledger(folder: Path) -> Ledger:
    """Make the ledger of tea that sells 7 a week in a shop beside tins, and stands at 24.99 there."""
    ledger = new_ledger(folder)
    rows = ["channel,date,document,sku,quantity,unit_price,kind"]
    for week in range(1, 20):
        day = today() - timedelta(days=7 * week)
        rows += [f"Shop,{day},T{week},TEA,7,24.99,sale", f"Shop,{day},N{week},TIN,20,9.99,sale"]
    import_text(ledger, "sales.csv", "\n".join(rows) + "\n")
    type_cost(ledger, "TEA", 620)
    add_schedule(ledger, channel_id=channel(ledger, "Shop"), schedule=DTC)
    add_base_price(ledger, price=NewPrice("TEA", "Shop", Money(2499, "USD"), START))
    return ledger


@pytest.fixture
def sold(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give tea that sells 7 a week in a shop beside tins, and stands at 24.99 there."""
    with brand(tmp_path, qapp, make=sold_ledger) as made:
        yield made


def words(page: PromotionsPage) -> str:
    return "\n".join(one.text() for one in page.inspector.findChildren(QLabel))


def test_that_a_check_says_what_does_not_fit_and_leads_to_the_timeline(qtbot: QtBot, sold: Brand) -> None:
    promote(sold.ledger, "HALF", 2, 5, percent=50)
    page = opened(qtbot, sold, "checks")
    qtbot.waitUntil(lambda: bool(page.section.table.shown_rows()))
    found = {row.conflict.kind.code: row for row in page.section.table.shown_rows()}
    assert set(found) == {"PROMO_STACK_BREACH", "PROMO_STOCK_SHORT"}
    assert page.sentence.sentence() == (
        "**2 things stand against** 1 promotion ahead, those of the draft; Conflicts lists what is published."
    )
    page.section.table.go_to(found["PROMO_STACK_BREACH"])
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    assert "1.50 USD are the target" in words(page)
    assert "8 units × 1.21 USD" in words(page)
    button = next(one for one in page.inspector.findChildren(Button) if one.text().startswith("Show HALF"))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.section is page.timeline
    qtbot.waitUntil(lambda: page.timeline.bars.current is not None)
    assert page.timeline.bars.current is not None
    assert page.timeline.bars.current.planned.code == "HALF"
    assert "HALF: 50 % off" in words(page)


def test_that_an_ended_promotion_is_read_out_line_by_line(qtbot: QtBot, sold: Brand) -> None:
    promote(sold.ledger, "DEAL", -14, -8)
    publish(sold.ledger, name="Past", reason="a test", family=PROMOTIONS)
    page = opened(qtbot, sold, "readout")
    qtbot.waitUntil(lambda: bool(page.section.table.shown_rows()))
    (row,) = page.section.table.shown_rows()
    assert (row.actual, row.baseline.units) == (7, Fraction(7))
    assert page.sentence.sentence() == (
        "1 readout of ended promotions: **none paid for itself**, 1 cost more than it brought."
    )
    page.section.table.go_to(row)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    # 7 units that would have been sold at 12.42 anyway were sold at 7.56.
    assert "7 units sold; 7 would have been without it." in words(page)
    assert "52.92 USD" in words(page)
    assert "−34.02 USD" in words(page)


def test_that_an_empty_timeline_says_where_a_promotion_is_planned(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    qtbot.waitUntil(page.timeline.nothing.isVisible)
    assert not page.timeline.bars.isVisible()
    assert not page.timeline.hint.isVisible()
    QTest.mouseClick(page.timeline.nothing.button, Qt.MouseButton.LeftButton)
    assert page.section is page.rules


def test_that_empty_sections_say_what_would_be_there(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, "checks")
    qtbot.waitUntil(lambda: page.sentence.sentence().startswith("No promotion is ahead"))
    page.show_this("readout")
    qtbot.waitUntil(lambda: page.sentence.sentence() == "What ended promotions brought, naive and honest.")
    page.show_this("versions")
    qtbot.waitUntil(lambda: page.sentence.sentence().startswith("No version is published yet"))


def test_that_days_that_are_missing_or_the_wrong_way_round_are_told_at_their_field_and_in_sight(
    qtbot: QtBot, bare: Brand
) -> None:
    page = opened(qtbot, bare, "rules")
    page.resize(1300, 500)
    section = page.section
    assert isinstance(section, PromotionRules)
    qtbot.waitUntil(lambda: section.board is not None)
    page.do(lambda ledger: start_draft(ledger, PROMOTIONS))
    qtbot.waitUntil(lambda: section.board is not None and section.board.draft is not None)
    section.add()
    assert section.editor is not None
    form = section.editor.form
    form.fill({"code": "NYE", "percent": Decimal(30)})

    def in_sight(name: str) -> bool:
        return not form.editor(name).visibleRegion().isEmpty()

    qtbot.waitUntil(lambda: form.height() > page.height())  # laid out, and longer than what is in sight
    assert not in_sight("first")
    form.save()
    assert (form.error("first"), form.error("last")) == ("From is needed.", "Until is needed.")
    qtbot.waitUntil(lambda: in_sight("first"))
    hints = [one.text() for one in form.findChildren(QLabel)]
    assert {"The first day.", "The last day."} <= set(hints)
    assert not [hint for hint in hints if ".." in hint]
    form.fill({"first": today() + timedelta(days=9), "last": today()})
    form.save()
    assert (form.error("first"), form.error("last")) == ("", "Until is before From.")
    qtbot.waitUntil(lambda: in_sight("last"))
    assert not page.notice.isVisible()
    form.fill({"last": today() + timedelta(days=12)})
    form.save()
    qtbot.waitUntil(lambda: [row.rule.what.code for row in section.table.shown_rows()] == ["NYE"])


def test_that_a_promotion_half_typed_stays_when_another_kind_is_chosen(qtbot: QtBot, sold: Brand) -> None:
    start_draft(sold.ledger, family=PROMOTIONS)
    page = opened(qtbot, sold, "rules")
    rules = page.section
    assert isinstance(rules, PromotionRules)
    qtbot.waitUntil(rules.add_button.isVisible)
    rules.add_button.click()
    assert rules.editor is not None
    typed = {"code": "ADVENT", "percent": "20", "fixed": "150", "skus": "TEA", "first": "2026-12-01", "note": "mail"}
    for name, words in typed.items():
        QTest.keyClicks(rules.editor.form.editor(name), words)
    box = rules.editor.kind_row.editor
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert rules.editor.kind.KIND == "fixed"
    kept = {name: rules.editor.form.typed()[name] for name in typed if name != "percent"}
    assert kept == {"code": "ADVENT", "fixed": "150", "skus": ("TEA",), "first": "2026-12-01", "note": "mail"}
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert rules.editor.form.typed()["percent"] == "20"
