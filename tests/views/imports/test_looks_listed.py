"""Everything that is counted as to be looked at is listed: before a file is imported, after it, and while it is so."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.actions.catalog import set_rate
from tests.make import Amount, settlement
from tests.views.brand import Brand
from tests.views.imports.looked import bring_in, looking, tab, written
from views.imports.entries import State, words
from views.imports.page import ImportsPage

NO_RATE = "There is no rate for EUR on 2026-03-10, so figures that need it are refused."


@pytest.fixture
def euro(tmp_path: Path) -> Path:
    """Write a settlement in euros that misses its total, of a currency that has no rate."""
    text = settlement(1, [Amount("Principal", 1000)], total=1500).replace("\tUSD\t", "\tEUR\t")
    return written(tmp_path, "euro.txt", text)


def _looked(qtbot: QtBot, brand: Brand, euro: Path) -> ImportsPage:
    """Look at it beside a file that stays behind, so that the look stays too."""
    page = looking(qtbot, brand, euro, written(euro.parent, "letter.pdf", "%PDF-1.4 a letter"))
    page.preview.list.go_to(page.looks.entries[0])
    return page


def test_that_a_missing_rate_is_listed_and_told_beside_what_else_needs_a_look(
    qtbot: QtBot, bare: Brand, euro: Path
) -> None:
    page = _looked(qtbot, bare, euro)
    listed = tab(page, "needs a look")
    assert words(page.looks.entries[0], bare.desk.text).startswith(f"Ready, {len(listed)} to look at")
    assert [said for _, said in listed if said.startswith(NO_RATE)]
    assert bare.desk.text.days_in(NO_RATE) in page.preview.panel.notice.sentence()


def test_that_what_needs_a_look_is_listed_after_the_import_as_long_as_it_does(
    qtbot: QtBot, bare: Brand, euro: Path
) -> None:
    page = _looked(qtbot, bare, euro)
    before = tab(page, "needs a look")
    bring_in(qtbot, page)
    entry = page.looks.entries[0]
    qtbot.waitUntil(lambda: page.preview.panel.table() is not None, timeout=5000)
    assert tab(page, "needs a look") == before
    assert words(entry, bare.desk.text).startswith(f"Imported, {len(before)} to look at")
    page.preview.explain(page.preview.panel.table().shown_rows()[0])  # type: ignore[union-attr]  # waited for above
    qtbot.waitUntil(lambda: "settlement-id" in _inspected(page), timeout=5000)
    page.do(lambda ledger: set_rate(ledger, day=date(2026, 3, 1), currency="EUR", rate="1.10"))
    qtbot.waitUntil(lambda: "to look at" not in words(entry, bare.desk.text), timeout=5000)
    qtbot.waitUntil(lambda: page.preview.panel.tabs.current() == "left out on purpose", timeout=5000)


def test_that_an_import_lists_its_missing_rate_until_it_is_there(qtbot: QtBot, bare: Brand, euro: Path) -> None:
    page = looking(qtbot, bare, euro)
    bring_in(qtbot, page)
    qtbot.waitUntil(lambda: "**1 to look at.**" in page.sentence.sentence(), timeout=5000)
    (row,) = page.list.table.shown_rows()
    page.show_this(row.id)
    qtbot.waitUntil(lambda: "There is no rate for EUR on 3/10/2026" in _inspected(page), timeout=5000)
    before = row.looks
    page.do(lambda ledger: set_rate(ledger, day=date(2026, 3, 1), currency="EUR", rate="1.10"))
    qtbot.waitUntil(lambda: page.list.table.shown_rows()[0].looks == before - 1, timeout=5000)


def test_that_a_file_whose_import_was_undone_is_not_told_as_imported(qtbot: QtBot, bare: Brand, euro: Path) -> None:
    page = _looked(qtbot, bare, euro)
    bring_in(qtbot, page)
    page.do(lambda ledger: ledger.undo())
    qtbot.waitUntil(lambda: page.looks.entries[0].state is State.UNDONE, timeout=5000)
    assert words(page.looks.entries[0], bare.desk.text) == "Imported, and undone"
    page.do(lambda ledger: ledger.redo())
    qtbot.waitUntil(lambda: page.looks.entries[0].state is State.IMPORTED, timeout=5000)


def _inspected(page: ImportsPage) -> str:
    return "\n".join(one.text() for one in page.inspector.findChildren(QLabel))
