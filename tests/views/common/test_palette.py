"""The command palette: finds by few letters, by keyboard alone, among ten thousand entries."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from views.common.palette import Entry, Finder, Palette, score
from views.common.theme import Look

TITLES = ("Contribution", "Import files", "Imports", "Catalogue", "JR-0102 Smoked tea", "Undo: add channel Etsy")


def entries(done: list[str]) -> list[Entry]:
    """Make entries that note what was run."""
    return [Entry(title, "Action", partial(done.append, title)) for title in TITLES]


def titles(found: list[Entry]) -> list[str]:
    """Give the titles."""
    return [entry.title for entry in found]


@pytest.mark.parametrize(
    "typed,first",
    [("imp", "Imports"), ("smoked", "JR-0102 Smoked tea"), ("0102", "JR-0102 Smoked tea"), ("if", "Import files")],
)
def test_that_the_best_fit_stands_first(typed: str, first: str) -> None:
    assert titles(Finder(entries([])).find(typed))[0] == first


def test_that_starts_beat_words_beat_middles_beat_gaps() -> None:
    assert (
        score("imp", "imports") > score("imp", "undo imports") > score("mpo", "imports") > score("ipt", "imports") > 0
    )
    assert score("xyz", "imports") == 0


def test_that_going_back_finds_what_was_narrowed_away() -> None:
    finder = Finder(entries([]))
    assert titles(finder.find("contribution")) == ["Contribution"]
    assert "Catalogue" in titles(finder.find("c"))
    assert len(finder.find("")) == len(TITLES)


def test_that_it_works_by_keyboard_alone(look: Look, qtbot: QtBot) -> None:
    done: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(800, 600)
    window.show()
    palette = Palette(look, entries(done), window)
    palette.show_over(window)
    QTest.keyClicks(palette.field, "imp")
    assert titles(palette.found())[:2] == ["Imports", "Import files"]
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["Import files"]


def test_that_a_name_of_nothing_is_told_and_found_again_once_it_is_mended(look: Look, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    palette = Palette(look, entries([]), window)
    palette.show_over(window)
    for typed, nothing in (("", False), ("imp", False), ("impxyz", True), ("imp", False)):
        palette.field.setText(typed)
        assert (palette.nothing.isVisible(), palette.list.isVisible()) == (nothing, not nothing), typed


def test_that_esc_leaves_without_doing_anything(look: Look, qtbot: QtBot) -> None:
    done: list[str] = []
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    palette = Palette(look, entries(done), window)
    palette.show_over(window)
    with qtbot.waitSignal(palette.finished):
        QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert done == []


def test_that_of_ten_thousand_entries_the_one_that_is_meant_stands_first() -> None:
    finder = Finder(
        [Entry(f"JR-{number:05d} Smoked tea number {number}", "SKU", lambda: None) for number in range(10_000)]
    )
    for typed in ("s", "sm", "smo", "smoked 99", "jr99"):
        assert finder.find(typed)
    assert titles(finder.find("number 9999"))[0] == "JR-09999 Smoked tea number 9999"
