"""Help beside the page: its links, its way back, and texts that fit the panel."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QKeySequence, QTextBlock, QTextCursor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.views.desktop import action
from views.allocation.page import AllocationPage
from views.common.focus import has_focus_within
from views.common.sectioned_page import SectionedPage
from views.stock.page import StockPage
from views.window import Window
from views.window.help import HelpPanel
from views.window.help_text import DOCS, page_text, place_of, prepared
from views.window.pages import NAMES

PAGES = sorted(path.stem for path in DOCS.glob("*.md"))


def title(panel: HelpPanel) -> str:
    """Give the first line that is shown."""
    return panel.view.toPlainText().partition("\n")[0]


def blocks(panel: HelpPanel) -> Iterator[QTextBlock]:
    """Go through the paragraphs that are shown."""
    block = panel.view.document().begin()
    while block.isValid():
        yield block
        block = block.next()


def link_at(panel: HelpPanel, words: str) -> QPoint:
    """Bring a link into sight, and give where it stands."""
    cursor = panel.view.document().find(words)
    panel.view.setTextCursor(cursor)
    panel.view.ensureCursorVisible()
    cursor.setPosition(cursor.selectionStart() + 2)
    return panel.view.cursorRect(cursor).center()


def click(panel: HelpPanel, words: str) -> None:
    """Click on the words of a link."""
    QTest.mouseClick(
        panel.view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, link_at(panel, words)
    )


def test_that_no_page_is_wider_than_the_panel(window: Window, qtbot: QtBot) -> None:
    panel = window.help
    for name in PAGES:
        panel.open(name)
        qtbot.wait(1)
        assert panel.view.horizontalScrollBar().maximum() == 0, name


def test_that_every_link_leads_to_a_page_or_a_heading_that_there_is() -> None:
    for name in PAGES:
        for page, place in re.findall(r"\]\(([\w-]+)\.md(?:#([\w-]+))?\)", page_text(name) or ""):
            found = page_text(page)
            assert found is not None, f"{name}: {page}"
            headings = {place_of(line.lstrip("# ")) for line in found.split("\n") if line.startswith("#")}
            assert not place or place in headings, f"{name}: {page}#{place}"


@pytest.mark.parametrize("page", [AllocationPage, StockPage])
def test_that_help_counts_the_tabs_that_a_page_has(page: type[SectionedPage]) -> None:
    words = page_text(page.HELP) or ""
    told = re.search(r"[Tt]he page[^.]*? has (\w+) tabs", words)
    assert told is not None
    assert told[1] == {7: "seven", 11: "eleven"}[len(page.tabs)]
    assert [tab.kind.WORDS for tab in page.tabs.values() if f"*{tab.kind.WORDS}*" not in words] == []


def test_that_a_click_on_a_link_opens_that_page_and_back_leads_to_where_it_was_left(
    window: Window, qtbot: QtBot
) -> None:
    panel = window.help
    panel.open("conflicts")
    assert not panel.back.isVisible()
    qtbot.wait(1)
    click(panel, "command line")
    left = panel.view.verticalScrollBar().value()
    assert title(panel) == "The command line"
    QTest.mouseClick(panel.back, Qt.MouseButton.LeftButton)
    assert title(panel) == "Conflicts"
    assert panel.view.verticalScrollBar().value() == left
    assert not panel.back.isVisible()


def test_that_alt_left_goes_back_in_the_help_before_it_goes_back_through_the_pages(full: Window, qtbot: QtBot) -> None:
    panel, pages = full.help, full.book
    assert pages is not None
    action(full, "catalog").trigger()
    QTest.keySequence(full, QKeySequence("F1"))
    qtbot.waitUntil(panel.view.hasFocus)
    panel.follow(QUrl("own-tables.md"))
    QTest.keySequence(panel.view, QKeySequence("Alt+Left"))
    assert (title(panel), pages.name) == ("Costs, bundles, listings and rates", "catalog")
    QTest.keySequence(panel.view, QKeySequence("Alt+Left"))
    assert pages.name == "overview"


def test_that_a_link_to_a_heading_brings_it_to_the_top(window: Window, qtbot: QtBot) -> None:
    panel = window.help
    panel.open("competitors")
    qtbot.wait(20)
    panel.follow(QUrl("own-tables.md#prices"))
    (heading,) = [block for block in blocks(panel) if block.blockFormat().headingLevel() and block.text() == "prices"]
    assert 0 <= panel.view.cursorRect(QTextCursor(heading)).top() <= 30


@pytest.mark.parametrize("words", ["[the site](https://example.org/x)", "see https://example.org/x there"])
def test_that_nothing_outside_is_opened_and_its_address_stands_as_text(window: Window, words: str) -> None:
    panel = window.help
    panel._show(prepared(f"# Title\n\n{words}\n"))  # noqa: SLF001 -- no page of ours has such a link
    assert "https://example.org/x" in panel.view.toPlainText()
    cursor = QTextCursor(panel.view.document().find("example"))
    assert not cursor.charFormat().isAnchor()
    panel.follow(QUrl("https://example.org/x"))
    assert title(panel) == "Title"
    assert not panel.back.isVisible()


def test_that_a_page_that_is_not_installed_is_told_in_words(window: Window) -> None:
    window.help.open("conflicts")
    window.help.follow(QUrl("nowhere.md"))
    assert "This installation has no such page" in window.help.view.toPlainText()
    assert window.help.back.isVisible()


def test_that_a_linked_page_is_named_by_its_title_and_other_words_stay() -> None:
    assert prepared("([fees.md](fees.md))", lambda _name: "# Fees of channels\n") == "([Fees of channels](fees.md))"
    assert prepared("[there](fees.md#past)", lambda _name: "# Fees\n") == "[there](fees.md#past)"
    assert prepared("[fees.md](fees.md)", lambda _name: None) == "[fees.md](fees.md)"


def test_that_headings_are_larger_than_what_stands_below_them(window: Window) -> None:
    window.help.open("conflicts")
    sizes: dict[int, int] = {}
    for block in blocks(window.help):
        sizes.setdefault(block.blockFormat().headingLevel(), QTextCursor(block).charFormat().font().pixelSize())
    assert sizes[1] > sizes[2] > sizes[0]


@pytest.mark.parametrize("wide", [1180, 1440, 1920])
def test_that_the_help_takes_no_page_the_room_that_it_needs(full: Window, qtbot: QtBot, wide: int) -> None:
    book = full.book
    assert book is not None
    full.resize(wide, 760)
    full.show_help()
    for name in NAMES:
        book.go(name)
        qtbot.wait(1)
        page = book.page()
        assert page is not None
        assert page.width() >= max(800, page.minimumSizeHint().width()), name
        assert full.help.pane.mapTo(full, QPoint(full.help.pane.width(), 0)).x() == wide
        assert full.help.pane.isVisible()


def test_that_help_that_lies_over_a_page_stands_beside_it_where_the_navigation_makes_room(
    full: Window, qtbot: QtBot
) -> None:
    full.resize(1440, 760)
    full.show_help()
    page = full.book.page() if full.book is not None else None
    assert page is not None
    qtbot.waitUntil(lambda: page.width() == 1440 - 200)
    action(full, "collapse").trigger()
    qtbot.waitUntil(lambda: page.width() == 1440 - 52 - full.help.pane.width())
    action(full, "collapse").trigger()
    qtbot.waitUntil(lambda: page.width() == 1440 - 200)


def test_that_the_help_follows_to_another_page_and_to_another_tab(full: Window) -> None:
    book = full.book
    assert book is not None
    full.show_help()
    book.go("imports")
    assert title(full.help) == "Importing files"
    assert not full.help.view.hasFocus()
    assert not full.help.back.isVisible()
    book.go("pricing", "floors")
    assert title(full.help) == "Prices"
    book.go("pricing", "prices")
    assert title(full.help) == "The price book"


def test_that_what_a_link_led_to_is_come_back_to_after_another_page(full: Window) -> None:
    book = full.book
    assert book is not None
    book.go("imports")
    full.show_help()
    full.help.follow(QUrl("own-tables.md"))
    read = title(full.help)
    book.go("history")
    assert title(full.help) != read
    full.help.go_back()
    assert title(full.help) == read


def test_that_the_keyboard_stays_in_view_from_page_to_page(full: Window) -> None:
    book = full.book
    assert book is not None
    full.help.show_keyboard()
    book.go("imports")
    assert title(full.help) == "Keyboard"


@pytest.mark.parametrize("inside", [True, False])
def test_that_esc_closes_the_help_and_leaves_the_focus_to_the_page(full: Window, inside: bool) -> None:
    page = full.book.page() if full.book is not None else None
    assert page is not None
    full.show_help()
    focused = full.help.view if inside else page
    focused.setFocus()
    QTest.keyClick(focused, Qt.Key.Key_Escape)
    assert not full.help.pane.isVisible()
    assert has_focus_within(page)
