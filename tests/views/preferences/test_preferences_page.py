"""The Preferences page: one field a setting, judged as it is typed, taken over at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from app.settings import Settings, load_settings, save_settings, shown_settings, with_values
from tests.make import new_ledger
from tests.views.brand import Brand, brand
from views.preferences.page import PreferencesPage


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a desk over an empty ledger."""
    with brand(tmp_path, qapp, make=new_ledger) as made:
        yield made
        made.desk.look.choose(made.desk.look.choice)


def opened(qtbot: QtBot, brand: Brand, settings: Settings | None = None) -> PreferencesPage:
    """Open the page with settings."""
    page = PreferencesPage(brand.desk)
    qtbot.addWidget(page)
    page.show_settings(settings or Settings())
    page.show()
    return page


def line(page: PreferencesPage, name: str) -> QLineEdit:
    """Give the input of a setting."""
    editor = page.rows[name].editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.selectAll()
    return editor


def test_that_every_declared_setting_has_a_field_filled_with_what_is_set(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare, with_values(Settings(), {"person": "Maren", "text_size": 120}))
    assert list(page.rows) == [setting.name for setting in shown_settings()]
    assert line(page, "person").text() == "Maren"
    assert line(page, "text_size").text() == "120"


def test_that_the_theme_holds_at_once_and_is_handed_on_to_be_stored(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = opened(qtbot, bare)
    combo = page.rows["theme"].editor
    assert isinstance(combo, QComboBox)
    with qtbot.waitSignal(page.settings_changed) as changed:
        QTest.keyClicks(combo, "Dark")
    assert bare.desk.look.theme.dark
    values: dict[str, Any] = changed.args[0]
    save_settings(tmp_path / "settings.json", with_values(Settings(), values))
    assert load_settings(tmp_path / "settings.json").theme == "dark"
    with qtbot.waitSignal(page.settings_changed):
        QTest.keyClick(combo, Qt.Key.Key_Up)
    assert not bare.desk.look.theme.dark


def test_that_numbers_and_name_are_handed_on_once_they_are_typed(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    numbers = page.rows["numbers"].editor
    with qtbot.waitSignal(page.settings_changed) as changed:
        QTest.keyClicks(numbers, "1.234,50")
    assert changed.args == [{"numbers": "comma"}]
    with qtbot.waitSignal(page.settings_changed) as changed:
        QTest.keyClicks(line(page, "person"), "Maren Ask")
    assert changed.args == [{"person": "Maren Ask"}]


def test_that_a_size_out_of_bounds_is_blamed_in_its_place_and_not_stored(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    with qtbot.assertNotEmitted(page.settings_changed, wait=600):
        QTest.keyClicks(line(page, "text_size"), "900")
    assert page.rows["text_size"].wrong.text() == "Text size cannot be over 160."
    with qtbot.waitSignal(page.settings_changed) as changed:
        QTest.keyClicks(line(page, "text_size"), "120")
        QTest.keyClick(page.rows["text_size"].editor, Qt.Key.Key_Return)
    assert changed.args == [{"text_size": 120}]


def test_that_a_folder_that_is_not_there_is_refused_and_one_that_is_there_is_taken(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    page = opened(qtbot, bare)
    with qtbot.assertNotEmitted(page.settings_changed, wait=600):
        QTest.keyClicks(line(page, "second_backups"), str(tmp_path / "nowhere"))
    assert "There is no folder" in page.rows["second_backups"].wrong.text()
    with qtbot.waitSignal(page.settings_changed) as changed:
        line(page, "second_backups").clear()
        QTest.keyClicks(line(page, "second_backups"), str(tmp_path))
    assert changed.args == [{"second_backups": str(tmp_path)}]


def test_that_what_is_being_typed_is_not_overwritten(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    QTest.keyClicks(line(page, "person"), "Mar")
    page.show_settings(Settings())
    if page.rows["person"].editor.hasFocus():
        assert line(page, "person").text() == "Mar"
