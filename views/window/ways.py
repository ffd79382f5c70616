"""The ways into a ledger and out of it: open, make, demo, restore; each off the GUI thread, each refusal in words."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QFileDialog, QWidget

from app.doors import Doors, Kept
from app.errors import OpenFailure, OpenFailureKind, UserError
from app.jobs import Progress
from app.paths import Paths, private_folder
from views.common.dialogs import Sheet, ask_text, choose_files, choose_save, message
from views.common.text import Text
from views.common.theme import Look
from views.window.first import hand_over
from views.window.kept import KeptSettings
from views.window.new_ledger import NewLedgerSheet
from views.window.opening import Opener
from views.window.pages import FIRST, page_class
from views.window.refusals import Ways as Offers
from views.window.refusals import refusal_sheet

if TYPE_CHECKING:
    from app.doors import Ledger

_SUFFIX = ".channelbook"
_KINDS = (f"Channelbook ledger (*{_SUFFIX})",)
_WORD = "anyway"


class Host(Protocol):
    """What the window does around an opening."""

    def opened(self, ledger: Ledger) -> None:
        """Show the pages of a ledger."""

    def closed(self) -> Callable[[], None] | None:
        """Take the pages away and give what is to be closed in the background, or None."""

    def waiting(self, words: str) -> None:
        """Say what is being opened; no words: nothing any more."""

    def current_path(self) -> Path | None:
        """Give the ledger that is open."""


class Ways:
    """Opens ledgers for a window."""

    def __init__(
        self, window: QWidget, host: Host, *, look: Look, text: Text, doors: Doors, paths: Paths, kept: KeptSettings
    ) -> None:
        self._window, self._host = window, host
        self._look, self._text = look, text
        self._doors, self._paths, self._kept = doors, paths, kept
        self.opener = Opener(window)
        self.opener.told.connect(host.waiting)
        self.opener.crashed.connect(lambda _error, _trace: host.waiting(""))
        self._on_the_way: Ledger | None = None
        self.sheet: Sheet | None = None

    # What the menu and the start page ask

    def ask_open(self) -> QFileDialog:
        """Let the person choose a ledger."""
        return choose_files(
            self._window, self._kept, title="Open a ledger", kinds=_KINDS, then=lambda paths: self.open(paths[0])
        )

    def ask_new(self) -> NewLedgerSheet:
        """Let the person name a new ledger."""
        folder = self._paths.ledgers
        sheet = NewLedgerSheet(self._look, self._window, self._kept, folder, then=self.make)
        sheet.open()
        self.sheet = sheet
        return sheet

    def open(self, path: Path, *, read_only: bool = False, anyway: bool = False) -> None:
        """Open a ledger; the one that is open stays until this has succeeded."""
        if path.resolve() == self._host.current_path():
            return
        self._bring(
            f"Opening {path.stem}",
            lambda: self._doors.open(path, read_only=read_only, anyway=anyway),
            lambda error: self._refused(path, error, retry=partial(self.open, path, anyway=True)),
        )

    def make(self, path: Path, currency: str, *, anywhere: bool = False) -> None:
        """Make an empty ledger and open it."""
        self._bring(
            f"Making {path.stem}",
            lambda: self._doors.make(path, currency=currency, anywhere=anywhere),
            lambda error: self._refused(path, error, retry=partial(self.make, path, currency, anywhere=True)),
        )

    def demo(self) -> None:
        """Open the demo brand, made from its exports at the first time."""
        # Loaded here: what reads exports takes its time, which a start that imports nothing should not pay.
        from app.importing.demo import NAME  # noqa: PLC0415 - for the reason above

        path = self._paths.ledgers / f"{NAME}{_SUFFIX}"
        if path.exists():
            self.open(path)
            return
        words = "Making the demo brand from its exports"
        self._bring(words, lambda: self._make_demo(path), partial(self._refused, path))

    def close(self) -> None:
        """Close the ledger and show the start page."""
        self._close_then(lambda: None)

    def leave(self) -> None:
        """Wait for what is being opened, and close what nobody is there to see; for the end of the program."""
        self.opener.wait()
        if self._on_the_way is not None:
            self._on_the_way.close()

    # Inside

    def _bring(self, words: str, get: Callable[[], Ledger], refused: Callable[[UserError], object]) -> None:
        """Get a ledger, and all that the window needs to show it, in the background; then show it."""

        def work() -> Ledger:
            self._doors.load()
            pages = Thread(target=_load_first, name="pages")
            pages.start()  # while the disk is read for the checks
            try:
                ledger = self._on_the_way = get()
            finally:
                pages.join()
            return ledger

        self._host.waiting(words)
        self.opener.run(work, self._opened, refused)

    def _make_demo(self, path: Path) -> Ledger:
        """Make all of it elsewhere first, so that a demo that lies in its place is a whole one."""
        from app.demo import CURRENCY, DAY, make_demo  # noqa: PLC0415 - see `demo`

        tell = Progress(lambda done, total, _note: self.opener.tell(f"Importing file {done + 1} of {total}"))
        with TemporaryDirectory(prefix="channelbook-demo-") as folder:
            made = Path(folder) / path.name
            ledger = self._doors.make(made, currency=CURRENCY, anywhere=True, stays_on=DAY)
            try:
                make_demo(ledger, tell)
            finally:
                ledger.close()
            private_folder(path.parent)
            self._doors.restore(made, path)
        return self._doors.open(path)

    def _opened(self, ledger: Ledger) -> None:
        def show() -> None:
            self._on_the_way = None
            self._kept.put(self._kept.settings.with_ledger(ledger.path))
            self._host.opened(ledger)

        self._close_then(show)

    def _close_then(self, then: Callable[[], None]) -> None:
        """Close what is open in the background; the pages go at once."""
        closing = self._host.closed()
        if closing is None:
            then()
            return
        self.opener.run(closing, lambda _nothing: then(), lambda error: self._not_closed(error, then))

    def _not_closed(self, error: UserError, then: Callable[[], None]) -> None:
        message(self._look, self._window, "The ledger was not closed cleanly", str(error))
        then()

    def _refused(self, path: Path, error: UserError, *, retry: Callable[[], None] | None = None) -> None:
        """Show why, and what can be done instead."""
        self._host.waiting("")
        if not path.exists():
            self._kept.put(self._kept.settings.without_ledger(path))
        first = None
        if isinstance(error, OpenFailure) and error.kind is OpenFailureKind.LOCKED:
            first = partial(hand_over, path)
        offers = Offers(
            read_only=lambda: self.open(path, read_only=True),
            raise_first=first,
            restore=self._restore,
            anyway=lambda: self._ask_anyway(retry),
        )
        backups = self._doors.backups(path)
        self.sheet = refusal_sheet(
            self._look, self._text, self._window, path=path, error=error, backups=backups, ways=offers
        )

    def _ask_anyway(self, retry: Callable[[], None] | None) -> None:
        def typed(words: str) -> None:
            if words.casefold() == _WORD and retry is not None:
                retry()

        self.sheet = ask_text(
            self._look,
            self._window,
            "Use this place anyway?",
            "A program that syncs or shares this folder may put an older copy in place of the ledger, or write to it "
            f"at the same time. Backups are made all the same. Type the word {_WORD} to go on.",
            yes="Use it anyway",
            then=typed,
        )

    def _restore(self, backup: Kept) -> None:
        """Restore a backup to a new ledger; the damaged one stays as it is."""
        choose_save(
            self._window,
            self._kept,
            title="Restore to a new ledger",
            name=f"{self._paths.ledgers.name} restored.channelbook",
            kinds=_KINDS,
            then=partial(self._restore_to, backup),
        )

    def _restore_to(self, backup: Kept, target: Path) -> None:
        def work() -> Ledger:
            self._doors.restore(backup.path, target)
            return self._doors.open(target)

        self._bring(f"Restoring {backup.path.stem}", work, partial(self._refused, target))


def _load_first() -> None:
    """Load the first page and what works beside it; called off the GUI thread, so that the window answers meanwhile."""
    import views.window.work  # noqa: F401, PLC0415 - for the window to find it loaded

    page_class(FIRST)
