"""What was typed into a form of the inspector and not saved: it stays, or is put aside and comes back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from tests.views.stock.test_stock_tabs import (
    coming,
    day,
    enter,
    fill,
    forms,
    inspect,
    opened,
    press,
    said,
    saved,
    with_lines,
)
from views.common.focus import has_focus_within
from views.common.form import Form
from views.common.parts import Button
from views.stock.page import StockPage

SAID = "What was typed for “New line” was not saved."


@pytest.fixture
def page(qtbot: QtBot, small: Brand) -> StockPage:
    """Give the purchase orders with half a new line typed."""
    made = opened(qtbot, with_lines(small), "inbound")
    press(made, "Add line")
    (form,) = forms(made)
    fill(form, "reference", "PO-30")
    fill(form, "quantity", "12")
    return made


def typed(form: Form) -> tuple[str, ...]:
    """Give what stands in two fields of the form."""
    lines = [form.editor(name) for name in ("reference", "quantity")]
    return tuple(line.text() for line in lines if isinstance(line, QLineEdit))


def test_that_a_form_stays_while_the_cursor_moves_in_the_table(page: StockPage) -> None:
    grid = page.section.table.grid
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Down)
    QTest.keyClick(grid, Qt.Key.Key_Down)
    (form,) = forms(page)
    assert typed(form) == ("PO-30", "12")
    assert not page.notice.isVisible()


def test_that_a_form_that_makes_room_for_a_row_can_be_brought_back(qtbot: QtBot, small: Brand, page: StockPage) -> None:
    inspect(page, 0)
    assert "PO-11 of TEA" in said(page.inspector)
    assert page.notice.sentence() == SAID
    press(page.notice, "Bring it back")
    (form,) = forms(page)
    assert typed(form) == ("PO-30", "12")
    assert has_focus_within(form)
    assert "New line" in said(page.inspector)
    assert not page.notice.isVisible()
    fill(form, "sku", "TEA")
    enter(form, "quantity")
    qtbot.waitUntil(lambda: any(row.reference == "PO-30" for row in coming(small)))
    qtbot.waitUntil(lambda: not page.inspector.isVisible())


def test_that_a_form_is_brought_back_from_another_tab(page: StockPage) -> None:
    page.segments.choose("commitments")
    assert page.section.KEY == "commitments"
    assert page.notice.sentence() == SAID
    press(page.notice, "Bring it back")
    assert page.section.KEY == "inbound"
    (form,) = forms(page)
    assert typed(form) == ("PO-30", "12")


def test_that_nothing_is_said_of_a_form_that_was_left_or_saved(qtbot: QtBot, small: Brand, page: StockPage) -> None:
    (form,) = forms(page)
    QTest.keyClick(form.editor("quantity"), Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()
    inspect(page, 1)
    assert not page.notice.isVisible()
    receive, _edit = forms(page)
    fill(receive, "units", "10")
    enter(receive, "units")
    saved(qtbot, small, page, "Receive 10 × TIN of PO-12")
    inspect(page, 0)
    page.segments.choose("commitments")
    assert not page.notice.isVisible()


def test_that_a_form_that_was_refused_is_still_not_saved(qtbot: QtBot, page: StockPage) -> None:
    (form,) = forms(page)
    fill(form, "sku", "TEA")
    fill(form, "ordered", day(9).isoformat())
    enter(form, "quantity")
    qtbot.waitUntil(page.notice.isVisible)
    assert "Nothing was added" in page.notice.sentence()
    inspect(page, 1)
    assert page.notice.sentence() == SAID


def test_that_each_tab_keeps_the_form_that_was_left_in_it(qtbot: QtBot, page: StockPage) -> None:
    page.segments.choose("commitments")
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more
    press(page, "Add line")
    (order,) = forms(page)
    fill(order, "quantity", "7")
    page.segments.choose("levels")
    assert page.notice.sentence() == SAID  # of the order line, which has the same heading
    page.segments.choose("inbound")
    assert page.notice.sentence() == SAID
    press(page.notice, "Bring it back")
    (form,) = forms(page)
    assert typed(form) == ("PO-30", "12")
    page.segments.choose("commitments")
    press(page.notice, "Bring it back")
    (order,) = forms(page)
    line = order.editor("quantity")
    assert isinstance(line, QLineEdit)
    assert line.text() == "7"


def test_that_a_form_is_offered_again_with_its_page_until_the_message_is_closed(page: StockPage) -> None:
    inspect(page, 0)
    page.notice.hide()  # as another message that came in between and went
    page.hide()
    page.show()
    assert page.notice.sentence() == SAID
    assert page.notice.isVisible()
    close = next(one for one in page.notice.findChildren(Button) if one.accessibleName() == "Close this message")
    QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    page.segments.choose("commitments")
    page.segments.choose("inbound")
    assert not page.notice.isVisible()
