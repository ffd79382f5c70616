"""The field of days: typed, pasted, stepped through, picked in the calendar, undone; what is no day is told."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QToolButton
from pytestqt.qtbot import QtBot

from views.common.day_edit import DayCalendar, DayEdit
from views.common.days import could_become_day, read_day
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value
from views.common.text import Text
from views.common.theme import Look

TODAY = date(2026, 11, 26)
GERMAN = Text(QLocale(QLocale.Language.German, QLocale.Country.Germany))
KEY, ALT = Qt.Key, Qt.KeyboardModifier.AltModifier
FIELDS = (
    Field("first", "From day", FieldKind.DAY, required=True),
    Field("last", "Until", FieldKind.DAY, hint="For good, if left out."),
)


@pytest.fixture
def form(look: Look, text: Text, qtbot: QtBot) -> Form:
    """Make a form with a day that is needed and one that may be left out."""
    made = Form(look, text, FIELDS, today=lambda: TODAY)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.fill({"first": date(2026, 1, 31)})
    made.go()
    return made


def line(form: Form, name: str = "first") -> DayEdit:
    """Give the input of a day."""
    editor = form.editor(name)
    assert isinstance(editor, DayEdit)
    return editor


def retype(editor: QLineEdit, words: str) -> None:
    """Type in place of what stands in a line."""
    QTest.keyClick(editor, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, words) if words else QTest.keyClick(editor, KEY.Key_Delete)


def calendar() -> DayCalendar:
    """Give the calendar that is open."""
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, DayCalendar)
    return popup


@pytest.mark.parametrize(
    "words", ["3/4/2026", "03/04/2026", "3/4/26", "2026-03-04", "2026-3-4", "2026/3/4", " 3/4/2026 "]
)
def test_that_a_day_is_typed_as_in_the_tables_or_with_the_year_first(form: Form, words: str) -> None:
    retype(line(form), words)
    assert form.values() == {"first": date(2026, 3, 4), "last": None}
    QTest.keyClick(line(form), KEY.Key_Tab)
    assert line(form).text() == "3/4/2026"
    assert form.error("first") == ""


@pytest.mark.parametrize("words", ["4.3.2026", "04.03.2026", "4.3.26", "2026-03-04", "2026.3.4"])
def test_that_the_order_of_day_and_month_is_that_of_the_tables(words: str) -> None:
    assert read_day(words, GERMAN) == date(2026, 3, 4)


def test_that_every_locale_reads_what_its_tables_write() -> None:
    every = QLocale.matchingLocales(QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry)
    days = (date(2026, 3, 14), date(2025, 12, 1), date(2028, 2, 29))
    wrong = [
        (locale.name(), day)
        for locale in every
        for day in days
        for text in [Text(locale)]
        if read_day(text.day(day), text) != day or read_day(day.isoformat(), text) != day
    ]
    assert len(every) > 500
    assert wrong == []


@pytest.mark.parametrize(
    "words, said",
    [
        ("soon", "“soon” is not a day; write it like 3/14/2026 or 2026-03-14."),
        ("3/14", "“3/14” is not a day; write it like 3/14/2026 or 2026-03-14."),
        ("14.03.2026", "“14.03.2026” is not a day; write it like 3/14/2026 or 2026-03-14."),
        ("2/30/2026", "“2/30/2026” is not a day: February 2026 has 28 days."),
        ("2026-02-30", "“2026-02-30” is not a day: February 2026 has 28 days."),
        ("14/3/2026", "“14/3/2026” is not a day: there is no month 14; write it like 3/14/2026 or 2026-03-14."),
        ("3/14/0206", "“3/14/0206” is before 1900; write it like 3/14/2026 or 2026-03-14."),
        ("3/14/206", "“3/14/206” is not a day; write it like 3/14/2026 or 2026-03-14."),
        ("", "From day is needed."),
    ],
)
def test_that_what_is_no_day_is_told_under_its_field_and_not_saved(
    form: Form, qtbot: QtBot, words: str, said: str
) -> None:
    retype(line(form), words)
    with qtbot.assertNotEmitted(form.saved):
        QTest.keyClick(line(form), KEY.Key_Return)
    assert form.error("first") == said
    assert line(form).text() == words
    assert line(form).property("wrong") is True
    retype(line(form), "2026-02-28")
    assert form.error("first") == ""
    with qtbot.waitSignal(form.saved) as saved:
        QTest.keyClick(line(form), KEY.Key_Return)
    assert saved.args[0]["first"] == date(2026, 2, 28)


def test_that_a_day_half_typed_is_blamed_only_once_it_is_left(form: Form) -> None:
    QTest.keyClick(line(form), KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    for sign in "12/31":
        QTest.keyClicks(line(form), sign)
        assert form.error("first") == ""
        assert form.values() is None
    QTest.keyClick(line(form), KEY.Key_Tab)
    assert "“12/31” is not a day" in form.error("first")
    assert not could_become_day("12/3l", Text())


def test_that_a_day_is_pasted_and_one_that_may_be_left_out_stays_empty(form: Form) -> None:
    QApplication.clipboard().setText("2026-03-14\n")
    last = line(form, "last")
    QTest.keyClick(last, KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert form.values() == {"first": date(2026, 1, 31), "last": date(2026, 3, 14)}
    retype(last, "")
    QTest.keyClick(last, KEY.Key_Tab)
    assert form.values() == {"first": date(2026, 1, 31), "last": None}
    assert form.error("last") == ""
    assert last.placeholderText() == "none, or a day such as 3/14/2026"


@pytest.mark.parametrize(
    "key, day",
    [
        (KEY.Key_Up, date(2026, 2, 1)),
        (KEY.Key_Down, date(2026, 1, 30)),
        (KEY.Key_PageUp, date(2026, 2, 28)),
        (KEY.Key_PageDown, date(2025, 12, 31)),
    ],
)
def test_that_keys_step_by_a_day_and_a_month(form: Form, key: Qt.Key, day: date) -> None:
    heard: list[dict[str, Value]] = []
    form.changed.connect(heard.append)
    QTest.keyClick(line(form), key)
    assert form.values() == {"first": day, "last": None}
    assert [one["first"] for one in heard] == [day]
    assert form.unsaved


def test_that_an_empty_day_begins_with_today_and_what_is_no_day_is_left_alone(form: Form) -> None:
    last = line(form, "last")
    QTest.keyClick(last, KEY.Key_Up)
    assert last.text() == "11/26/2026"
    retype(last, "11/2")
    QTest.keyClick(last, KEY.Key_Up)
    assert last.text() == "11/2"
    retype(last, "12/31/9999")
    QTest.keyClick(last, KEY.Key_Up)
    assert last.text() == "12/31/9999"
    retype(last, "1900-01-01")
    QTest.keyClick(last, KEY.Key_PageDown)
    assert last.day() == date(1900, 1, 1)


def test_that_letters_of_any_script_are_taken_and_told(form: Form) -> None:
    for sign in "14 март":
        press = QKeyEvent(QKeyEvent.Type.KeyPress, ord(sign.upper()), Qt.KeyboardModifier.NoModifier, sign)
        QApplication.sendEvent(line(form, "last"), press)
    assert line(form, "last").text() == "14 март"
    assert "“14 март” is not a day" in form.error("last")


def test_that_the_calendar_opens_by_key_and_is_gone_through_by_keys(form: Form, qtbot: QtBot) -> None:
    field = line(form)
    retype(field, "2026-03-14")
    QTest.keyClick(field, KEY.Key_Down, ALT)
    popup = calendar()
    assert popup.accessibleName() == "Calendar: From day"
    month = popup.month
    assert month.firstDayOfWeek() is Qt.DayOfWeek.Monday
    assert (month.yearShown(), month.monthShown(), month.selectedDate().day()) == (2026, 3, 14)
    view = popup.focusWidget()
    assert view is not None
    QTest.keyClick(view, KEY.Key_Right)
    QTest.keyClick(view, KEY.Key_Down)
    QTest.keyClick(view, KEY.Key_PageDown)
    QTest.keyClick(view, KEY.Key_Return)
    assert field.text() == "4/22/2026"
    qtbot.waitUntil(field.hasFocus)
    assert QApplication.activePopupWidget() is None


def test_that_esc_closes_the_calendar_alone(form: Form, qtbot: QtBot) -> None:
    field = line(form, "last")
    field.setFocus()
    QTest.keyClick(field, KEY.Key_Down, ALT)
    popup = calendar()
    assert popup.month.selectedDate().toPython() == TODAY
    view = popup.focusWidget()
    assert view is not None
    with qtbot.assertNotEmitted(form.left):
        QTest.keyClick(view, KEY.Key_Right)
        QTest.keyClick(view, KEY.Key_Escape)
    assert QApplication.activePopupWidget() is None
    assert field.text() == ""
    qtbot.waitUntil(field.hasFocus)


def test_that_the_button_opens_the_calendar_and_a_click_picks(form: Form) -> None:
    field = line(form)
    retype(field, "soon")
    (button,) = field.findChildren(QToolButton)
    assert button.accessibleName() == "Open the calendar"
    assert button.toolTip() == "Open the calendar (Alt+Down)"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    popup = calendar()
    assert (popup.month.yearShown(), popup.month.monthShown()) == (TODAY.year, TODAY.month)
    view = popup.month.findChild(QTableView)
    assert isinstance(view, QTableView)
    cell = view.visualRect(view.model().index(1, 0)).center()  # the first Monday that is shown
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, cell)
    picked = field.day()
    assert picked is not None
    assert picked.weekday() == 0
    assert form.error("first") == ""


def test_that_each_step_is_undone_in_the_field(form: Form) -> None:
    field = line(form)
    QTest.keyClick(field, KEY.Key_Up)
    QTest.keyClick(field, KEY.Key_PageUp)
    assert field.text() == "3/1/2026"
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "2/1/2026"
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "1/31/2026"
    retype(field, "2026-05-06")
    QTest.keyClick(field, KEY.Key_Tab)
    assert field.text() == "5/6/2026"
    QTest.keyClick(field, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == "2026-05-06"
    assert form.values() == {"first": date(2026, 5, 6), "last": None}
