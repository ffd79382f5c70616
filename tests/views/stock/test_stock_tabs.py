"""The tabs of the Stock page: purchase orders, promises and places, by keyboard and mouse, down to the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.queries.commitments import commitments
from app.queries.inbound import InboundRow, inbound
from app.queries.places import places
from tests.make import import_text, today
from tests.views.brand import Brand
from views.common.day_edit import DayEdit
from views.common.form import Form
from views.stock.page import StockPage


def day(days: int) -> date:
    """Give the day so many days from today."""
    return today() + timedelta(days=days)


def with_lines(brand: Brand) -> Brand:
    """Import purchase orders, one of them late, and promised orders, one of them overdue."""
    orders = [
        "reference,sku,quantity,expected,location,received",
        f"PO-11,TEA,480,{day(-10)},Barn,0",
        f"PO-12,TIN,100,{day(10)},Barn,40",
        f"PO-13,TIN,100,{day(20)},Barn,100",
    ]
    promised = [
        "channel,reference,sku,quantity,ship_by,ship_from,shipped,fill",
        f"Fair,SO-1,TEA,96,{day(-1)},{day(-9)},0,full",
        f"Fair,SO-2,TIN,40,{day(30)},{day(20)},10,",
    ]
    import_text(brand.ledger, "inbound.csv", "\n".join(orders) + "\n")
    import_text(brand.ledger, "commitments.csv", "\n".join(promised) + "\n")
    return brand


def opened(qtbot: QtBot, brand: Brand, key: str) -> StockPage:
    """Open the page at a tab and wait for its rows."""
    page = StockPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    page.show_this(key)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: StockPage) -> None:
    """Wait until nothing is asked any more."""
    qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more


def saved(qtbot: QtBot, brand: Brand, page: StockPage, label: str) -> None:
    """Wait until a change of this name is in the ledger, its form is closed and the rows are read again."""
    qtbot.waitUntil(lambda: brand.ledger.undo_label() == label and not page.inspector.isVisible())
    QApplication.processEvents()
    settled(qtbot, page)


def inspect(page: StockPage, row: int) -> None:
    """Open the inspector on a row by the keyboard."""
    table = page.section.table
    table.grid.setFocus()
    table.grid.go_to(table.model.index(row, 0))
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    QApplication.processEvents()


def forms(page: StockPage) -> list[Form]:
    """Give the forms in the inspector, from above."""
    QApplication.processEvents()
    return [one for one in page.inspector.findChildren(Form) if one.isVisible()]


def fill(form: Form, name: str, words: str) -> None:
    """Type into a field."""
    line = form.editor(name)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, words)


def choose(form: Form, name: str, words: str) -> None:
    """Choose an entry of a list."""
    box = form.editor(name)
    assert isinstance(box, QComboBox)
    box.setCurrentText(words)


def enter(form: Form, name: str) -> None:
    """Save with Enter in a field."""
    QTest.keyClick(form.editor(name), Qt.Key.Key_Return)


def press(inside: QWidget, words: str) -> None:
    """Press the button with these words."""
    QApplication.processEvents()
    next(one for one in inside.findChildren(QPushButton) if one.text() == words and one.isVisible()).click()


def said(inside: QWidget) -> list[str]:
    """Give what is written on screen."""
    QApplication.processEvents()
    return [label.text() for label in inside.findChildren(QLabel) if label.isVisible()]


def asked(brand: Brand, query: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - the answer of any query
    """Ask the ledger."""
    with brand.ledger.read() as session:
        return query(session)


def coming(brand: Brand) -> list[InboundRow]:
    """Read the lines of purchase orders."""
    found: list[InboundRow] = asked(brand, lambda session: inbound(session, today=today()))
    return found


def test_that_the_sentence_names_the_purchase_order_that_is_late(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, with_lines(small), "inbound")
    expected = small.desk.text.day(day(-10))
    assert page.sentence.sentence() == (
        f"2 purchase orders on their way, **1 late: PO-11 of 480 units was expected on {expected}**."
    )
    assert [row.reference for row in page.section.table.shown_rows()] == ["PO-11", "PO-12", "PO-13"]
    page.section.chips.choose("late")
    assert [row.reference for row in page.section.table.shown_rows()] == ["PO-11"]
    page.section.chips.choose("done")
    assert [row.reference for row in page.section.table.shown_rows()] == ["PO-13"]


def test_that_units_are_received_by_keyboard_and_undone_by_name(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, with_lines(small), "inbound")
    inspect(page, 0)
    assert any("10 days late" in words for words in said(page.inspector))
    receive, _edit = forms(page)
    fill(receive, "units", "200")
    on = receive.editor("day")
    assert isinstance(on, DayEdit)
    on.put(date(2026, 11, 20))  # the clock of the tests stands in November 2026
    enter(receive, "units")
    saved(qtbot, small, page, "Receive 200 × TEA of PO-11")
    qtbot.waitUntil(lambda: [row.coming for row in page.section.table.shown_rows()][:1] == [280])
    assert not page.inspector.isVisible()
    assert page.section.table.shown_rows()[0].source == "typed, overrules inbound.csv, row 2"
    small.ledger.undo()
    assert coming(small)[0].coming == 480


def test_that_a_line_is_typed_with_one_hand_on_the_keyboard(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "inbound")
    assert "Nothing is on its way yet" in said(page.section)
    press(page.section, "Add line")
    (form,) = forms(page)
    fill(form, "reference", "PO-20")
    fill(form, "sku", "NOTHING")
    assert form.error("sku") == "There is no SKU “NOTHING” in the catalogue."
    fill(form, "sku", "TEA")
    fill(form, "quantity", "1,200")
    fill(form, "ordered", "soon")
    assert "is not a day" in form.error("ordered")
    fill(form, "ordered", day(-40).isoformat())
    enter(form, "quantity")
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == 1)
    (row,) = coming(small)
    assert (row.reference, row.quantity, row.expected, row.ordered) == ("PO-20", 1200, day(0), day(-40))


def test_that_a_refused_line_says_why_and_the_form_stays(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "inbound")
    press(page, "Add line")
    (form,) = forms(page)
    for name, words in (("reference", "PO-20"), ("sku", "TEA"), ("quantity", "5"), ("ordered", day(9).isoformat())):
        fill(form, name, words)
    enter(form, "quantity")
    qtbot.waitUntil(page.notice.isVisible)
    assert "before it was ordered" in page.notice.sentence()
    assert "Nothing was added" in page.notice.sentence()
    assert page.inspector.isVisible()
    assert coming(small) == []


def test_that_a_typed_line_is_edited_cancelled_and_removed(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, with_lines(small), "inbound")
    inspect(page, 1)
    _receive, edit = forms(page)
    fill(edit, "quantity", "90")
    enter(edit, "quantity")
    saved(qtbot, small, page, "Edit PO-12 of TIN")
    typed = next(row for row in coming(small) if row.typed)
    assert (typed.quantity, typed.received, typed.coming) == (90, 40, 50)
    page.section.table.go_to_key(typed.id)
    page.section.explain(typed)
    press(page.inspector, "Cancel what is to come")
    saved(qtbot, small, page, "Cancel PO-12 of TIN")
    page.section.explain(next(row for row in coming(small) if row.typed))
    press(page.inspector, "Remove line")
    saved(qtbot, small, page, "Remove PO-12 of TIN")
    assert [row.coming for row in coming(small) if row.reference == "PO-12"] == [60]


def test_that_the_row_of_the_file_is_one_button_away_and_back(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, with_lines(small), "inbound")
    inspect(page, 0)
    press(page.inspector, "Show the row of the file")
    qtbot.waitUntil(lambda: "Row 2" in said(page.inspector))
    assert "480" in said(page.inspector)
    press(page.inspector, "Back to PO-11")
    assert "PO-11 of TEA" in said(page.inspector)


def test_that_an_overruled_line_says_so_and_has_no_form(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, with_lines(small), "inbound")
    inspect(page, 1)
    press(page.inspector, "Cancel what is to come")
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == 4)
    page.section.explain(next(row for row in coming(small) if row.state == "overruled"))
    assert forms(page) == []
    assert any("typed line overrules" in words for words in said(page.inspector))


def test_that_a_promise_is_shipped_whole_or_in_part_as_its_fill_says(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, with_lines(small), "commitments")
    last = small.desk.text.day(day(-1))
    assert page.sentence.sentence() == (
        f"126 units promised in 2 orders, **1 overdue: SO-1 of 96 units was to ship by {last}**."
    )
    inspect(page, 0)
    ship, _edit = forms(page)
    fill(ship, "units", "50")
    enter(ship, "units")
    qtbot.waitUntil(page.notice.isVisible)
    assert "whole or not at all" in page.notice.sentence()
    page.notice.hide()
    fill(ship, "units", "96")
    enter(ship, "units")
    saved(qtbot, small, page, "Ship 96 × TEA of SO-1")
    qtbot.waitUntil(lambda: "30 units promised in 1 order; the next, SO-2" in page.sentence.sentence())


def test_that_a_promise_is_typed_for_a_channel_edited_and_removed(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "commitments")
    assert "Nothing is promised yet" in said(page.section)
    press(page.section, "Add line")
    (form,) = forms(page)
    choose(form, "channel", "Fair")
    for name, words in (("reference", "SO-9"), ("sku", "TEA"), ("quantity", "24"), ("ship_by", day(5).isoformat())):
        fill(form, name, words)
    choose(form, "fill", "whole or not at all")
    enter(form, "quantity")
    qtbot.waitUntil(lambda: len(page.section.table.shown_rows()) == 1)
    (row,) = asked(small, lambda session: commitments(session, today=today()))
    assert (row.channel, row.quantity, row.ship_from, row.ship_by, row.fill) == ("Fair", 24, None, day(5), "full")
    inspect(page, 0)
    _ship, edit = forms(page)
    choose(edit, "channel", "Shop")
    enter(edit, "quantity")
    saved(qtbot, small, page, "Edit SO-9 of TEA")
    (row,) = asked(small, lambda session: commitments(session, today=today()))
    assert row.channel == "Shop"
    page.section.explain(row)
    press(page.inspector, "Remove line")
    qtbot.waitUntil(lambda: asked(small, lambda session: commitments(session, today=today())) == [])


def test_that_a_ledger_without_a_channel_says_where_to_add_one(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, "commitments")
    press(page.section, "Add line")
    assert "Add one in the Catalogue" in page.notice.sentence()


def test_that_a_place_is_given_to_one_channel_and_undone(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small, "places")
    assert page.sentence.sentence() == "2 places; every channel draws on all of them."
    inspect(page, 0)
    form = forms(page)[0]
    choose(form, "kind", "3PL")
    choose(form, "holds", "stock of Fair alone")
    form.save()
    saved(qtbot, small, page, "Edit place Barn")
    qtbot.waitUntil(lambda: "Barn holds stock of Fair" in page.sentence.sentence())
    small.ledger.undo()
    assert [place.holds for place in asked(small, places)] == ["stock of every channel"] * 2


def test_that_every_tab_says_what_fills_it_and_the_filter_is_its_own(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, "levels")
    for key, title in (
        ("levels", "No stock report was imported yet"),
        ("inbound", "Nothing is on its way yet"),
        ("commitments", "Nothing is promised yet"),
        ("places", "No place yet"),
    ):
        page.show_this(key)
        settled(qtbot, page)
        assert title in said(page.section)
        assert page.field.placeholderText() == page.section.HINT
        assert page.sentence.sentence() == ""


def test_that_a_tab_a_line_or_a_sku_is_shown_from_elsewhere(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, with_lines(small), "levels")
    page.show_this(("inbound", "PO-12"))
    settled(qtbot, page)
    qtbot.waitUntil(lambda: [row.reference for row in page.section.table.shown_rows()] == ["PO-12"])
    page.show_this("TEA")
    settled(qtbot, page)
    qtbot.waitUntil(lambda: [row.sku for row in page.section.table.shown_rows()] == ["TEA"])
    assert page.segments.current() == "levels"
