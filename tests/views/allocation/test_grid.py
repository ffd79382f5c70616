"""The grid: groups with sums, keys as in a spreadsheet, colours of channels, and what is counted beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from app.queries.allocation_groups import GroupBy
from app.queries.catalog import channels
from tests.make import import_text
from tests.views.allocation.acting import opened, said, settled
from tests.views.allocation.conftest import day
from tests.views.allocation.test_allocation_page import fix, go, inspect, row, units
from tests.views.brand import Brand


def test_that_skus_are_grouped_with_sums_sorted_and_shut(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    page.plan.group(GroupBy.TIER)
    table = page.plan.grid.table
    assert [one.sku for one in table.shown_rows()] == ["Amber ▾", "TEA", "Green ▾", "CUP"]
    head = table.shown_rows()[0]
    assert (head.pool, head.tier.value, head.has("Shop")) == (90, "amber", row(page).has("Shop"))
    pool = [column.title for column in table.model.columns].index("Pool")
    assert table.model.total(pool) == 130
    table.sort(0)
    assert [one.sku for one in table.shown_rows()] == ["Amber ▾", "TEA", "Green ▾", "CUP"]
    table.sort(0)
    assert [one.sku for one in table.shown_rows()] == ["Green ▾", "CUP", "Amber ▾", "TEA"]
    table.grid.setFocus()
    table.go_to(table.shown_rows()[0])
    QTest.keyClick(table.grid, Qt.Key.Key_Return)
    assert [one.sku for one in table.shown_rows()] == ["Green ▸", "Amber ▾", "TEA"]
    assert table.model.total(pool) == 130
    page.plan.edit(table.shown_rows()[0], "Shop", "3")
    assert page.plan.fixing is None
    assert "This is a sum" in page.notice.sentence()
    page.field.setText("cup")
    qtbot.waitUntil(lambda: [one.sku for one in table.shown_rows()] == ["CUP"])
    page.field.setText("")
    qtbot.waitUntil(lambda: len(table.shown_rows()) == 3)
    page.plan.group(GroupBy.CATEGORY)
    assert [one.sku for one in table.shown_rows()] == ["No category ▾", "TEA", "CUP"] or [
        one.sku for one in table.shown_rows()
    ] == ["No category ▾", "CUP", "TEA"]


def test_that_tab_goes_from_cell_to_cell_and_leaves_at_the_end_of_the_row(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    go(page, "TEA", "Fair")
    grid, titles = page.plan.grid.table.grid, [one.title for one in page.plan.grid.table.model.columns]
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    assert titles[grid.currentIndex().column()] == "Shop"
    QTest.keyClick(grid, Qt.Key.Key_Backtab)
    assert titles[grid.currentIndex().column()] == "Fair"
    page.plan.grid.place("TEA", "At stake")
    before = grid.currentIndex()
    QTest.keyClick(grid, Qt.Key.Key_Tab)
    assert grid.currentIndex() == before


def test_that_a_typed_digit_opens_the_form_and_cells_are_copied(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    go(page, "TEA", "Shop")
    QTest.keyClick(page.plan.grid.table.grid, Qt.Key.Key_7)
    editor = page.plan.grid.table.grid.findChild(QLineEdit)
    assert editor is not None
    QTest.keyClick(editor, Qt.Key.Key_Return)
    for _turn in range(3):
        QApplication.processEvents()
    assert page.plan.fixing is not None
    line = page.plan.fixing.form.editor("units")
    assert isinstance(line, QLineEdit)
    assert line.text() == "7"
    go(page, "TEA", "Shop")
    page.plan.grid.table.copy()
    assert QApplication.clipboard().text().strip() == str(units(page)["Shop"])


def test_that_fixed_numbers_are_counted_by_channel_and_filtered(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    assert not page.plan.counted.isVisible()
    fix(qtbot, short, page)
    assert page.plan.counted.text() == "Fixed by a person: Shop 1, 1 ever"
    page.plan.chips.choose("fixed")
    assert [one.sku for one in page.plan.grid.table.shown_rows()] == ["TEA"]


def test_that_channels_carry_their_colour_and_the_panel_leaves_the_grid_in_sight(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    model = page.plan.grid.table.model
    marks = {one.title: model.paints[place].mark for place, one in enumerate(model.columns)}
    with short.ledger.read() as session:
        colours = {one.name: one.colour for one in channels(session)}
    assert {name: marks[name] for name in colours} == colours
    assert marks["Pool"] == ""
    page.resize(980, 660)
    inspect(page, "TEA", "Shop")
    grid, panel = page.plan.grid.geometry(), page.inspector
    right = page.plan.grid.mapTo(page, grid.topRight()).x()
    assert right < panel.mapTo(page, panel.rect().topLeft()).x()
    at = page.plan.grid.table.grid.visualRect(page.plan.grid.table.grid.currentIndex())
    assert page.plan.grid.table.grid.viewport().rect().contains(at.center())


def test_that_units_whose_worth_no_sale_tells_are_named_in_the_tooltip_and_the_panel(
    qtbot: QtBot, short: Brand
) -> None:
    lines = f"channel,reference,sku,quantity,ship_by\nDepot,SO-1,TEA,150,{day(5)}\n"
    import_text(short.ledger, "commitments.csv", lines)
    page = opened(qtbot, short)
    grid = page.plan.grid.table.grid
    said_there = "60 unmet on Depot: at stake with nothing, since no sale tells what a unit contributes there"
    for column in ("Unmet", "At stake"):
        go(page, "TEA", column)
        assert said_there in grid.currentIndex().data(Qt.ItemDataRole.ToolTipRole)
        QTest.keyClick(grid, Qt.Key.Key_Space)
        settled(qtbot, page)
        assert f"{said_there}." in said(page.inspector)
