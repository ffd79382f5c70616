"""The Imports page: what was brought in, and its undo with the consequences shown first."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.queries.batches import batches
from tests.make import Amount, import_text, settlement, sums
from tests.views.brand import Brand
from views.common.dialogs import Sheet
from views.common.table import Table
from views.imports.page import ImportsPage


def opened(qtbot: QtBot, brand: Brand) -> ImportsPage:
    """Open the page and wait until it has read."""
    page = ImportsPage(brand.desk)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    qtbot.waitUntil(lambda: bool(page.sentence.sentence()))
    return page


def shown(page: ImportsPage, title: str) -> list[str]:
    """Give a column of the list as it is written."""
    model = page.list.table.model
    column = next(number for number, each in enumerate(model.columns) if each.title == title)
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def words(page: ImportsPage) -> str:
    """Give what the inspector says."""
    return "\n".join(label.text() for label in page.inspector.findChildren(QLabel))


def press(qtbot: QtBot, page: ImportsPage, words: str) -> None:
    """Press a button by its words, as soon as it is there."""

    def buttons() -> list[QPushButton]:
        return [each for each in page.findChildren(QPushButton) if each.text() == words and each.isVisible()]

    qtbot.waitUntil(lambda: bool(buttons()))
    QTest.mouseClick(buttons()[0], Qt.MouseButton.LeftButton)


def go_to(page: ImportsPage, file: str) -> None:
    """Put the cursor on an import, by keyboard as far as the table is concerned."""
    row = next(row for row in page.list.table.shown_rows() if row.file == file)
    assert page.list.table.go_to(row)
    page.list.table.grid.setFocus()


def test_that_an_empty_ledger_says_what_to_do(qtbot: QtBot, bare: Brand) -> None:
    page = opened(qtbot, bare)
    assert page.sentence.sentence() == "Nothing was imported yet."
    said = [label.text() for label in page.list.table.findChildren(QLabel) if label.isVisible()]
    assert "No file was imported yet" in said
    press(qtbot, page, "Choose files")
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    dialog.reject()


def test_that_every_import_stands_with_its_rows_by_verdict_and_its_control_total(qtbot: QtBot, small: Brand) -> None:
    import_text(small.ledger, "settlement.txt", settlement(9, [Amount("Principal", 2500), Amount("Commission", -300)]))
    page = opened(qtbot, small)
    assert shown(page, "File")[0] == "settlement.txt"
    assert shown(page, "By verdict")[0] == "2 new, 1 left out"
    assert shown(page, "Control total")[0] == "✓ 22.00"
    assert shown(page, "Channel") == ["Amazon", "Shared", "Shared", "Shared", "Shared", "2 channels"]
    assert "**6 files** with" in page.sentence.sentence()


def test_that_rows_that_miss_their_control_total_are_to_be_looked_at(qtbot: QtBot, bare: Brand) -> None:
    import_text(bare.ledger, "settlement.txt", settlement(9, [Amount("Principal", 2500)], total=2501))
    page = opened(qtbot, bare)
    assert shown(page, "Control total") == ["−0.01 off"]
    assert shown(page, "State") == ["needs a look"]
    assert "**1 to look at.**" in page.sentence.sentence()


def test_that_space_explains_an_import_and_escape_leaves(qtbot: QtBot, small: Brand) -> None:
    import_text(small.ledger, "settlement.txt", settlement(9, [Amount("Principal", 2500)]))
    page = opened(qtbot, small)
    go_to(page, "settlement.txt")
    QTest.keyClick(page.list.table.grid, Qt.Key.Key_Space)
    assert page.inspector.isVisible()
    qtbot.waitUntil(lambda: "left out on purpose · row 2" in words(page))
    assert "by the columns settlement-id and amount-description; tab separated, UTF-8" in words(page)
    assert "tester" in words(page)
    QTest.keyClick(page.list.table.grid, Qt.Key.Key_Escape)
    assert not page.inspector.isVisible()


def test_that_the_inspector_follows_the_cursor(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    go_to(page, "stock.csv")
    QTest.keyClick(page.list.table.grid, Qt.Key.Key_Space)
    assert "stock.csv" in words(page)
    QTest.keyClick(page.list.table.grid, Qt.Key.Key_Down)
    assert "rates.csv" in words(page)


def test_that_an_undo_shows_what_moves_before_it_is_done(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    before = sums(small.ledger)
    go_to(page, "sales.csv")
    QTest.keyClick(page.list.table.grid, Qt.Key.Key_Return)
    press(qtbot, page, "Undo import…")
    qtbot.waitUntil(lambda: page.findChild(Sheet) is not None)
    sheet = page.findChild(Sheet)
    assert isinstance(sheet, Sheet)
    table = sheet.findChild(Table)
    assert isinstance(table, Table)
    moves = {(move.channel, move.line): move.moved.minor for move in table.shown_rows()}
    assert moves["Shop", "Gross sales"] == -6800
    said = sheet.words.text()
    assert "of the P&L move over all days that the ledger holds (" in said
    assert "), in USD. The" in said
    last = table.shown_rows()[-1]
    assert (last.channel, last.line) in {("All channels", "Result"), ("Shop", "Result")}
    assert "The file stays in the ledger" in sheet.words.text() or "the file stays in the ledger" in sheet.words.text()
    assert sums(small.ledger) == before

    button = next(each for each in sheet.findChildren(QPushButton) if each.text() == "Undo import")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "undone" in shown(page, "State"))
    assert sums(small.ledger).get("REV", 0) == 0
    assert "can be imported again" in page.notice.sentence()


def test_that_an_undo_that_is_not_agreed_to_changes_nothing(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    before = sums(small.ledger)
    go_to(page, "sales.csv")
    page.list.explain(page.list.table.current())
    press(qtbot, page, "Undo import…")
    qtbot.waitUntil(lambda: page.findChild(Sheet) is not None)
    sheet = page.findChild(Sheet)
    assert isinstance(sheet, Sheet)
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert sums(small.ledger) == before


def test_that_an_import_made_again_has_the_same_digest(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    row = next(row for row in page.list.table.shown_rows() if row.file == "sales.csv")
    with qtbot.waitSignal(page.runner.changed):
        page.undo(row)
    qtbot.waitUntil(lambda: "undone" in shown(page, "State"))
    go_to(page, "sales.csv")
    QTest.keyClick(page.list.table.grid, Qt.Key.Key_Space)
    press(qtbot, page, "Import again…")
    qtbot.waitUntil(page.import_button.isEnabled)
    QTest.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(page, "State").count("undone") == 1 and len(shown(page, "State")) == 6)
    with small.ledger.read() as session:
        digests = {row.digest for row in batches(session) if row.file == "sales.csv"}
    assert len(digests) == 1


def test_that_typing_in_the_filter_narrows_the_list(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.focus_search()
    QTest.keyClicks(page.search, "stock")
    qtbot.waitUntil(lambda: shown(page, "File") == ["stock.csv"])


def test_that_another_page_can_ask_for_an_import(qtbot: QtBot, small: Brand) -> None:
    page = opened(qtbot, small)
    page.show_this(next(row for row in page.list.table.shown_rows() if row.file == "costs.csv").id)
    assert "costs.csv" in words(page)


def test_that_an_import_asked_for_before_the_page_was_read_is_shown(qtbot: QtBot, small: Brand) -> None:
    page = ImportsPage(small.desk)
    qtbot.addWidget(page)
    page.show()
    page.show_this(1)
    qtbot.waitUntil(page.inspector.isVisible)
    assert "sales.csv" in words(page)


def test_that_all_remarks_can_be_listed_in_a_table(qtbot: QtBot, bare: Brand) -> None:
    text = "channel,date,document,line,sku,quantity,unit_price,kind\nShop,2026-03-02,A1,1,TEA,2,10.00,sale\n"
    text += "".join(f"Shop,soon,B{number},1,TEA,2,10.00,sale\n" for number in range(3))
    import_text(bare.ledger, "sales.csv", text)
    page = opened(qtbot, bare)
    page.show_this(1)
    qtbot.waitUntil(lambda: "cannot be read · rows 3, 4, 5, column date" in words(page))
    press(qtbot, page, "List all 3 remarks")
    table = page.findChild(Sheet).findChild(Table)  # type: ignore[union-attr]  # it was just opened
    assert isinstance(table, Table)
    assert [row.row for row in table.shown_rows()] == [3, 4, 5]


def test_that_a_template_of_an_own_table_is_saved(qtbot: QtBot, bare: Brand, tmp_path: Path) -> None:
    page = opened(qtbot, bare)
    actions = {action.text(): action for action in page.templates.menu().actions()}
    actions["Sales (Channelbook table)"].trigger()
    dialog = page.findChild(QFileDialog)
    assert isinstance(dialog, QFileDialog)
    target = tmp_path / "template.csv"
    dialog.fileSelected.emit(str(target))
    dialog.reject()
    qtbot.waitUntil(target.is_file)
    assert target.read_text(encoding="utf-8").startswith("channel,date,")
    qtbot.waitUntil(lambda: str(target) in page.notice.sentence())
