"""The Catalogue page, by keyboard and mouse, down to the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.catalog import set_cost
from app.queries.bundles import components
from app.queries.catalog import channels, costs, listings, skus
from app.queries.contribution import known_period, statement
from models.domain.contribution.statement import By
from models.domain.money import Money
from tests.views.brand import Brand
from tests.views.catalog.hands import asked, fill, form, opened, press, put_cursor, type_into, written
from views.catalog.page import CatalogPage
from views.common.dialogs import Sheet
from views.common.table import Table


def cm1(brand: Brand) -> int:
    """Give the CM1 of all days."""

    def total(session: Any) -> int:  # noqa: ANN401 - a session
        period = known_period(session)
        assert period is not None
        return statement(session, period, By.CHANNEL).total.figures.cm1

    found: int = asked(brand, total)
    return found


def sku(brand: Brand, code: str) -> Any:  # noqa: ANN401 - a row of the query
    """Give a SKU as the ledger has it."""
    return next(one for one in asked(brand, skus) if one.code == code)


def test_that_the_sentence_says_what_is_missing(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    said = page.sentence.sentence()
    assert "2 channels and 4 SKUs" in said
    assert "35 USD were sold without a landed cost" in said
    assert "TIN" in said
    assert "1 listing** has no SKU" in said


def test_that_an_empty_catalogue_says_what_fills_each_section(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    for key in page.tabs:
        page.show_this(key)
        qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more
        section = page.section
        assert section.table.model.count_all() == 0
        said = [label.text() for label in section.table.findChildren(QLabel) if label.isVisible()]
        assert any(words.endswith("yet") for words in said)
    page.show_this("channels")
    with qtbot.waitSignal(page.go) as gone:
        press(page.section, "Import files")
    assert gone.args == ["import", None]


def test_that_a_channel_is_renamed_in_its_cell_and_undone_by_name(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    put_cursor(page.section, "Channel", lambda row: row.name == "Fair")
    type_into(page.section.table, "Autumn fair")
    qtbot.waitUntil(lambda: [one.name for one in page.section.table.shown_rows()] == ["Shop", "Autumn fair"])
    assert small.ledger.undo_label() == "Edit channel Autumn fair"
    small.ledger.undo()
    assert [one.name for one in asked(small, channels)] == ["Shop", "Fair"]


def test_that_a_channel_is_edited_in_the_inspector(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    put_cursor(page.section, "Channel", lambda row: row.name == "Fair")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    fill(page, "owner", "Maren")
    kind, recognition = form(page).editor("kind"), form(page).editor("recognition")
    QTest.keyClicks(kind, "Retail")
    QTest.keyClicks(recognition, "when the order is paid")
    assert any("imported from now on" in one.text() for one in form(page).findChildren(QLabel))
    QTest.keyClick(form(page).editor("owner"), Qt.Key.Key_Return)

    def saved() -> bool:
        fair = asked(small, channels)[1]
        return bool((fair.owner, fair.kind, fair.recognition) == ("Maren", "retail", "paid"))

    qtbot.waitUntil(saved)
    qtbot.waitUntil(lambda: not page.inspector.isVisible())


def test_that_a_channel_is_added_and_a_taken_name_is_refused_in_words(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    press(page, "Add channel")
    fill(page, "name", "Fair")
    QTest.keyClick(form(page).editor("name"), Qt.Key.Key_Return)
    qtbot.waitUntil(page.notice.isVisible)
    assert "There is a channel “Fair” already" in page.notice.sentence()
    fill(page, "name", "Market hall")
    QTest.keyClick(form(page).editor("name"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Market hall" in [one.name for one in page.section.table.shown_rows()])


def test_that_escape_closes_the_inspector_and_saves_nothing(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    put_cursor(page.section, "Channel", lambda row: row.name == "Fair")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    fill(page, "name", "Other")
    QTest.keyClick(form(page).editor("name"), Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()
    assert small.ledger.undo_label() is None or "Edit channel" not in str(small.ledger.undo_label())


def test_that_name_and_category_of_a_sku_are_edited_in_their_cells(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "skus")
    put_cursor(page.section, "Name", lambda row: row.code == "TIN")
    type_into(page.section.table, "Rye tin")
    qtbot.waitUntil(lambda: sku(small, "TIN").title == "Rye tin")
    qtbot.waitUntil(lambda: any(row.title == "Rye tin" for row in page.section.table.shown_rows()))
    put_cursor(page.section, "Category", lambda row: row.code == "TIN")
    type_into(page.section.table, "Spice")
    qtbot.waitUntil(lambda: sku(small, "TIN").category == "Spice")
    assert sku(small, "TIN").title == "Rye tin"


def test_that_the_chips_show_skus_without_a_cost_and_bundles(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "skus")
    page.section.chips.choose("uncosted")
    assert [row.code for row in page.section.table.shown_rows()] == ["TIN"]
    page.section.chips.choose("bundles")
    assert [(row.code, row.cost) for row in page.section.table.shown_rows()] == [("BOX", Money(700, "USD"))]


def test_that_a_cost_typed_at_a_sku_shows_the_months_it_moves_before_it_is_saved(qtbot: QtBot, small: Brand) -> None:
    before = cm1(small)
    page = opened(qtbot, small, "skus")
    put_cursor(page.section, "Landed cost", lambda row: row.code == "TIN")
    type_into(page.section.table, "2.50")
    qtbot.waitUntil(lambda: page.section.KEY == "costs" and page.costs.panel is not None)
    panel = page.costs.panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.sentence.text() == "March 2026: CM1 −2.50 USD")
    assert cm1(small) == before
    QTest.keyClick(form(page).save_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: sku(small, "TIN").cost == Money(250, "USD"))
    assert cm1(small) == before - 250
    small.ledger.undo()
    assert cm1(small) == before
    small.ledger.redo()
    assert cm1(small) == before - 250


def test_that_an_imported_cost_is_overruled_by_what_is_typed_in_its_cell(qtbot: QtBot, small: Brand) -> None:
    before = cm1(small)
    page = opened(qtbot, small, "costs")
    put_cursor(page.section, "Landed cost", lambda row: row.sku == "TEA")
    type_into(page.section.table, "3.10")
    qtbot.waitUntil(lambda: page.costs.panel is not None)
    panel = page.costs.panel
    assert panel is not None
    # Six units of tea and one in the bundle.
    qtbot.waitUntil(lambda: panel.sentence.text() == "March to April 2026: CM1 −0.70 USD")
    QTest.keyClick(form(page).save_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: cm1(small) == before - 70)
    tea = [row for row in asked(small, costs) if row.sku == "TEA"]
    assert [(row.cost.minor, row.file, row.state) for row in tea] == [
        (310, "", "newest"),
        (300, "costs.csv", "overruled"),
    ]


def test_that_what_is_no_amount_is_refused_in_its_place(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "costs")
    put_cursor(page.section, "Landed cost", lambda row: row.sku == "TEA")
    type_into(page.section.table, "cheap")
    qtbot.waitUntil(page.notice.isVisible)
    assert "“cheap” is not a landed cost in USD. Nothing was changed." in page.notice.sentence()
    assert len(asked(small, costs)) == 2


def test_that_a_new_cost_needs_a_sku_of_the_catalogue(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "costs")
    press(page, "Add cost")
    fill(page, "sku", "COAL")
    fill(page, "amount", "1")
    QTest.keyClick(form(page).editor("amount"), Qt.Key.Key_Return)
    assert form(page).error("sku") == "There is no SKU “COAL” in the catalogue."
    fill(page, "sku", "HONEY")
    fill(page, "note", "New jar")
    QTest.keyClick(form(page).editor("note"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(asked(small, costs)) == 3)
    made = next(row for row in asked(small, costs) if row.note == "New jar")
    assert (made.sku, made.cost, made.typed) == ("HONEY", Money(100, "USD"), True)


def test_that_a_typed_cost_is_removed_after_its_effect_was_said(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "costs")
    before = cm1(small)
    page.propose_cost("TIN", "2.50")
    QTest.keyClick(form(page).save_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(row.sku == "TIN" for row in page.section.table.shown_rows()))
    put_cursor(page.section, "SKU", lambda row: row.sku == "TIN")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Return)
    press(page, "Remove cost")
    qtbot.waitUntil(lambda: bool(page.findChildren(Sheet)))
    sheet = page.findChildren(Sheet)[0]
    assert "March 2026: CM1 +2.50 USD" in sheet.words.text()
    press(sheet, "Remove cost")
    qtbot.waitUntil(lambda: all(row.sku != "TIN" for row in asked(small, costs)))
    assert cm1(small) == before


def test_that_listings_without_a_sku_come_first_and_are_linked_by_keyboard(qtbot: QtBot, small: Brand) -> None:
    before = cm1(small)
    page = opened(qtbot, small, "listings")
    assert page.section.table.shown_rows()[0].title == "Honey in a jar"
    put_cursor(page.section, "Listing", lambda row: not row.sku)
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Return)
    QApplication.processEvents()
    find = next(one for one in page.inspector.findChildren(QLineEdit) if one.isVisible())
    QTest.keyClicks(find, "hon")
    qtbot.waitUntil(lambda: small_list(page) == ["HONEY"])
    QTest.keyClick(find, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: all(row.sku for row in asked(small, listings)))
    assert cm1(small) == before - 3 * 200
    small.ledger.undo()
    assert cm1(small) == before


def small_list(page: CatalogPage) -> list[str]:
    """Give the SKUs that the chooser offers."""
    chooser = page.inspector.findChildren(Table)[-1]
    return [code for code, _ in chooser.shown_rows()]


def test_that_a_link_is_taken_away(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "listings")
    put_cursor(page.section, "Listing", lambda row: row.sku == "TEA")
    QTest.keyClick(page.section.table.grid, Qt.Key.Key_Space)
    press(page, "Take the link away")
    qtbot.waitUntil(lambda: "TEA" not in [row.sku for row in asked(small, listings)])


def test_that_a_bundle_gets_another_component_and_other_quantities(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "bundles")
    put_cursor(page.section, "Quantity", lambda row: row.sku == "HONEY")
    type_into(page.section.table, "3")
    qtbot.waitUntil(lambda: sku(small, "BOX").cost == Money(900, "USD"))
    press(page, "Add component")
    fill(page, "sku", "TIN")
    QTest.keyClick(form(page).editor("sku"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [(row.sku, row.quantity) for row in asked(small, components)][-1] == ("TIN", 1))
    assert sku(small, "BOX").cost is None
    qtbot.waitUntil(lambda: page.section.table.model.rowCount() == 3)
    put_cursor(page.section, "Quantity", lambda row: row.sku == "TIN")
    type_into(page.section.table, "0")
    qtbot.waitUntil(lambda: len(asked(small, components)) == 2)


@pytest.mark.parametrize("typed", ["1.5", "-1", "many"])
def test_that_a_quantity_is_whole_units(qtbot: QtBot, small: Brand, typed: str) -> None:
    page = opened(qtbot, small, "bundles")
    put_cursor(page.section, "Quantity", lambda row: row.sku == "HONEY")
    type_into(page.section.table, typed)
    qtbot.waitUntil(page.notice.isVisible)
    assert f"“{typed}” is not a quantity" in page.notice.sentence()
    assert [row.quantity for row in asked(small, components)] == [2, 1]


def test_that_an_amount_typed_for_a_cost_that_was_undone_stays_in_its_form_and_is_saved_after_redo(
    qtbot: QtBot, small: Brand
) -> None:
    page = opened(qtbot, small, "costs")
    set_cost(small.ledger, sku="TIN", valid_from=date(2026, 3, 1), amount=Money(100, "USD"))
    page.section.refresh()
    qtbot.waitUntil(lambda: "TIN" in [row.sku for row in page.section.table.shown_rows()])
    put_cursor(page.section, "Landed cost", lambda row: row.sku == "TIN")
    type_into(page.section.table, "1.50")
    qtbot.waitUntil(page.inspector.isVisible)
    small.ledger.undo()
    press(page, "Save cost")
    qtbot.waitUntil(page.notice.isVisible)
    assert "it was undone or removed meanwhile. Nothing was changed." in page.notice.sentence()
    line = form(page).editor("amount")
    assert isinstance(line, QLineEdit)
    assert line.text() == "1.50"
    small.ledger.redo()
    press(page, "Save cost")
    qtbot.waitUntil(lambda: Money(150, "USD") in [row.cost for row in asked(small, costs)])
    qtbot.waitUntil(lambda: not page.inspector.isVisible())
    assert not page.notice.isVisible()


def test_that_enter_pressed_twice_adds_one_cost(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "costs")
    press(page, "Add cost")
    fill(page, "sku", "TIN")
    fill(page, "amount", "1.50")
    before = len(asked(small, costs))
    line = form(page).editor("amount")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not page.inspector.isVisible())
    qtbot.waitUntil(lambda: not page.runner.jobs)
    assert len(asked(small, costs)) == before + 1


def test_that_a_cost_of_nothing_is_told_from_a_missing_one(qtbot: QtBot, small: Brand) -> None:
    set_cost(small.ledger, sku="TIN", valid_from=date(2026, 3, 1), amount=Money(0, "USD"))
    page = opened(qtbot, small, "costs")
    assert "0.00" in written(page.section.table, "Landed cost")
    page.show_this("skus")
    qtbot.waitUntil(lambda: "0.00" in written(page.section.table, "Landed cost"))
    assert page.section.gaps is not None
    assert "TIN" not in page.section.gaps.missing_cost.skus


def test_that_control_f_filters_the_section_in_view(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "skus")
    page.focus_search()
    assert page.field.hasFocus()
    QTest.keyClicks(page.field, "tin")
    qtbot.waitUntil(lambda: [row.code for row in page.section.table.shown_rows()] == ["TIN"])
    page.show_this("channels")
    assert page.field.text() == ""


def test_that_another_page_may_ask_for_a_section_and_for_a_record(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.show_this(("skus", "TIN"))
    qtbot.waitUntil(lambda: [row.code for row in page.section.table.shown_rows()] == ["TIN"])
    page.show_this("rates")
    assert page.section.KEY == "rates"
