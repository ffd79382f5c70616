"""The rules of the page: a draft is started, edited, ordered, compared and published; what is wrong is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from app.actions.rules import add_rule, publish, start_draft
from app.queries.allocation import Book, book, draft_book
from app.queries.catalog import channels
from app.queries.rules_board import Standing
from models.domain.allocation.rules import KINDS, Cap, ContractHold, GuaranteedMinimum, NeverBelow, Share
from models.domain.rules import InvalidRule, Kind, Rule, Scope, form_of
from tests.make import today
from tests.views.allocation.acting import done, fill, opened, press, said, settled
from tests.views.brand import Brand
from views.allocation.page import AllocationPage
from views.common.field_editors import TickList, WordsEdit
from views.common.form import Form
from views.common.form_field import Value
from views.common.rule_form import fields_of, typed_rule, values_of

SHOP = Scope(("TEA",), channels=("Shop",))


def draft(brand: Brand) -> Book:
    """Read the draft."""
    with brand.ledger.read() as session:
        found = draft_book(session)
    assert found is not None
    return found


def form_in(page: AllocationPage) -> Form:
    """Give the form that is seen in the inspector."""
    QApplication.processEvents()
    return next(one for one in page.inspector.findChildren(Form) if one.isVisible())


def choose(page: AllocationPage, title: str, words: str) -> None:
    """Choose from the list with a title."""
    QApplication.processEvents()
    boxes = [one for one in page.inspector.findChildren(QComboBox) if one.isVisible()]
    box = next(one for one in boxes if one.accessibleName() == title)
    box.setCurrentText(words)


def tick(page: AllocationPage, *channels: str) -> TickList:
    """Tick channels in the form that is seen, by keyboard."""
    ticks = form_in(page).editor("channels")
    assert isinstance(ticks, TickList)
    QTest.keyClick(ticks, Qt.Key.Key_Home)
    for row in range(ticks.count()):
        if ticks.item(row).text() in channels:
            QTest.keyClick(ticks, Qt.Key.Key_Space)
        QTest.keyClick(ticks, Qt.Key.Key_Down)
    return ticks


def add_cap(qtbot: QtBot, brand: Brand, page: AllocationPage) -> None:
    """Add a cap of 10 for the tea of the shop to the draft."""
    press(page, "Add a rule")
    choose(page, "Kind of rule", "Cap")
    last = fill(form_in(page), units="10", skus="TEA")
    tick(page, "Shop")
    QTest.keyClick(last, Qt.Key.Key_Return)
    done(qtbot, brand, page, "Add rule: At most 10 units")


def test_that_a_draft_is_started_edited_compared_and_published(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short, "rules")
    assert page.sentence.sentence() == "**Preset Standard (no rules are published yet)**."
    press(page, "Start a draft")
    done(qtbot, short, page, "Start a draft")
    before = {row.sku: row for row in page.plan.grid.table.shown_rows()}["TEA"].units["Shop"].all
    add_cap(qtbot, short, page)
    assert page.sentence.sentence().startswith("**Draft** of 1 rule, beside preset Standard")
    lines = page.rules.effect.text().split("\n")
    moved = before - 10
    assert lines[0].startswith(f"At 100 % of today's supply: Fair +{moved}, Shop −{moved}; expected contribution −")
    assert lines[0].endswith(" USD")
    assert [one.split(" of ")[0] for one in lines] == ["At 100 %", "At 50 %", "At 25 %"]
    press(page, "Publish rules")
    form = form_in(page)
    QTest.keyClick(fill(form, name="Autumn"), Qt.Key.Key_Return)
    assert form.error("reason") == "Reason is needed."
    QTest.keyClick(fill(form, reason="the fair sells faster"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Publish the allocation rules as “Autumn”")
    assert page.sentence.sentence() == "**Version 1, Autumn** with 1 rule."
    with short.ledger.read() as session:
        assert draft_book(session) is None
    page.show_this("plan")
    settled(qtbot, page)
    assert {row.sku: row for row in page.plan.grid.table.shown_rows()}["TEA"].units["Shop"].all == 10


def test_that_a_rule_is_edited_in_place_by_keyboard(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    add_rule(short.ledger, what=Share(Fraction(7, 3)), scope=SHOP, first=date(2026, 1, 1), note="trial")
    number = draft(short).rules[0].number
    page = opened(qtbot, short, "rules")
    page.rules.table.setFocus()
    page.rules.table.go_to_key(number)
    QTest.keyClick(page.rules.table.grid, Qt.Key.Key_Return)
    form = form_in(page)
    assert form.editor("weight").hasFocus() or not page.isActiveWindow()
    QTest.keyClick(fill(form, note="for good"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Edit rule: Weight 2.33")
    assert draft(short).rules == (Rule(number, Share(Fraction(7, 3)), SHOP, date(2026, 1, 1), None, "for good", 1),)
    assert not page.inspector.isVisible()
    QTest.keyClick(page.rules.table.grid, Qt.Key.Key_Return)
    QTest.keyClick(fill(form_in(page), weight="5"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Edit rule: Weight 5")
    short.ledger.undo()
    assert draft(short).rules[0].what == Share(Fraction(7, 3))


def test_that_a_rule_for_several_skus_and_channels_is_typed_and_edited(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "rules")
    press(page, "Add a rule")
    choose(page, "Kind of rule", "Cap")
    fill(form_in(page), units="10", skus="TEA, CUP")
    QTest.keyClick(tick(page, "Shop", "Fair"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Add rule: At most 10 units")
    (rule,) = draft(short).rules
    assert (rule.scope.skus, set(rule.scope.channels)) == (("TEA", "CUP"), {"Shop", "Fair"})
    assert page.rules.table.shown_rows()[0].rule.scope.words().startswith("SKUs TEA, CUP on ")
    page.rules.table.setFocus()
    page.rules.table.go_to_key(rule.number)
    QTest.keyClick(page.rules.table.grid, Qt.Key.Key_Return)
    words = form_in(page).editor("skus")
    assert isinstance(words, WordsEdit)
    assert words.text() == "TEA, CUP"
    fill(form_in(page), skus="CUP")
    QTest.keyClick(tick(page, "Fair"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Edit rule: At most 10 units")
    assert draft(short).rules[0].scope == Scope(("CUP",), channels=("Shop",))


def test_that_rules_are_ordered_and_removed_by_keyboard(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    for units in (1, 2, 3):
        add_rule(short.ledger, what=Cap(units), scope=SHOP)
    page = opened(qtbot, short, "rules")
    grid = page.rules.table.grid
    page.activateWindow()
    grid.setFocus()
    page.rules.table.go_to_key(draft(short).rules[2].number)
    page.rules.shift(-1)
    done(qtbot, short, page, "Reorder rules")
    assert [rule.what for rule in draft(short).rules] == [Cap(1), Cap(3), Cap(2)]
    assert page.rules.table.current().rule.what == Cap(3)
    keys = {action.shortcut().toString(): action for action in page.rules.table.actions()}
    assert {"Del", "Alt+Up", "Alt+Down"} <= {*keys}
    keys["Alt+Down"].trigger()
    qtbot.waitUntil(lambda: [rule.what for rule in draft(short).rules] == [Cap(1), Cap(2), Cap(3)])
    settled(qtbot, page)
    keys["Del"].trigger()
    done(qtbot, short, page, "Remove rule: At most 3 units")
    assert [rule.what for rule in draft(short).rules] == [Cap(1), Cap(2)]


def test_that_published_rules_are_read_and_not_changed(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    add_rule(short.ledger, what=Cap(10), scope=SHOP)
    publish(short.ledger, name="Autumn", reason="a test")
    page = opened(qtbot, short, "rules")
    page.rules.table.grid.setFocus()
    page.rules.table.go_to(page.rules.table.shown_rows()[0])
    QTest.keyClick(page.rules.table.grid, Qt.Key.Key_Space)
    assert "This rule is published. Start a draft to change it." in said(page.inspector)
    page.rules.remove()
    assert "Nothing was changed. Start a draft" in page.notice.sentence()
    with short.ledger.read() as session:
        assert len(book(session).rules) == 1


def test_that_assertions_hold_or_fail_in_the_draft(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    add_rule(short.ledger, what=NeverBelow(40), scope=SHOP)
    add_rule(short.ledger, what=Cap(20), scope=SHOP)
    page = opened(qtbot, short, "rules")
    rows = page.rules.table.shown_rows()
    assert [row.standing for row in rows] == [Standing.FAILS, Standing.DRAFTED]
    assert "**1 of 1 assertion fails**" in page.sentence.sentence()
    page.rules.table.grid.setFocus()
    page.rules.table.go_to(rows[0])
    QTest.keyClick(page.rules.table.grid, Qt.Key.Key_Space)
    broken = "Shop would have 20 of TEA, never below 40 is asserted (SKU TEA on Shop)."
    assert broken in said(page.inspector)
    press(page, "Publish rules")
    assert f"Stops it: {broken}" in said(page.inspector)
    QTest.keyClick(fill(form_in(page), name="Autumn", reason="a test"), Qt.Key.Key_Return)
    qtbot.waitUntil(page.notice.isVisible)
    assert "never below 40 is asserted" in page.notice.sentence()
    add_rule(short.ledger, what=GuaranteedMinimum(40), scope=SHOP)
    page.rules.table.go_to(rows[1])
    page.rules.table.grid.setFocus()
    QTest.keyClick(page.rules.table.grid, Qt.Key.Key_Return)
    QTest.keyClick(fill(form_in(page), units="60"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Edit rule: At most 60")
    assert page.rules.table.shown_rows()[0].standing is Standing.HOLDS
    assert page.sentence.sentence().endswith("; its assertion holds.")


def test_that_versions_are_read_restored_and_a_draft_discarded(qtbot: QtBot, short: Brand) -> None:
    for name, units in (("One", 10), ("Two", 20)):
        start_draft(short.ledger)
        add_rule(short.ledger, what=Cap(units), scope=SHOP)
        publish(short.ledger, name=name, reason=f"because {name}")
    page = opened(qtbot, short, "versions")
    assert page.sentence.sentence() == "2 versions; **version 2, Two** is in force."
    table = page.versions.table
    assert [row.title for row in table.shown_rows()] == ["version 2, Two", "version 1, One"]
    table.grid.setFocus()
    table.go_to(table.shown_rows()[1])
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    settled(qtbot, page)
    lines = said(page.inspector)
    assert lines[:2] == ["Version 1, One", "because One"]
    assert "At most 10 units for SKU TEA on Shop" in lines
    assert any(one.startswith("Ladder Standard: promised orders by earliest due date") for one in lines)
    press(page, "Restore as a draft")
    done(qtbot, short, page, "Restore version 1, One of the allocation rules as a draft")
    assert [rule.what for rule in draft(short).rules] == [Cap(10)]
    table.go_to(table.shown_rows()[1])
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    settled(qtbot, page)
    assert any(one.startswith("There is a draft;") for one in said(page.inspector))
    table.go_to(table.shown_rows()[0])
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    settled(qtbot, page)
    press(page, "Discard the draft")
    done(qtbot, short, page, "Discard the draft")
    with short.ledger.read() as session:
        assert draft_book(session) is None


def test_that_the_effect_of_a_draft_is_listed_with_contribution_and_its_curve(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    add_rule(short.ledger, what=Cap(10), scope=SHOP)
    page = opened(qtbot, short, "effect")
    table = page.effect.table
    rows = table.shown_rows()
    assert {row.percent for row in rows} == {100}
    # A unit is worth 20.00 in the shop and 10.00 at the fair, as far as it is expected to sell.
    each = {row.channel: row.contribution.minor / row.gain for row in rows}
    assert 0 < each["Shop"] < 2000
    assert 0 <= each["Fair"] < 1000
    assert page.sentence.sentence().startswith("At 100 % of today's supply: Fair +")
    page.effect.chips.choose("50")
    assert {row.percent for row in table.shown_rows()} == {50}
    table.grid.setFocus()
    table.go_to(table.shown_rows()[0])
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    settled(qtbot, page)
    assert page.effect.curve is not None
    assert page.effect.curve.data is not None
    by_name = {one.name: one.points[-1].y for one in page.effect.curve.data.series}
    assert by_name["Shop"] == 10
    with short.ledger.read() as session:
        colours = {one.name: one.colour for one in channels(session)}
    assert {one.name: one.colour for one in page.effect.curve.data.series} == colours


def test_that_an_unknown_sku_is_told_below_its_field_as_it_is_typed(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "rules")
    press(page, "Add a rule")
    form = form_in(page)
    last = fill(form, skus="TEA, GHOST, NONE")
    assert form.error("skus") == "There is no SKU “GHOST” or “NONE” in the catalogue."
    QTest.keyClick(last, Qt.Key.Key_Return)
    qtbot.wait(50)
    assert draft(short).rules == ()
    fill(form, skus="TEA, CUP")
    assert form.error("skus") == ""


def test_that_a_category_or_brand_of_no_sku_is_told_below_its_field(qtbot: QtBot, short: Brand) -> None:
    start_draft(short.ledger)
    page = opened(qtbot, short, "rules")
    press(page, "Add a rule")
    form = form_in(page)
    fill(form, category="Hats", brand="Nobody's")
    assert form.error("category") == "No SKU of the catalogue is in a category “Hats”."
    assert form.error("brand") == "No SKU of the catalogue is of a brand “Nobody's”."
    fill(form, category=" ", brand=" ")
    assert (form.error("category"), form.error("brand")) == ("", "")


def test_that_every_kind_of_rule_has_a_form_of_its_fields() -> None:
    for kind in KINDS:
        names = [field.name for field in fields_of(kind, ["Shop"], currency="USD")]
        assert names[: len(form_of(kind))] == [one.name for one in form_of(kind)]
        assert not {*kind.FORBIDS} & {*names}
    channel = next(field for field in fields_of(ContractHold, ["Shop"], currency="USD") if field.name == "channels")
    assert channel.choices == (("Shop", "Shop"),)
    assert channel.required


def test_that_what_is_typed_is_read_as_a_rule() -> None:
    rest: dict[str, Value] = {
        "skus": ("TEA", "CUP"),
        "category": "",
        "brand": "",
        "channels": ("Shop", "Fair"),
        "first": None,
        "last": today(),
        "note": "",
    }
    made = typed_rule(Share, {"weight": Decimal("2.5"), **rest})
    assert (made.what, made.last) == (Share(Fraction(5, 2)), today())
    assert made.scope == Scope(("TEA", "CUP"), channels=("Shop", "Fair"))
    assert made.scope.words() == "SKUs TEA, CUP on Shop and Fair"
    with pytest.raises(InvalidRule, match="Until is before From"):
        typed_rule(Share, {"weight": Decimal(1), **rest, "first": date(2200, 1, 1)})


def test_that_a_form_left_alone_gives_the_same_rule() -> None:
    rule: Rule[Kind] = Rule(1, Share(Fraction(7, 3)), SHOP, date(2026, 1, 1), date(2026, 2, 1), "why")
    made = typed_rule(Share, values_of(rule), rule.what)
    assert (made.what, made.scope, made.first, made.last, made.note) == (
        rule.what,
        rule.scope,
        rule.first,
        rule.last,
        rule.note,
    )
