"""A form: reads what is typed, says what is wrong as it is typed, saves with Enter, leaves with Esc."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from models.domain.money import Money
from views.common.field_editors import TickList, WordsEdit
from views.common.form import WIDEST, Form
from views.common.form_field import Field, FieldKind, Value
from views.common.text import Text
from views.common.theme import Look


def after_launch(value: Value) -> str:
    """Refuse days before the first sale."""
    return "" if isinstance(value, date) and value >= date(2026, 1, 1) else "There are no sales before 2026."


TODAY = date(2026, 11, 26)
FIELDS = (
    Field("name", "Name", required=True),
    Field("cost", "Landed cost", FieldKind.MONEY, currency="USD", required=True, minimum=0),
    Field("case", "Case pack", FieldKind.UNITS, unit="units", minimum=1, maximum=99),
    Field("share", "Share", FieldKind.PERCENT),
    Field("day", "Valid from", FieldKind.DAY, start=date(2026, 6, 1), check=after_launch),
    Field("driver", "Split by", FieldKind.CHOICE, choices=(("net_sales", "Net sales"), ("orders", "Orders"))),
    Field("on", "Active", FieldKind.SWITCH, start=True),
)


@pytest.fixture
def form(look: Look, text: Text, qtbot: QtBot) -> Form:
    """Make a form with every kind of field."""
    made = Form(look, text, FIELDS, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.show()
    return made


def typed(editor: QWidget, words: str) -> None:
    """Replace what stands in a line."""
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, words)


def test_that_values_come_back_as_they_went_in(form: Form) -> None:
    values: dict[str, Value] = {
        "name": "Smoked tea",
        "cost": Money(1240, "USD"),
        "case": 12,
        "share": Decimal("0.045"),
        "day": date(2026, 7, 1),
        "driver": "orders",
        "on": False,
    }
    form.fill(values)
    assert form.values() == values


def test_that_an_untouched_form_blames_nobody_until_it_is_saved(form: Form, qtbot: QtBot) -> None:
    assert form.error("name") == ""
    with qtbot.assertNotEmitted(form.saved):
        form.save()
    assert form.error("name") == "Name is needed."
    assert form.error("cost") == "Landed cost is needed."


@pytest.mark.parametrize(
    "name,words,said",
    [
        ("cost", "12.4.5", "“12.4.5” is not an amount in USD; write it like 1249.50."),
        ("cost", "-3", "Landed cost cannot be under 0."),
        ("case", "1.5", "“1.5” is not a whole number."),
        ("case", "100", "Case pack cannot be over 99."),
        ("cost", "100000000000", "Landed cost cannot be over 99,999,999,999."),
        ("share", "much", "“much” is not a percentage."),
    ],
)
def test_that_a_mistake_is_said_in_its_place_while_it_is_typed(form: Form, name: str, words: str, said: str) -> None:
    typed(form.editor(name), words)
    assert form.error(name) == said
    assert form.values() is None


def test_that_a_corrected_mistake_is_no_longer_blamed(form: Form) -> None:
    typed(form.editor("case"), "0")
    assert form.error("case") != ""
    typed(form.editor("case"), "6")
    assert form.error("case") == ""


def test_that_the_effect_can_be_shown_as_one_types(form: Form, qtbot: QtBot) -> None:
    form.fill({"name": "Tea", "cost": Money(100, "USD")})
    with qtbot.waitSignal(form.changed) as changed:
        typed(form.editor("cost"), "2,50")
    assert changed.args[0]["cost"] in {Money(200, "USD"), Money(250, "USD"), Money(20, "USD"), Money(2, "USD")}
    values = form.values()
    assert values is not None
    assert values["cost"] == Money(250, "USD")


def test_that_enter_saves_and_esc_leaves(form: Form, qtbot: QtBot) -> None:
    form.fill({"name": "Tea", "cost": Money(100, "USD")})
    with qtbot.waitSignal(form.saved) as saved:
        QTest.keyClick(form.editor("name"), Qt.Key.Key_Return)
    assert saved.args[0]["name"] == "Tea"
    with qtbot.waitSignal(form.left):
        QTest.keyClick(form.editor("name"), Qt.Key.Key_Escape)


def test_that_an_own_check_has_the_last_word(form: Form) -> None:
    form.fill({"name": "Tea", "cost": Money(100, "USD"), "day": date(2025, 1, 1)})
    form.save()
    assert form.error("day") == "There are no sales before 2026."


def test_that_a_form_is_never_wider_than_720(form: Form, qtbot: QtBot) -> None:
    form.resize(1400, 600)
    qtbot.wait(1)
    assert form.width() <= WIDEST


def test_that_every_field_has_a_name_for_a_screen_reader(form: Form) -> None:
    for field in FIELDS:
        assert form.editor(field.name).accessibleName() == field.label


def test_that_a_number_and_a_day_may_be_left_out(look: Look, text: Text, qtbot: QtBot) -> None:
    fields = (Field("volume", "Volume", FieldKind.NUMBER, minimum=0), Field("day", "Ordered on", FieldKind.DAY))
    form = Form(look, text, fields, today=lambda: TODAY)
    qtbot.addWidget(form)
    form.show()
    assert form.values() == {"volume": None, "day": None}
    typed(form.editor("volume"), "0.062")
    typed(form.editor("day"), "2026-03-14")
    assert form.values() == {"volume": Decimal("0.062"), "day": date(2026, 3, 14)}
    form.fill({"day": date(2026, 12, 1)})
    assert form.values() == {"volume": Decimal("0.062"), "day": date(2026, 12, 1)}
    typed(form.editor("day"), "soon")
    typed(form.editor("volume"), "-1")
    assert "“soon” is not a day" in form.error("day")
    assert "cannot be under 0" in form.error("volume")


SEVERAL = (
    Field("skus", "SKUs", FieldKind.WORDS, required=True),
    Field("channels", "Channels", FieldKind.SEVERAL, choices=(("A", "Amazon"), ("E", "Etsy"), ("S", "Shop"))),
    Field("price", "Price", FieldKind.MONEY, currency="USD", any_currency=True, minimum=1),
)


@pytest.fixture
def several(look: Look, text: Text, qtbot: QtBot) -> Form:
    """Make a form with fields of several values, and an amount in any currency."""
    made = Form(look, text, SEVERAL, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.show()
    words = made.editor("skus")
    assert isinstance(words, WordsEdit)
    words.offer(["TEA-1", "TEA-2", "CUP", "TIN, LARGE"])
    return made


def told(form: Form) -> dict[str, Value]:
    """Give the values of a form that is right."""
    values = form.values()
    assert values is not None
    return values


def test_that_words_stand_between_commas_and_those_with_a_comma_in_quotation_marks(several: Form) -> None:
    typed(several.editor("skus"), ' TEA-1,  CUP ,, "TIN, LARGE", CUP')
    assert told(several)["skus"] == ("TEA-1", "CUP", "TIN, LARGE")
    several.fill({"skus": ("TIN, LARGE", "CUP")})
    assert told(several)["skus"] == ("TIN, LARGE", "CUP")
    typed(several.editor("skus"), " , ")
    several.save()
    assert several.error("skus") == "SKUs is needed."


def test_that_an_amount_is_in_a_currency_that_there_is(several: Form) -> None:
    typed(several.editor("skus"), "CUP")
    typed(several.editor("price"), "12.50 eur")
    assert told(several)["price"] == Money(1250, "EUR")
    typed(several.editor("price"), "12.50 zzz")
    several.save()
    assert several.error("price") == "“ZZZ” is no currency; write a code such as USD."


def test_that_a_word_is_completed_after_those_that_stand(several: Form) -> None:
    line = several.editor("skus")
    assert isinstance(line, WordsEdit)
    typed(line, "CUP, ea-2")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert line.text() == "CUP, TEA-2, "
    assert told(several)["skus"] == ("CUP", "TEA-2")
    QTest.keyClick(line, Qt.Key.Key_Down)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    for _ in range(4):
        QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    assert told(several)["skus"] == ("CUP", "TEA-2", "TIN, LARGE")


def test_that_several_of_a_list_are_ticked_by_keyboard(several: Form) -> None:
    ticks = several.editor("channels")
    assert isinstance(ticks, TickList)
    several.fill({"skus": ("CUP",)})
    heard: list[dict[str, Value]] = []
    several.changed.connect(heard.append)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(ticks, key)
    assert told(several)["channels"] == ("A", "S")
    assert [one["channels"] for one in heard] == [("A",), ("A", "S")]
    several.fill({"channels": ("E", "unknown")})
    assert told(several)["channels"] == ("E",)
    several.saved.connect(heard.append)
    QTest.keyClick(ticks, Qt.Key.Key_Return)
    assert heard[-1]["channels"] == ("E",)


@pytest.mark.parametrize(
    "words, money",
    [
        ("12.50", Money(1250, "USD")),
        ("12.50 eur", Money(1250, "EUR")),
        ("EUR 12.50", Money(1250, "EUR")),
        ("1250JPY", Money(1250, "JPY")),
    ],
)
def test_that_an_amount_is_in_the_currency_of_the_ledger_unless_another_is_typed(
    several: Form, words: str, money: Money
) -> None:
    several.fill({"skus": ("CUP",)})
    typed(several.editor("price"), words)
    assert told(several)["price"] == money
    several.fill({"price": money})
    assert told(several)["price"] == money


@pytest.mark.parametrize("words", ["12.50 euros", "EUR 12.50 USD", "12.505 EUR", "0.99 EUR", "EUR"])
def test_that_what_is_no_amount_is_refused(several: Form, words: str) -> None:
    several.fill({"skus": ("CUP",)})
    typed(several.editor("price"), words)
    assert several.values() is None
    assert several.error("price")
