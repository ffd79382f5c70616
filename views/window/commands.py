"""Everything the window can be told to do, declared once for the menus and the palette."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol

from views.window.book import Book
from views.window.command import Command, Needs
from views.window.help import HelpPanel
from views.window.pages import PLACES
from views.window.ways import Ways

if TYPE_CHECKING:
    from views.window.work import Work

_JOURNALS = {
    "hledger": "Journal for hledger…",
    "beancount": "Journal for Beancount…",
    "csv": "Journal as CSV…",
}


class Host(Protocol):
    """What commands are given to: the pages and what works on them while they are there, and what needs no ledger."""

    book: Book | None
    work: Work | None
    ways: Ways
    help: HelpPanel

    def find_anything(self) -> None:
        """Find anything by a few letters."""

    def choose_theme(self, key: str) -> None:
        """Choose light, dark, or what the system says."""

    def show_help(self) -> None:
        """Show the help of the page in view, or put it away."""

    def close(self) -> bool:
        """End the program."""


def commands(window: Host) -> list[Command]:
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


def _on(window: Host, do: Callable[[Work], object]) -> Callable[[], object]:
    """Do something with the ledger that is open; nothing while none is."""
    return lambda: do(window.work) if window.work is not None else None


def _in(window: Host, do: Callable[[Book], object]) -> Callable[[], object]:
    """Do something with the pages; nothing while there are none."""
    return lambda: do(window.book) if window.book is not None else None


def _ways(window: Host) -> list[Command]:
    ways = window.ways
    return [
        Command("new", "File", "New ledger…", ways.ask_new, "Ctrl+N", "file-plus", needs=Needs.NOTHING),
        Command("open", "File", "Open a ledger…", ways.ask_open, "Ctrl+O", "folder-open", needs=Needs.NOTHING),
        Command("demo", "File", "Open the demo brand", ways.demo, icon="chart-column", needs=Needs.NOTHING),
    ]


def _in_and_out(window: Host) -> list[Command]:
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


def _care(window: Host) -> list[Command]:
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


def _edit(window: Host) -> list[Command]:
    return [
        Command("undo", "Edit", "Undo", _on(window, lambda work: work.undoing.undo()), "Ctrl+Z", "undo-2"),
        Command("redo", "Edit", "Redo", _on(window, lambda work: work.undoing.redo()), "Ctrl+Shift+Z", "redo-2"),
        Command("copy", "Edit", "Copy", _on(window, lambda work: work.copy()), icon="copy", apart=True, shown="Ctrl+C"),
        Command("filter", "Edit", "Filter", _on(window, lambda work: work.focus_filter()), "Ctrl+F", "search"),
    ]


def _view(window: Host) -> list[Command]:
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


def _go(window: Host) -> list[Command]:
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


def _help(window: Host) -> list[Command]:
    helper = window.help
    return [
        Command(
            "help", "Help", "Help for this page", window.show_help, "F1", "circle-question-mark", needs=Needs.NOTHING
        ),
        Command("keyboard", "Help", "Keyboard", helper.show_keyboard, "Ctrl+F1", needs=Needs.NOTHING),
        Command("about", "Help", "About Channelbook", helper.show_about, icon="info", needs=Needs.NOTHING, apart=True),
    ]


def _page(name: str, book: Book) -> None:
    book.go(name)


def _journal(form: str, work: Work) -> None:
    work.exports.journal(form)
