"""How the window gets at ledgers: open one, make one, restore one; it never imports the ledger itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from app.ledger.backup import list_backups
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger, open_ledger, restore
from app.settings import Settings

__all__ = ["Doors", "Kept", "Ledger", "Make", "Open", "doors"]


class Open(Protocol):
    """Opens a ledger, for writing unless said otherwise."""

    def __call__(self, path: Path, *, read_only: bool = False, anyway: bool = False) -> Ledger:
        """Open the ledger at a path; `anyway` also beside copies that a conflict of syncing left."""


class Make(Protocol):
    """Makes an empty ledger and opens it."""

    def __call__(self, path: Path, *, currency: str, anywhere: bool = False) -> Ledger:
        """Make the ledger at a path; `anywhere` also in a synchronised or network folder."""


@dataclass(frozen=True)
class Kept:
    """A backup that lies beside a ledger."""

    path: Path
    made_at: datetime
    reason: str


@dataclass(frozen=True)
class Doors:
    """The ways in; `who` is written beside every change."""

    open: Open
    make: Make
    restore: Callable[[Path, Path], str]
    backups: Callable[[Path], tuple[Kept, ...]]


def doors(settings: Settings) -> Doors:
    """Give the ways in for a person."""
    who = settings.who()

    def opened(path: Path, *, read_only: bool = False, anyway: bool = False) -> Ledger:
        return open_ledger(path, who=who, read_only=read_only, anyway=anyway)

    def made(path: Path, *, currency: str, anywhere: bool = False) -> Ledger:
        return new_ledger(path, currency=currency, who=who, anywhere=anywhere)

    def backups(path: Path) -> tuple[Kept, ...]:
        return tuple(Kept(backup.path, backup.made_at, backup.reason) for backup in list_backups(path))

    return Doors(opened, made, restore, backups)
