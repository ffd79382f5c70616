"""Planning facts in the Catalogue: those of a SKU and those of a listing, in their cells and in the inspector."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from app.queries.catalog import skus
from app.queries.planning import listing_plans, sku_plans
from models.domain.stock import ListingPlanning, SkuPlanning
from tests.views.brand import Brand
from tests.views.catalog.hands import asked, fill, form, opened, press, put_cursor, type_into


def plan(brand: Brand, code: str) -> SkuPlanning:
    """Read the planning facts of a SKU."""
    found: SkuPlanning = next(row.plan for row in asked(brand, sku_plans) if row.sku == code)
    return found


def test_that_planning_facts_are_typed_in_the_inspector_and_undone_by_name(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "skus")
    put_cursor(page.section, "SKU", lambda row: row.code == "TEA")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more
    for name, words in (("case_pack", "12"), ("volume", "0.0625")):
        fill(page, name, words)
    assert form(page).error("volume") == "A volume is above 0 and has at most three decimals."
    for name, words in (("volume", "0.062"), ("supplier", "Tea House"), ("lead_days", "45"), ("moq", "480")):
        fill(page, name, words)
    QTest.keyClick(form(page).editor("moq"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: small.ledger.undo_label() == "Plan TEA")
    assert plan(small, "TEA") == SkuPlanning(12, 62, "Tea House", 45, None, 480)
    small.ledger.undo()
    assert plan(small, "TEA") == SkuPlanning()


def test_that_a_bundle_is_said_to_lie_ready_made_by_keyboard_and_undone_by_name(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "skus")
    put_cursor(page.section, "SKU", lambda row: row.code == "BOX")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more
    box = page.inspector.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    assert box.currentText() == "Not said: put together when sold"
    QTest.keyClick(box, Qt.Key.Key_End)
    press(page, "Save bundle")
    qtbot.waitUntil(lambda: small.ledger.undo_label() == "BOX is kept ready-made")
    assert next(row.ready_made for row in asked(small, skus) if row.code == "BOX") is True
    small.ledger.undo()
    assert next(row.ready_made for row in asked(small, skus) if row.code == "BOX") is None


@pytest.mark.parametrize(
    "title, typed, kept",
    [
        ("Case pack", "24", SkuPlanning(case_pack=24)),
        ("Volume ft³", "1.5", SkuPlanning(volume=1500)),
        ("Supplier", "Tea House", SkuPlanning(supplier="Tea House")),
        ("Lead days", "30", SkuPlanning(lead_days=30)),
        ("MOQ", "1,200", SkuPlanning(moq=1200)),
    ],
)
def test_that_a_planning_fact_is_typed_over_its_cell(
    qtbot: QtBot, small: Brand, title: str, typed: str, kept: SkuPlanning
) -> None:
    page = opened(qtbot, small, "skus")
    put_cursor(page.section, title, lambda row: row.code == "TEA")
    type_into(page.section.table, typed)
    qtbot.waitUntil(lambda: plan(small, "TEA") == kept)


@pytest.mark.parametrize(
    "title, typed, words",
    [
        ("Case pack", "1.5", "“1.5” is not a whole number. Nothing was changed."),
        ("Case pack", "0", "The case pack cannot be under 1. Nothing was changed."),
        ("Volume ft³", "big", "“big” is not a number. Nothing was changed."),
        ("Volume ft³", "-2", "“-2” is no volume. Nothing was changed."),
        ("Lead days", "99999", "The lead time is between 0 and 3,650 days, not 99,999. Nothing was changed."),
        ("MOQ", "-1", "The MOQ cannot be under 0. Nothing was changed."),
    ],
)
def test_that_a_bad_value_is_refused_in_words(qtbot: QtBot, small: Brand, title: str, typed: str, words: str) -> None:
    page = opened(qtbot, small, "skus")
    put_cursor(page.section, title, lambda row: row.code == "TEA")
    type_into(page.section.table, typed)
    qtbot.waitUntil(page.notice.isVisible)
    assert words in page.notice.sentence()
    assert plan(small, "TEA") == SkuPlanning()


def test_that_a_cleared_cell_is_not_known_again(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "skus")
    put_cursor(page.section, "Lead days", lambda row: row.code == "TEA")
    type_into(page.section.table, "30")
    qtbot.waitUntil(
        lambda: [row.plan.lead_days for row in page.section.table.shown_rows() if row.code == "TEA"] == [30]
    )
    put_cursor(page.section, "Lead days", lambda row: row.code == "TEA")
    type_into(page.section.table, " ")
    qtbot.waitUntil(lambda: plan(small, "TEA").lead_days is None)


def test_that_moq_and_priority_of_a_listing_are_set_in_cell_and_inspector(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "listings")
    put_cursor(page.section, "MOQ", lambda row: row.sku == "TEA")
    type_into(page.section.table, "24")
    qtbot.waitUntil(lambda: small.ledger.undo_label() == "Plan TEA on Shop")
    qtbot.waitUntil(lambda: [row.plan.moq for row in page.section.table.shown_rows() if row.sku == "TEA"] == [24])
    put_cursor(page.section, "Listing", lambda row: row.sku == "TEA")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    fill(page, "priority", "3")
    press(page.inspector, "Save planning")
    qtbot.waitUntil(lambda: [row.plan for row in asked(small, listing_plans)] == [ListingPlanning(24, 3)])


def test_that_a_listing_without_a_sku_is_not_planned(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "listings")
    put_cursor(page.section, "Priority", lambda row: not row.sku)
    type_into(page.section.table, "2")
    qtbot.waitUntil(page.notice.isVisible)
    assert "Link it first" in page.notice.sentence()
    assert asked(small, listing_plans) == []
