"""What a look says of files that bring no new row, or whose rows a newer version overtakes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from tests.make import Order, import_text, orders_csv, sums
from tests.views.brand import Brand
from tests.views.imports.looked import bring_in, field, imported, looking, orders, states, tab, written
from views.imports.entries import State, words

SOLD = "channel,date,document,sku,quantity,unit_price,kind\nFair,2026-05-01,R1,TEA,1,{price},sale\n"


def test_that_a_file_that_brings_no_row_is_not_said_to_bring_0_rows(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    import_text(bare.ledger, "before.csv", orders_csv([Order(1), Order(2)]))
    page = looking(qtbot, bare, orders(tmp_path, 1))
    assert page.import_button.text() == "Import 1 file without new rows"
    assert "counts no more" in page.import_button.toolTip()
    bring_in(qtbot, page)
    assert page.notice.sentence() == "1 file imported: no new rows."


def test_that_what_was_imported_is_said_until_it_is_undone(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1))
    bring_in(qtbot, page)
    assert page.notice.sentence() == "1 file imported: 1 new row."
    qtbot.wait(100)
    assert page.notice.isVisible()
    page.runner.write(lambda ledger: ledger.undo())
    qtbot.waitUntil(page.notice.isHidden)
    qtbot.waitUntil(lambda: page.sentence.sentence() == "**0 files** with 0 rows in force, 1 undone.")


def test_that_nothing_is_said_of_the_list_before_it_holds_what_was_imported(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1))
    said: list[str] = []
    page.looks.finished.connect(lambda: said.append(page.sentence.sentence()))
    bring_in(qtbot, page)
    assert said == ["1 file: **1 imported.**"]
    qtbot.waitUntil(lambda: page.sentence.sentence() == "**1 file** with 1 row in force.")


def test_that_a_row_overtaken_by_a_newer_version_is_told_and_can_be_said_to_be_the_newer_one(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    import_text(bare.ledger, "newer.csv", orders_csv([Order(1, units=3), Order(9)]))
    page = looking(qtbot, bare, written(tmp_path, "older.csv", orders_csv([Order(1)])))
    assert tab(page, "overtaken by a newer version") == [(2, "Gross sales")]
    assert page.preview.panel.notice.sentence() == (
        "1 row differs from a newer version, which stays. If this file is right, say that it is the newer one."
    )
    assert words(page.looks.entries[0], bare.desk.text) == "Nothing new, 1 overtaken · Shopify orders"
    newer = field(page, "Which is newer", QComboBox)
    assert isinstance(newer, QComboBox)
    newer.setCurrentIndex(newer.findData("yes"))
    newer.activated.emit(newer.currentIndex())
    qtbot.waitUntil(lambda: bool(page.looks.entries[0].looked) and tab(page, "changed") == [(2, "Gross sales")])


def test_that_a_file_imported_before_can_be_said_to_be_the_newer_one(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    older = written(tmp_path, "older.csv", SOLD.format(price="10.00"))
    import_text(bare.ledger, "older.csv", older.read_text("utf-8"), time=datetime(2026, 5, 2, tzinfo=UTC))
    import_text(bare.ledger, "newer.csv", SOLD.format(price="8.00"), time=datetime(2099, 1, 1, tzinfo=UTC))
    page = looking(qtbot, bare, older)
    assert states(page) == {"older.csv": State.KNOWN}
    assert "1 row differs from a newer version, which stays." in page.preview.panel.notice.sentence()
    newer = field(page, "Which is newer", QComboBox)
    assert isinstance(newer, QComboBox)
    newer.setCurrentIndex(newer.findData("yes"))
    newer.activated.emit(newer.currentIndex())
    qtbot.waitUntil(lambda: page.import_button.text() == "Import 1 changed row")
    bring_in(qtbot, page)
    assert (imported(bare)[0].file, imported(bare)[0].changed) == ("older.csv", 1)
    assert sums(bare.ledger)["REV"] == 1000
