"""Files looked at before they are imported: verdicts, questions, the import itself and its cancel."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.actions.catalog import add_channel
from app.queries.catalog import channels
from models.domain.catalog import ChannelKind
from tests.make import Amount, Order, import_text, orders_csv, settlement
from tests.views.brand import SALES, Brand
from tests.views.imports.looked import (
    PATIENCE,
    bring_in,
    field,
    imported,
    looking,
    orders,
    read,
    reasons,
    states,
    tab,
    written,
)
from views.imports import looks
from views.imports.entries import State, words
from views.imports.page import ImportsPage


def test_that_nothing_is_written_before_the_import_is_pressed(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1, 2))
    assert states(page) == {"orders.csv": State.READY}
    assert page.preview.panel.heading.text() == "Shopify orders for Shopify"
    assert "Recognised by the columns lineitem quantity and financial status" in page.preview.panel.evidence.text()
    assert tab(page, "new") == [(2, "Gross sales"), (3, "Gross sales")]
    assert page.sentence.sentence() == "1 file: **1 ready.** Nothing is written until you import."
    assert imported(bare) == []


def test_that_the_button_says_what_it_will_bring_and_brings_it(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1, 2))
    assert page.import_button.text() == "Import 2 new rows"
    bring_in(qtbot, page)
    assert [(row.file, row.channel, row.new) for row in imported(bare)] == [("orders.csv", "Shopify", 2)]
    assert page.notice.sentence() == "1 file imported: 2 new rows."
    qtbot.waitUntil(lambda: page.list.isVisible() and page.list.table.model.rowCount() == 1)


def test_that_a_currency_without_a_rate_is_told_above_the_rows(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    head = "channel,date,document,sku,quantity,unit_price,kind,currency\n"
    page = looking(qtbot, bare, written(tmp_path, "gbp.csv", f"{head}Fair,2026-05-01,R1,TEA,1,10.00,sale,GBP\n"))
    sentence = page.preview.panel.notice.sentence()
    assert "No channel is called “Fair” yet" in sentence
    assert sentence.endswith("Add it in Catalogue → Rates or import a rates table.")
    assert words(page.looks.entries[0], bare.desk.text).startswith("Ready, 1 to look at")


def test_that_rows_of_days_to_come_are_told_above_the_rows_and_listed(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    head = "channel,date,document,sku,quantity,unit_price,kind\n"
    lines = "Fair,2026-05-01,R1,TEA,1,10.00,sale\nFair,2036-05-01,R2,TEA,1,10.00,sale\n"
    page = looking(qtbot, bare, written(tmp_path, "fair.csv", head + lines))
    sentence = page.preview.panel.notice.sentence()
    assert sentence.startswith("Row 3 is dated 5/1/2036, which is still to come. If that is a slip, mend the file")
    assert words(page.looks.entries[0], bare.desk.text).startswith("Ready, 1 to look at")
    assert tab(page, "needs a look") == [(3, "It is dated 2036-05-01, which is still to come")]
    bring_in(qtbot, page)
    qtbot.waitUntil(lambda: page.list.isVisible() and page.list.table.model.rowCount() == 1)
    (row,) = page.list.table.model.rows()
    assert (row.state, row.looks) == ("needs a look", 1)


def test_that_a_row_with_another_state_is_shown_as_changed(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    import_text(bare.ledger, "before.csv", orders_csv([Order(1), Order(2)]))
    page = looking(qtbot, bare, written(tmp_path, "after.csv", orders_csv([Order(1), Order(2, units=3), Order(3)])))
    assert tab(page, "changed") == [(3, "Gross sales")]
    assert tab(page, "already there") == [(2, "Gross sales")]
    assert page.import_button.text() == "Import 1 new and 1 changed row"


def test_that_a_folder_and_a_zip_are_taken_apart_and_each_file_is_told_of(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    orders(folder, 1)
    written(folder, "letter.pdf", "%PDF-1.4 a letter")
    packed = tmp_path / "more.zip"
    with ZipFile(packed, "w") as archive:
        archive.writestr("sales.csv", SALES)
    page = looking(qtbot, bare, folder, packed)
    assert states(page) == {
        "letter.pdf": State.REFUSED,
        "orders.csv": State.READY,
        "more.zip: sales.csv": State.READY,
    }
    assert "2 ready, 1 cannot be imported" in page.sentence.sentence()
    assert "it is a PDF" in page.preview.panel.notice.sentence()
    bring_in(qtbot, page)
    assert {row.file for row in imported(bare)} == {"orders.csv", "more.zip: sales.csv"}
    assert page.preview.isVisible()
    assert page.sentence.sentence() == "3 files: **1 cannot be imported, 2 imported.**"
    page.preview.list.go_to(next(entry for entry in page.looks.entries if entry.state is State.IMPORTED))
    assert page.preview.panel.notice.sentence() == "Imported: 1 row new or changed."
    button = next(each for each in page.preview.panel.notice.findChildren(QPushButton) if each.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.list.isVisible() and page.inspector.isVisible())


def test_that_the_same_file_again_would_add_nothing(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    path = orders(tmp_path, 1)
    import_text(bare.ledger, "orders.csv", path.read_text(encoding="utf-8"))
    page = looking(qtbot, bare, path)
    assert states(page) == {"orders.csv": State.KNOWN}
    assert not page.import_button.isEnabled()
    assert "This very file was imported on" in page.preview.panel.notice.sentence()


def test_that_several_channels_that_fit_are_asked_for(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    import_text(bare.ledger, "one.csv", orders_csv([Order(1)]), channel="Shop North")
    import_text(bare.ledger, "two.csv", orders_csv([Order(2)]), channel="Shop South")
    page = looking(qtbot, bare, orders(tmp_path, 3))
    assert states(page) == {"orders.csv": State.ASKS}
    assert not page.import_button.isEnabled()
    assert "1 needs an answer" in page.sentence.sentence()

    box = field(page, "Channel", QComboBox)
    assert isinstance(box, QComboBox)
    assert [box.itemText(place) for place in range(box.count())] == ["Shop North", "Shop South"]
    box.setFocus()
    line = box.lineEdit()
    assert line is not None
    QTest.keyClicks(line, "Shop South")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states(page) == {"orders.csv": State.READY})
    bring_in(qtbot, page)
    assert imported(bare)[0].channel == "Shop South"


def test_that_the_first_channel_of_a_platform_can_be_named(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = looking(qtbot, bare, orders(tmp_path, 1))
    said = [label.text() for label in page.preview.panel.questions.findChildren(QLabel) if label.isVisible()]
    assert "Shopify is made by the import; type another name if it has one." in said
    page.resize(page.minimumSizeHint().width(), 640)
    qtbot.wait(10)
    parts = [part for part in page.preview.panel.questions.findChildren(QWidget) if part.isVisible()]
    side_by_side = [part.geometry() for part in parts if part.parent() is page.preview.panel.questions]
    assert not any(one.intersects(other) for one in side_by_side for other in side_by_side if one is not other)
    box = field(page, "Channel", QComboBox)
    assert isinstance(box, QComboBox)
    line = box.lineEdit()
    assert line is not None
    line.selectAll()
    QTest.keyClicks(line, "Juniper shop")
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.preview.panel.heading.text() == "Shopify orders for Juniper shop")
    bring_in(qtbot, page)
    with bare.ledger.read() as session:
        assert [row.name for row in channels(session)] == ["Juniper shop"]


def test_that_an_unreadable_cell_is_marked_and_its_row_shown_beside_its_header(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    text = SALES.replace("2026-03-09", "soon")
    page = looking(qtbot, bare, written(tmp_path, "sales.csv", text))
    assert "Row 3, column date" in page.preview.panel.notice.sentence()
    assert "The other 4 rows can be imported" in page.preview.panel.notice.sentence()
    page.preview.panel.tabs.choose("cannot be read")
    table = page.preview.panel.table()
    assert table is not None
    row = table.shown_rows()[0]
    assert (row.row, row.column, row.cell) == (3, "date", "soon")
    table.go_to(row)
    QTest.keyClick(table.grid, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "A2" in [label.text() for label in page.inspector.findChildren(QLabel)])
    QTest.keyClick(table.grid, Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()


def test_that_a_file_of_which_no_row_can_be_read_is_not_called_ready(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    head, *rows = SALES.splitlines()
    text = "\n".join([head, *(row.replace("2026-", "soon ") for row in rows)]) + "\n"
    page = looking(qtbot, bare, written(tmp_path, "damaged.csv", text), orders(tmp_path, 1))
    assert states(page) == {"damaged.csv": State.REFUSED, "orders.csv": State.READY}
    assert "1 ready, 1 cannot be imported" in page.sentence.sentence()
    page.preview.list.go_to(next(entry for entry in page.looks.entries if entry.state is State.REFUSED))
    assert page.preview.panel.notice.sentence().endswith(
        "No other row can be read either, so the file cannot be imported."
    )
    assert [row for row, _ in tab(page, "cannot be read")] == [2, 3, 4, 5, 6]


def test_that_the_control_total_is_compared_in_view(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    good = written(tmp_path, "good.txt", settlement(1, [Amount("Principal", 2500)]))
    off = written(tmp_path, "off.txt", settlement(2, [Amount("Principal", 2500)], total=2400))
    page = looking(qtbot, bare, good, off)
    assert page.preview.panel.sum.text() == "25.00"
    assert page.preview.panel.verdict.accessibleName() == "✓ equals the control total"
    QTest.keyClick(page.preview.list.view, Qt.Key.Key_Down)
    assert page.preview.panel.verdict.accessibleName() == "1.00 off the control total"


def test_that_amounts_that_could_be_read_either_way_are_asked_for(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    text = settlement(1, [Amount("Principal", 100)]).replace("1.00", "1,234")
    page = looking(qtbot, bare, written(tmp_path, "settlement.txt", text))
    assert states(page) == {"settlement.txt": State.ASKS}
    assert "--decimal" not in page.preview.panel.notice.sentence()
    box = field(page, "Amounts", QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: states(page) == {"settlement.txt": State.READY})
    assert page.preview.panel.sum.text() == "1,234.00"


def test_that_a_decimal_comma_where_an_export_has_a_point_is_told_and_can_be_said(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    text = re.sub(r"(\d+)\.(\d\d)", r'"\1,\2"', orders_csv([Order(1, price=1050)]))
    page = looking(qtbot, bare, written(tmp_path, "orders.csv", text))
    assert states(page) == {"orders.csv": State.REFUSED}
    assert "Say that the file has a decimal comma." in page.preview.panel.notice.sentence()
    assert "--decimal" not in page.preview.panel.notice.sentence()
    # As the notice says it, so do the rows.
    assert "decimal comma" in reasons(page, "cannot be read")
    assert "--decimal" not in reasons(page, "cannot be read")
    box = field(page, "Amounts", QComboBox)
    assert isinstance(box, QComboBox)
    place = box.findData("comma")
    box.setCurrentIndex(place)
    box.activated.emit(place)
    qtbot.waitUntil(lambda: states(page) == {"orders.csv": State.READY})
    bring_in(qtbot, page)
    assert [(row.file, row.new) for row in imported(bare)] == [("orders.csv", 1)]


def test_that_days_that_could_be_read_either_way_are_asked_for(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    text = "channel,date,document,line,sku,quantity,unit_price,kind\nShop,02/03/2026,A1,1,TEA,2,10.00,sale\n"
    page = looking(qtbot, bare, written(tmp_path, "sales.csv", text))
    assert page.preview.panel.notice.sentence()
    box = field(page, "Days", QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: page.import_button.text() == "Import 1 new row")
    assert tab(page, "new") == [(2, "Gross sales")]
    table = page.preview.panel.table()
    assert table is not None
    assert table.shown_rows()[0].day.isoformat() == "2026-03-02"


def test_that_of_two_files_of_the_same_age_that_differ_the_person_says_which_is_newer(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    path = orders(tmp_path, 1)
    moment = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    import_text(bare.ledger, "other.csv", orders_csv([Order(1, units=2)]), time=moment)
    page = looking(qtbot, bare, path)
    assert states(page) == {"orders.csv": State.ASKS}
    assert "1 needs an answer" in page.sentence.sentence()
    assert "of the same age" in page.preview.panel.notice.sentence()
    box = field(page, "Which is newer", QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    box.activated.emit(1)
    qtbot.waitUntil(lambda: page.import_button.text() == "Import 1 changed row")
    bring_in(qtbot, page)
    assert imported(bare)[0].changed == 1


def test_that_an_import_cancelled_in_the_middle_leaves_nothing(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = looking(qtbot, bare, orders(tmp_path, *range(1, 12_000)))
    _stop_in_the_middle(qtbot, bare, page)
    assert imported(bare) == []
    assert page.notice.sentence() == "Stopped. Nothing was written of it."


def test_that_an_import_that_was_stopped_can_be_gone_on_with(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    later = written(tmp_path, "z.csv", "channel,sku,on hand\n")
    page = looking(qtbot, bare, orders(tmp_path, *range(1, 12_000)), orders(tmp_path, 12_001, name="more.csv"), later)
    said = page.import_button.text()
    assert said.startswith("Import 2 files: ")
    _stop_in_the_middle(qtbot, bare, page)
    assert states(page) == {"orders.csv": State.READY, "more.csv": State.READY, "z.csv": State.REFUSED}
    assert (
        page.sentence.sentence() == "3 files: **2 ready, 1 cannot be imported.** Nothing is written until you import."
    )
    assert page.import_button.isEnabled()
    assert page.import_button.text() == said
    bring_in(qtbot, page)
    assert states(page) == {"orders.csv": State.IMPORTED, "more.csv": State.IMPORTED, "z.csv": State.REFUSED}
    assert [row.file for row in imported(bare)] == ["more.csv", "orders.csv"]
    assert page.notice.sentence().startswith("2 files imported: ")


def _stop_in_the_middle(qtbot: QtBot, brand: Brand, page: ImportsPage) -> None:
    moved: list[int] = []
    brand.desk.runner.started.connect(lambda job: job.progress.connect(lambda done, *_: moved.append(done)))
    with qtbot.waitSignal(page.looks.finished, timeout=PATIENCE):
        QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
        assert page.import_button.text().startswith("Importing 1 of ")
        qtbot.waitUntil(lambda: bool(moved), timeout=PATIENCE)
        QTest.mouseClick(page.stop, Qt.MouseButton.LeftButton)


def test_that_a_settlement_without_its_summary_row_says_that_it_is_not_checked(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    header, _summary, *rows = settlement(1, [Amount("Principal", 2500)]).splitlines()
    page = looking(qtbot, bare, written(tmp_path, "settlement.txt", "\n".join([header, *rows]) + "\n"))
    assert states(page) == {"settlement.txt": State.READY}
    assert page.preview.panel.verdict.accessibleName() == "no total to check against"
    assert "There is no summary row that can be read" in page.preview.panel.notice.sentence()


def test_that_rows_let_go_are_read_again_when_they_come_into_view(
    qtbot: QtBot, bare: Brand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looks, "ROWS_KEPT", 2)
    page = looking(qtbot, bare, orders(tmp_path, 1, 2, name="a.csv"), orders(tmp_path, 3, 4, name="b.csv"))
    assert [entry.looked is None for entry in page.looks.entries] == [False, True]
    assert page.import_button.isEnabled()
    QTest.keyClick(page.preview.list.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.preview.panel.table() is not None and len(tab(page, "new")) == 2)
    read(qtbot, page)
    bring_in(qtbot, page)
    assert len(imported(bare)) == 2


def test_that_the_channels_that_an_import_made_are_told_with_their_kind(
    qtbot: QtBot, bare: Brand, tmp_path: Path
) -> None:
    page = looking(
        qtbot, bare, written(tmp_path, "sales.csv", SALES.replace("Fair,", "Shop,").replace("Shop,", "My Shop,"))
    )
    kind = "of the kind marketplace (Catalogue → Channels changes that)."
    assert f"“My Shop” yet: the import makes it, {kind}" in page.preview.panel.notice.sentence()
    bring_in(qtbot, page)
    assert page.notice.sentence().endswith(f"The import made “My Shop”, {kind}")


def test_that_a_page_can_be_left_and_the_list_comes_back(qtbot: QtBot, small: Brand, tmp_path: Path) -> None:
    page = looking(qtbot, small, orders(tmp_path, 1))
    QTest.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert page.list.isVisible()
    assert page.looks.entries == []
    qtbot.waitUntil(lambda: "5 files" in page.sentence.sentence())


def test_that_a_file_that_is_not_there_is_told_of(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = ImportsPage(bare.desk)
    qtbot.addWidget(page)
    page.show()
    page.show_this([tmp_path / "nothing.csv"])
    qtbot.waitUntil(page.notice.isVisible)
    assert "There is no file" in page.notice.sentence()
    assert page.list.isVisible()


def test_that_pages_can_be_read_while_files_are_imported(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    add_channel(bare.ledger, name="Fair", kind=ChannelKind.RETAIL)
    page = looking(qtbot, bare, orders(tmp_path, *range(1, 6_000)))
    answers: list[int] = []
    with qtbot.waitSignal(page.looks.finished, timeout=PATIENCE):
        QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
        bare.desk.runner.read(channels, lambda rows: answers.append(len(rows)))
        qtbot.waitUntil(lambda: bool(answers), timeout=5_000)
        assert page.looks.importing
    assert len(imported(bare)) == 1
