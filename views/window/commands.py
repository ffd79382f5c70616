"""Everything the window can be told to do, declared once for the menus and the palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from views.window.exports import JOURNALS
from views.window.pages import PLACES

if TYPE_CHECKING:
    from views.window.window import Window
    from views.window.work import Work


@dataclass(frozen=True)
class Command:
    """One command: its menu, its words, its shortcut; `always` also works while no ledger is open.

    `shown` is a shortcut that a part of the page answers to itself, so the menu only names it.
    """

    name: str
    menu: str
    words: str
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    always: bool = False
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


def _ways(window: Window) -> list[Command]:
    ways = window.ways
    return [
        Command("new", "File", "New ledger…", ways.ask_new, "Ctrl+N", "file-plus", always=True),
        Command("open", "File", "Open a ledger…", ways.ask_open, "Ctrl+O", "folder-open", always=True),
        Command("demo", "File", "Open the demo brand", ways.demo, icon="chart-column", always=True),
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
            for form, (words, _, _) in JOURNALS.items()
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
        Command("quit", "File", "Quit", window.close, "Ctrl+Q", always=True),
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
        Command(place.name, "View", place.title, _on(window, partial(_page, place.name)), place.shortcut, place.icon)
        for place in PLACES
    ]
    return [
        *pages,
        Command(
            "back", "View", "Back", _on(window, lambda work: work.book.back()), "Alt+Left", "arrow-left", apart=True
        ),
        Command(
            "collapse",
            "View",
            "Collapse the navigation",
            _on(window, lambda work: work.collapse()),
            "Ctrl+Shift+L",
            "panel-left-close",
        ),
        *(
            Command(f"theme {key}", "View/Theme", words, partial(window.choose_theme, key), always=True)
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
            _on(window, lambda work: work.find(window.commands)),
            "Ctrl+K",
            "command",
        )
    ]


def _help(window: Window) -> list[Command]:
    helper = window.help
    return [
        Command("help", "Help", "Help for this page", window.show_help, "F1", "circle-question-mark", always=True),
        Command("keyboard", "Help", "Keyboard", helper.show_keyboard, "Ctrl+F1", always=True),
        Command("about", "Help", "About Channelbook", helper.show_about, icon="info", always=True, apart=True),
    ]


def _page(name: str, work: Work) -> None:
    work.book.go(name)


def _journal(form: str, work: Work) -> None:
    work.exports.journal(form)
