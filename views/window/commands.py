"""Everything the window can be told to do, declared once for the menus and the palette."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import TYPE_CHECKING

from views.common.palette import Entry
from views.window.pages import PLACES

if TYPE_CHECKING:
    from views.window.book import Book
    from views.window.window import Window
    from views.window.work import Work

_JOURNALS = {
    "hledger": "Journal for hledger…",
    "beancount": "Journal for Beancount…",
    "csv": "Journal as CSV…",
}
_KINDS = {"View": "View", "File/Export the journal": "File", "View/Theme": "Theme"}


class Needs(IntEnum):
    """What must be there for a command: nothing, the pages (from when a ledger is being opened), the open ledger."""

    NOTHING = 0
    PAGES = 1
    LEDGER = 2


@dataclass(frozen=True)
class Command:
    """One command: its menu, its words, its shortcut, and what it needs.

    `shown` is a shortcut that a part of the page answers to itself, so the menu only names it.
    """

    name: str
    menu: str
    words: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    needs: Needs = Needs.LEDGER
    apart: bool = False
    shown: str = ""


def commands(window: Window) -> list[Command]:
    """List the commands in the order of the menus."""
    return [
        *_ways(window),
        *_in_and_out(window),
        *_care(window),
        *_edit(window),
        *_view(window),
        *_go(window),
        *_help(window),
    ]


def _on(window: Window, do: Callable[[Work], object]) -> Callable[[], object]:
    """Do something with the ledger that is open; nothing while none is."""
    return lambda: do(window.work) if window.work is not None else None


def _in(window: Window, do: Callable[[Book], object]) -> Callable[[], object]:
    """Do something with the pages; nothing while there are none."""
    return lambda: do(window.book) if window.book is not None else None


def _ways(window: Window) -> list[Command]:
    ways = window.ways
    return [
        Command("new", "File", "New ledger…", ways.ask_new, "Ctrl+N", "file-plus", needs=Needs.NOTHING),
        Command("open", "File", "Open a ledger…", ways.ask_open, "Ctrl+O", "folder-open", needs=Needs.NOTHING),
        Command("demo", "File", "Open the demo brand", ways.demo, icon="chart-column", needs=Needs.NOTHING),
    ]


def _in_and_out(window: Window) -> list[Command]:
    return [
        Command(
            "import",
            "File",
            "Import files…",
            _on(window, lambda work: work.import_files()),
            "Ctrl+I",
            "inbox",
            apart=True,
        ),
        Command(
            "import folder",
            "File",
            "Import a folder…",
            _on(window, lambda work: work.import_folder()),
            "Ctrl+Shift+I",
            "folder-open",
        ),
        Command(
            "table",
            "File",
            "Export this table…",
            _on(window, lambda work: work.export_table()),
            "Ctrl+E",
            "table-2",
            apart=True,
        ),
        Command(
            "pnl",
            "File",
            "Export the channel P&L…",
            _on(window, lambda work: work.export_pnl()),
            "Ctrl+Shift+E",
            "file-spreadsheet",
        ),
        *(
            Command(f"journal {form}", "File/Export the journal", words, _on(window, partial(_journal, form)))
            for form, words in _JOURNALS.items()
        ),
    ]


def _care(window: Window) -> list[Command]:
    return [
        Command(
            "back up",
            "File",
            "Back up now",
            _on(window, lambda work: work.care.back_up()),
            "Ctrl+B",
            "shield-check",
            apart=True,
        ),
        Command("check", "File", "Check the ledger", _on(window, lambda work: work.care.check()), icon="list-checks"),
        Command("close", "File", "Close the ledger", window.ways.close, "Ctrl+W", apart=True),
        Command("quit", "File", "Quit", window.close, "Ctrl+Q", needs=Needs.NOTHING),
    ]


def _edit(window: Window) -> list[Command]:
    return [
        Command("undo", "Edit", "Undo", _on(window, lambda work: work.undoing.undo()), "Ctrl+Z", "undo-2"),
        Command("redo", "Edit", "Redo", _on(window, lambda work: work.undoing.redo()), "Ctrl+Shift+Z", "redo-2"),
        Command("copy", "Edit", "Copy", _on(window, lambda work: work.copy()), icon="copy", apart=True, shown="Ctrl+C"),
        Command("filter", "Edit", "Filter", _on(window, lambda work: work.focus_filter()), "Ctrl+F", "search"),
    ]


def _view(window: Window) -> list[Command]:
    pages = [
        Command(
            place.name,
            "View",
            place.title,
            _in(window, partial(_page, place.name)),
            place.shortcut,
            place.icon,
            needs=Needs.PAGES,
        )
        for place in PLACES
    ]
    return [
        *pages,
        Command(
            "back",
            "View",
            "Back",
            _in(window, lambda book: book.back()),
            "Alt+Left",
            "arrow-left",
            needs=Needs.PAGES,
            apart=True,
        ),
        Command(
            "collapse",
            "View",
            "Collapse the navigation",
            _in(window, lambda book: book.navigation.toggle()),
            "Ctrl+Shift+L",
            "panel-left-close",
            needs=Needs.PAGES,
        ),
        *(
            Command(f"theme {key}", "View/Theme", words, partial(window.choose_theme, key), needs=Needs.NOTHING)
            for key, words in (("system", "As the system"), ("light", "Light"), ("dark", "Dark"))
        ),
        Command("reload", "View", "Read this page again", _on(window, lambda work: work.reload()), "F5"),
    ]


def _go(window: Window) -> list[Command]:
    return [
        Command(
            "palette",
            "Go",
            "Find a page, an action or a record…",
            window.find_anything,
            "Ctrl+K",
            "command",
            needs=Needs.PAGES,
        )
    ]


def _help(window: Window) -> list[Command]:
    helper = window.help
    return [
        Command(
            "help", "Help", "Help for this page", window.show_help, "F1", "circle-question-mark", needs=Needs.NOTHING
        ),
        Command("keyboard", "Help", "Keyboard", helper.show_keyboard, "Ctrl+F1", needs=Needs.NOTHING),
        Command("about", "Help", "About Channelbook", helper.show_about, icon="info", needs=Needs.NOTHING, apart=True),
    ]


def entry(command: Command) -> Entry:
    """Give a command as the palette shows it."""
    page = command.menu == "View" and command.shortcut.removeprefix("Ctrl+").isdigit()
    kind = "Page" if page else _KINDS.get(command.menu, command.menu)
    icon = command.icon or "chevron-right"
    return Entry(command.words.rstrip("…"), kind, command.run, command.shortcut or command.shown, icon)


def entries(commands: Sequence[Command]) -> list[Entry]:
    """List commands for the palette, pages first."""
    found = [entry(command) for command in commands if command.name != "palette"]
    return sorted(found, key=lambda each: each.kind != "Page")


def _page(name: str, book: Book) -> None:
    book.go(name)


def _journal(form: str, work: Work) -> None:
    work.exports.journal(form)
