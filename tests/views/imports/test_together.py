"""Files that are looked at together: each is judged behind those that are imported before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.views.brand import Brand
from tests.views.imports.looked import bring_in, imported, looking, orders, read, written
from views.imports import looks
from views.imports.page import ImportsPage


def test_that_files_after_the_first_are_judged_by_what_the_first_brought(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1, 2, name="a.csv"), orders(tmp_path, 2, 3, name="b.csv"))
    assert page.import_button.text() == "Import 2 files: 3 new rows"
    bring_in(qtbot, page)
    assert [(row.file, row.new, row.known) for row in imported(bare)] == [("b.csv", 1, 1), ("a.csv", 2, 0)]


def test_that_a_file_taken_out_of_the_look_no_longer_stands_before_the_others(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1, 2, name="a.csv"), orders(tmp_path, 2, 3, name="b.csv"))
    page.looks.remove(page.looks.entries[0])
    read(qtbot, page)
    assert page.import_button.text() == "Import 2 new rows"
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


def test_that_rates_behind_take_back_that_a_rate_is_missing(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    head = "channel,date,document,sku,quantity,unit_price,kind,currency"
    sold = written(tmp_path, "a.csv", f"{head}\nFair,2026-05-02,B1,TEA,1,9.00,sale,GBP\n")
    rates = written(tmp_path, "b.csv", "day,currency,rate,into\n2026-01-01,GBP,1.27,USD\n")
    page = looking(qtbot, bare, sold, rates)
    assert _lacking(page) == [{}, {}]
    page.preview.list.go_to(page.looks.entries[0])
    assert "There is no rate" not in page.preview.panel.notice.sentence()
    page.looks.remove(page.looks.entries[1])
    read(qtbot, page)
    assert _lacking(page) == [{"GBP": "2026-05-02"}]
    assert "There is no rate for GBP" in page.preview.panel.notice.sentence()


def _lacking(page: ImportsPage) -> list[Mapping[str, str]]:
    return [entry.looked.seen.lacking_rates for entry in page.looks.entries if entry.looked is not None]
