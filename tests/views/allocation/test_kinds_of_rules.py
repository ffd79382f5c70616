"""Another kind chosen in a rule half typed: what both have stays, what the former alone has comes back with it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.actions.rules import add_rule, start_draft
from app.queries.allocation import draft_book
from models.domain.allocation.rules import GuaranteedMinimum
from models.domain.rules import Kind, Rule, Scope
from tests.views.allocation.acting import done, fill, opened, press, settled
from tests.views.brand import Brand
from views.allocation.page import AllocationPage
from views.common.field_editors import TickList
from views.common.form import Form


@pytest.fixture
def page(qtbot: QtBot, short: Brand) -> AllocationPage:
    """Open the rules with an empty draft."""
    start_draft(short.ledger)
    return opened(qtbot, short, "rules")


def form_in(page: AllocationPage) -> Form:
    """Give the form of the rule that is being typed."""
    assert page.rules.editor is not None
    return page.rules.editor.form


def choose(page: AllocationPage, title: str) -> Form:
    """Choose a kind of rule by keyboard, and give its form."""
    assert page.rules.editor is not None
    box = page.rules.editor.kind_row.editor
    assert isinstance(box, QComboBox)
    box.setFocus()
    step = Qt.Key.Key_Down if box.findText(title) > box.currentIndex() else Qt.Key.Key_Up
    while box.currentText() != title:
        QTest.keyClick(box, step)
    return page.rules.editor.form


def written(form: Form, *names: str) -> list[str]:
    """Give what stands in lines of a form."""
    lines = [form.editor(name) for name in names]
    return [line.text() for line in lines if isinstance(line, QLineEdit)]


def clear(form: Form, name: str) -> None:
    """Delete what stands in a line of a form."""
    QTest.keyClick(form.editor(name), Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(form.editor(name), Qt.Key.Key_Delete)


def type_minimum(page: AllocationPage) -> None:
    """Type most of a guaranteed minimum, with a day that is none."""
    press(page, "Add a rule")
    form = choose(page, "Guaranteed minimum")
    fill(form, units="60", skus="TEA, CUP", first="2026-12-01", last="2026-12-32", note="Advent")
    ticks = form.editor("channels")
    assert isinstance(ticks, TickList)
    ticks.put(("Shop",))


def the_rule(brand: Brand) -> Rule[Kind]:
    """Read the one rule of the draft."""
    with brand.ledger.read() as session:
        found = draft_book(session)
    assert found is not None
    (rule,) = found.rules
    return rule


def test_that_what_both_kinds_have_stays(qtbot: QtBot, short: Brand, page: AllocationPage) -> None:
    type_minimum(page)
    form = choose(page, "Cap")
    assert written(form, "units", "skus", "first", "last", "note") == [
        "60",
        "TEA, CUP",
        "2026-12-01",
        "2026-12-32",
        "Advent",
    ]
    assert "December 2026 has 31 days" in form.error("last")
    assert form.unsaved
    last = fill(form, last="2026-12-31")
    QTest.keyClick(last, Qt.Key.Key_Return)
    done(qtbot, short, page, "Add rule: At most 60 units")
    rule = the_rule(short)
    assert rule.scope == Scope(("TEA", "CUP"), channels=("Shop",))
    assert (rule.first, rule.last, rule.note) == (date(2026, 12, 1), date(2026, 12, 31), "Advent")


def test_that_what_the_new_kind_has_not_comes_back_with_the_former(page: AllocationPage) -> None:
    type_minimum(page)
    form = choose(page, "Safety buffer of the pool")
    assert not form.has("channels")
    fill(form, skus="TEA")
    clear(form, "note")
    form = choose(page, "Share")
    assert written(form, "weight", "skus", "note") == ["", "TEA", ""]
    fill(form, weight="3")
    form = choose(page, "Guaranteed minimum")
    assert written(form, "units", "skus", "first", "note") == ["60", "TEA", "2026-12-01", ""]
    ticks = form.editor("channels")
    assert isinstance(ticks, TickList)
    assert ticks.chosen() == ("Shop",)
    assert written(choose(page, "Share"), "weight") == ["3"]


def test_that_a_figure_of_another_meaning_and_what_nobody_typed_do_not_go_along(page: AllocationPage) -> None:
    type_minimum(page)
    assert written(choose(page, "Case pack"), "units") == [""]
    fill(choose(page, "Listed quantity"), most="40")
    assert written(choose(page, "Days of cover"), "least", "most") == ["0", "0"]
    assert written(choose(page, "Listed quantity"), "percent", "most") == ["100", "40"]


def test_that_a_rule_that_stands_keeps_what_it_was_while_other_kinds_are_tried(
    qtbot: QtBot, short: Brand, page: AllocationPage
) -> None:
    add_rule(short.ledger, what=GuaranteedMinimum(60), scope=Scope(("TEA",), channels=("Shop",)), note="Advent")
    page.rules.refresh()
    settled(qtbot, page)
    page.rules.table.setFocus()
    page.rules.table.go_to_key(the_rule(short).number)
    QTest.keyClick(page.rules.table.grid, Qt.Key.Key_Return)
    form = choose(page, "Case pack")
    assert not form.unsaved
    assert written(form, "units", "skus", "note") == ["", "TEA", "Advent"]
    clear(form, "note")
    form = choose(page, "Guaranteed minimum")
    assert written(form, "units", "skus", "note") == ["60", "TEA", ""]
    QTest.keyClick(form.editor("units"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Edit rule: ")
    rule = the_rule(short)
    assert (rule.what, rule.scope, rule.note) == (GuaranteedMinimum(60), Scope(("TEA",), channels=("Shop",)), "")


def test_that_a_new_rule_begins_empty(page: AllocationPage) -> None:
    type_minimum(page)
    QTest.keyClick(form_in(page).editor("units"), Qt.Key.Key_Escape)
    press(page, "Add a rule")
    assert written(choose(page, "Guaranteed minimum"), "units", "skus", "note") == ["", "", ""]
