"""The rules beside the grid: a draft is started, edited, compared and published; what is wrong is refused in place."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.queries.allocation import Book
from app.queries.rules_board import RulesBoard, rules_board
from models.domain.allocation.rules import KINDS, ContractHold, Share
from models.domain.rules import InvalidRule, form_of
from tests.views.brand import Brand
from views.allocation.page import AllocationPage
from views.allocation.rule_form import fields_of, typed_rule
from views.common.day_edit import today
from views.common.form import Form
from views.common.form_field import Value


def opened(qtbot: QtBot, brand: Brand) -> AllocationPage:
    """Open the page at its rules."""
    page = AllocationPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    settled(qtbot, page)
    press(page, "Rules")
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: AllocationPage) -> None:
    """Wait until nothing is asked any more."""
    for _turn in range(3):
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not page._questions)  # noqa: SLF001 - nothing is asked any more


def said(page: AllocationPage) -> list[str]:
    """Give what the inspector says."""
    QApplication.processEvents()
    return [label.text() for label in page.inspector.findChildren(QLabel) if label.isVisible() and label.text()]


def press(page: AllocationPage, words: str) -> None:
    """Press the button with these words, or of this name."""
    QApplication.processEvents()
    buttons = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    next(one for one in buttons if words in {one.text(), one.accessibleName()}).click()


def done(qtbot: QtBot, brand: Brand, page: AllocationPage, begin: str) -> None:
    """Wait until the newest change of the ledger begins like this and the page has read it."""
    qtbot.waitUntil(lambda: (brand.ledger.undo_label() or "").startswith(begin))
    qtbot.wait(20)
    settled(qtbot, page)


def read(brand: Brand) -> RulesBoard:
    """Read the rules."""
    with brand.ledger.read() as session:
        return rules_board(session)


def draft(brand: Brand) -> Book:
    """Read the draft."""
    found = read(brand).draft
    assert found is not None
    return found


def fill(form: Form | None, **words: str) -> QLineEdit:
    """Type into fields; gives the last."""
    assert form is not None
    lines = []
    for name, typed in words.items():
        line = form.editor(name)
        assert isinstance(line, QLineEdit)
        line.selectAll()
        QTest.keyClicks(line, typed)
        lines.append(line)
    return lines[-1]


def add_cap(qtbot: QtBot, brand: Brand, page: AllocationPage) -> None:
    """Add a cap of 10 for the tea of the shop to the draft."""
    kinds = next(box for box in page.inspector.findChildren(QComboBox) if box.isVisible())
    kinds.setCurrentText("Cap")
    press(page, "Add a rule")
    form = page.rules.form
    assert form is not None
    last = fill(form, units="10", sku="TEA")
    channel = form.editor("channel")
    assert isinstance(channel, QComboBox)
    channel.setCurrentText("Shop")
    QTest.keyClick(last, Qt.Key.Key_Return)
    done(qtbot, brand, page, "Add rule: At most 10 units")


def test_that_a_draft_is_started_edited_compared_and_published(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    lines = said(page)
    assert lines[0] == "Rules: preset Standard (no rules are published yet)"
    assert "No rule is in force: the ladder alone decides." in lines
    press(page, "Start a draft")
    done(qtbot, short, page, "Start a draft")
    add_cap(qtbot, short, page)
    assert "At most 10 units for SKU TEA on Shop" in said(page)
    before = {row.sku: row for row in page.grid.table.shown_rows()}["TEA"].units
    effect = next(words for words in said(page) if words.startswith("At 100 %"))
    moved = before["Shop"].all - 10
    first = effect.split("\n")[0]
    assert first.startswith(f"At 100 % of today's supply: Fair +{moved}, Shop −{moved}; contribution −")
    assert first.endswith(" USD.")
    assert [one.split(" of ")[0] for one in effect.split("\n")] == ["At 100 %", "At 50 %", "At 25 %"]
    press(page, "Publish rules")
    assert page.rules.form is not None
    assert page.rules.form.error("reason") == "Reason is needed."
    QTest.keyClick(fill(page.rules.form, name="Autumn", reason="the fair sells faster"), Qt.Key.Key_Return)
    done(qtbot, short, page, "Publish the allocation rules as “Autumn”")
    assert said(page)[0] == "Rules: version 1, Autumn"
    assert read(short).draft is None
    assert {row.sku: row for row in page.grid.table.shown_rows()}["TEA"].units["Shop"].all == 10


def test_that_a_rule_is_removed_and_a_draft_discarded(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    press(page, "Start a draft")
    done(qtbot, short, page, "Start a draft")
    add_cap(qtbot, short, page)
    assert len(draft(short).rules) == 1
    press(page, "Remove: At most 10 units for SKU TEA on Shop")
    done(qtbot, short, page, "Remove rule")
    assert draft(short).rules == ()
    press(page, "Discard the draft")
    done(qtbot, short, page, "Discard the draft")
    assert read(short).draft is None


def test_that_a_rule_of_an_unknown_sku_is_refused_in_words(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    press(page, "Start a draft")
    done(qtbot, short, page, "Start a draft")
    press(page, "Add a rule")
    assert page.rules.form is not None
    QTest.keyClick(fill(page.rules.form, sku="GHOST"), Qt.Key.Key_Return)
    qtbot.waitUntil(page.notice.isVisible)
    assert "GHOST" in page.notice.sentence()
    assert draft(short).rules == ()


def test_that_every_kind_of_rule_has_a_form_of_its_fields() -> None:
    for kind in KINDS:
        names = [field.name for field in fields_of(kind, ["Shop"])]
        assert names[: len(form_of(kind))] == [one.name for one in form_of(kind)]
        assert not {*kind.FORBIDS} & {*names}
    channel = next(field for field in fields_of(ContractHold, ["Shop"]) if field.name == "channel")
    assert channel.choices == (("Shop", "Shop"),)


def test_that_what_is_typed_is_read_as_a_rule() -> None:
    rest: dict[str, Value] = {
        "sku": "TEA",
        "category": "",
        "channel": "Shop",
        "first": None,
        "last": today(),
        "note": "",
    }
    made = typed_rule(Share, {"weight": Decimal("2.5"), **rest})
    assert (made.what, made.scope.channel, made.last) == (Share(Fraction(5, 2)), "Shop", today())
    with pytest.raises(InvalidRule, match="Until is before From"):
        typed_rule(Share, {"weight": Decimal(1), **rest, "first": date(2200, 1, 1)})
