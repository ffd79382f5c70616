"""How the window gets at ledgers: open one, make one, restore one; it never imports the ledger itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.settings import Settings

if TYPE_CHECKING:
    from app.ledger.ledger import Ledger  # noqa: TC004 - the window needs the name for its types alone

__all__ = ["Doors", "Kept", "Ledger", "Make", "Open", "doors"]


class Open(Protocol):
    """Opens a ledger, for writing unless said otherwise."""

    def __call__(self, path: Path, *, read_only: bool = False, anyway: bool = False) -> Ledger:
        """Open the ledger at a path; `anyway` also beside copies that a conflict of syncing left."""


class Make(Protocol):
    """Makes an empty ledger and opens it."""

    def __call__(self, path: Path, *, currency: str, anywhere: bool = False, stays_on: date | None = None) -> Ledger:
        """Make the ledger at a path; `anywhere` also in a synchronised or network folder, `stays_on` one day."""


@dataclass(frozen=True)
class Kept:
    """A backup that lies beside a ledger."""

    path: Path
    made_at: datetime
    reason: str


@dataclass(frozen=True)
class Doors:
    """The ways in; `who` is written beside every change. `load` loads what the others need, and takes its time."""

    load: Callable[[], object]
    open: Open
    make: Make
    restore: Callable[[Path, Path], str]
    backups: Callable[[Path], tuple[Kept, ...]]


def doors(settings: Settings) -> Doors:
    """Give the ways in for a person; what opens a ledger is loaded by the first who goes in, and not by the window."""
    who = settings.who()

    def load() -> None:
        import app.ledger.opening  # noqa: F401 - for the others to find it loaded

    def opened(path: Path, *, read_only: bool = False, anyway: bool = False) -> Ledger:
        from app.ledger.opening import open_ledger

        return open_ledger(path, who=who, read_only=read_only, anyway=anyway)

    def made(path: Path, *, currency: str, anywhere: bool = False, stays_on: date | None = None) -> Ledger:
        from app.ledger.opening import new_ledger

        return new_ledger(path, currency=currency, who=who, anywhere=anywhere, stays_on=stays_on)

    def restored(backup: Path, target: Path) -> str:
        from app.ledger.opening import restore

        return restore(backup, target)

    def backups(path: Path) -> tuple[Kept, ...]:
        from app.ledger.backup import list_backups

        return tuple(Kept(backup.path, backup.made_at, backup.reason) for backup in list_backups(path))

    return Doors(load, opened, made, restored, backups)
