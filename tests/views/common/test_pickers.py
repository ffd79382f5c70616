"""Period, comparison and channels."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from models.domain.period import Period
from views.common.channel_picker import ChannelPicker
from views.common.form_field import FieldRow
from views.common.memory import NoMemory
from views.common.period_picker import ComparisonPicker, PeriodPicker, RangeDialog
from views.common.reach import days_shown, ends_early
from views.common.text import Text
from views.common.theme import Look

TODAY = date(2026, 11, 4)


def picker(look: Look, text: Text, qtbot: QtBot, memory: NoMemory | None = None) -> PeriodPicker:
    """Make a picker on a Wednesday."""
    made = PeriodPicker(look, text, memory or NoMemory(), today=lambda: TODAY)
    qtbot.addWidget(made)
    return made


def put(row: FieldRow, words: str) -> None:
    """Type into a field in place of what stands there."""
    assert isinstance(row.editor, QLineEdit)
    row.editor.selectAll()
    QTest.keyClicks(row.editor, words)


def test_that_it_starts_with_the_last_four_whole_weeks(look: Look, text: Text, qtbot: QtBot) -> None:
    made = picker(look, text, qtbot)
    assert made.text() == "Last 4 weeks"
    assert made.period() == Period(date(2026, 10, 5), date(2026, 11, 1))


def test_that_presets_end_where_the_ledger_ends(look: Look, text: Text, qtbot: QtBot) -> None:
    made = picker(look, text, qtbot)
    with qtbot.waitSignal(made.changed) as changed:
        made.offer(Period(date(2026, 2, 1), date(2026, 9, 30)))
    assert changed.args[0] == Period(date(2026, 8, 31), date(2026, 9, 27))
    made.choose("1m")
    assert made.period() == Period(date(2026, 9, 1), date(2026, 9, 30))
    made.choose("all")
    assert made.period() == Period(date(2026, 2, 1), date(2026, 9, 30))


def test_that_presets_end_with_the_last_day_that_has_come_and_everything_holds_the_rest(
    look: Look, text: Text, qtbot: QtBot
) -> None:
    made = picker(look, text, qtbot)
    held = Period(date(2026, 2, 1), date(2036, 9, 30))
    made.offer(held, until=date(2026, 9, 30))
    assert made.period() == Period(date(2026, 8, 31), date(2026, 9, 27))
    made.choose("all")
    assert made.period() == held


def test_that_the_last_month_is_the_calendar_month_before_as_soon_as_anything_of_it_is_known(
    look: Look, text: Text, qtbot: QtBot
) -> None:
    made = picker(look, text, qtbot)
    made.offer(Period(date(2026, 8, 15), date(2026, 10, 15)))
    made.choose("1m")
    assert made.period() == Period(date(2026, 10, 1), date(2026, 10, 31))
    made.choose("4w")
    assert made.period() == Period(date(2026, 9, 14), date(2026, 10, 11))
    made.choose("ytd")
    assert made.period() == Period(date(2026, 1, 1), date(2026, 10, 15))


def test_that_channels_whose_data_end_before_a_period_are_named_the_first_to_end_first(text: Text) -> None:
    october = Period(date(2026, 10, 1), date(2026, 10, 31))
    known = {"Shop": date(2026, 10, 15), "Fair": date(2026, 9, 15), "Web": date(2026, 10, 31)}
    assert ends_early(october, known, text) == (
        "**Data end before this period does**: Fair on 9/15/2026 and Shop on 10/15/2026."
    )
    assert not ends_early(october, {"Web": date(2026, 10, 31)}, text)
    many = {f"Stall {number}": date(2026, 10, number) for number in range(1, 6)}
    assert ends_early(october, many, text).endswith("Stall 3 on 10/3/2026 and 2 more.")
    assert days_shown(october, october.previous(), text) == ("10/1/2026 to 10/31/2026, before: 9/1/2026 to 9/30/2026")


def test_that_a_window_left_open_goes_on_with_the_days(look: Look, text: Text, qtbot: QtBot) -> None:
    days = [TODAY]
    made = PeriodPicker(look, text, NoMemory(), today=lambda: days[-1])
    qtbot.addWidget(made)
    made.offer(Period(date(2026, 2, 1), date(2026, 11, 30)))
    assert made.period() == Period(date(2026, 10, 5), date(2026, 11, 1))
    days.append(date(2026, 11, 9))
    assert made.period() == Period(date(2026, 10, 12), date(2026, 11, 8))


def test_that_the_choice_is_remembered(look: Look, text: Text, qtbot: QtBot) -> None:
    memory = NoMemory()
    picker(look, text, qtbot, memory).choose_own(Period(date(2026, 3, 1), date(2026, 3, 14)))
    again = picker(look, text, qtbot, memory)
    assert again.period() == Period(date(2026, 3, 1), date(2026, 3, 14))
    assert again.text() == "3/1/2026 to 3/14/2026"


def test_that_a_damaged_memory_falls_back_to_four_weeks(look: Look, text: Text, qtbot: QtBot) -> None:
    for damage in ("own 2026-99-01 x", "own", "nonsense", "own 2026-03-14 2026-03-01"):
        memory = NoMemory()
        memory.set("period", damage)
        assert picker(look, text, qtbot, memory).period().days == 28


def test_that_a_range_must_not_end_before_it_begins(look: Look, text: Text, qtbot: QtBot) -> None:
    made = picker(look, text, qtbot)
    chosen: list[Period] = []
    dialog = RangeDialog(look, text, made.period(), today=lambda: TODAY, parent=made)
    dialog.chosen.connect(chosen.append)
    qtbot.addWidget(dialog)
    dialog.open()
    put(dialog.first, "2026-05-02")
    put(dialog.last, "2026-05-01")
    QTest.keyClick(dialog.last.editor, Qt.Key.Key_Return)
    assert dialog.last.wrong.isVisible()
    assert dialog.last.wrong.text() == "The last day is before the first."
    put(dialog.first, "2/30/2026")
    QTest.keyClick(dialog.first.editor, Qt.Key.Key_Return)
    assert dialog.first.wrong.text() == "“2/30/2026” is not a day: February 2026 has 28 days."
    assert dialog.isVisible()
    put(dialog.first, "5/2/2026")
    put(dialog.last, "5/31/2026")
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(dialog.last.editor, Qt.Key.Key_Return)
    assert chosen == [Period(date(2026, 5, 2), date(2026, 5, 31))]


def test_that_a_comparison_is_the_period_before_a_year_before_or_none(look: Look, qtbot: QtBot) -> None:
    made = ComparisonPicker(look)
    qtbot.addWidget(made)
    month = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert made.against(month) == Period(date(2026, 2, 1), date(2026, 2, 28))
    made.choose("year")
    assert made.against(month) == Period(date(2025, 3, 1), date(2025, 3, 31))
    made.choose("none")
    assert made.against(month) is None
    assert made.text() == "without comparison"


def test_that_the_menu_of_channels_stays_open_while_they_are_ticked(look: Look, qtbot: QtBot) -> None:
    made = ChannelPicker(look)
    qtbot.addWidget(made)
    made.offer([(1, "Amazon", "#E69F00"), (2, "Etsy", "#CC79A7")])
    made.show()
    made.drop()
    menu = made.menu()
    place = menu.actionGeometry(menu.actions()[2]).center()
    QTest.mouseMove(menu, place)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert made.chosen() == frozenset({2})
    assert menu.isVisible()
    menu.close()


def test_that_a_single_channel_is_not_counted(look: Look, qtbot: QtBot) -> None:
    picker = ChannelPicker(look)
    qtbot.addWidget(picker)
    picker.offer([(1, "Shop", "#0072B2")])
    assert picker.text() == "All channels"


def test_that_an_ampersand_in_the_name_of_a_channel_underlines_no_letter(look: Look, qtbot: QtBot) -> None:
    made = ChannelPicker(look)
    qtbot.addWidget(made)
    made.offer([(1, "Fish & Chips", "#E69F00"), (2, "Etsy", "#CC79A7")])
    assert [action.text() for action in made.menu().actions() if action.isCheckable()] == ["Fish && Chips", "Etsy"]
    made.choose(frozenset({1}))
    assert made.text() == "Fish && Chips"


def test_that_all_channels_ticked_are_all_channels(look: Look, qtbot: QtBot) -> None:
    made = ChannelPicker(look)
    qtbot.addWidget(made)
    made.offer([(1, "Amazon", "#E69F00"), (2, "Etsy", "#CC79A7"), (3, "Shopify", "#0072B2")])
    assert made.chosen() is None
    assert made.text() == "All 3 channels"
    with qtbot.waitSignal(made.changed) as changed:
        made.choose(frozenset({2}))
    assert changed.args[0] == frozenset({2})
    assert made.text() == "Etsy"
    made.offer([(2, "Etsy", "#CC79A7"), (3, "Shopify", "#0072B2"), (4, "Retail", "#56B4E9")])
    assert made.chosen() == frozenset({2, 4})
    made.choose(None)
    assert made.chosen() is None
