"""One thing that the window can be told to do, as the menus, the palette and the help show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from views.common.palette import Entry

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
