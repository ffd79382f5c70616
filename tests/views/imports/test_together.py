"""Files that are looked at together: each is judged behind those that are imported before it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from tests.views.imports.looked import bring_in, imported, looking, orders, read
from views.imports import looks


def test_that_files_after_the_first_are_judged_by_what_the_first_brought(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1, 2, name="a.csv"), orders(tmp_path, 2, 3, name="b.csv"))
    assert page.import_button.text() == "Import 2 files: 3 new and 0 changed rows"
    bring_in(qtbot, page)
    assert [(row.file, row.new, row.known) for row in imported(bare)] == [("b.csv", 1, 1), ("a.csv", 2, 0)]


def test_that_a_file_taken_out_of_the_look_no_longer_stands_before_the_others(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1, 2, name="a.csv"), orders(tmp_path, 2, 3, name="b.csv"))
    page.looks.remove(page.looks.entries[0])
    read(qtbot, page)
    assert page.import_button.text() == "Import 2 new and 0 changed rows"
    bring_in(qtbot, page)
    assert [(row.file, row.new, row.known) for row in imported(bare)] == [("b.csv", 2, 0)]


def test_that_a_file_that_was_let_go_leaves_a_number_that_is_at_most_right(
    qtbot: QtBot, bare: Brand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "ROWS_KEPT", 1)
    page = looking(qtbot, bare, *(orders(tmp_path, n, n + 1, name=f"{n}.csv") for n in (1, 2, 3)))
    assert page.import_button.text().startswith("Import 3 files: up to ")
    bring_in(qtbot, page)
    assert [(row.file, row.new, row.known) for row in imported(bare)] == [
        ("3.csv", 1, 1),
        ("2.csv", 1, 1),
        ("1.csv", 2, 0),
    ]
