"""The main window: one ledger at a time, its pages, and what needs no ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.doors import Doors
from app.paths import Paths
from app.settings import Settings
from views.common.desk import Desk
from views.common.dialogs import Sheet, question
from views.common.drop_zone import dropped_paths
from views.common.loading import in_turns
from views.common.palette import Palette
from views.common.runner import Runner
from views.common.table import Table
from views.common.text import Text
from views.common.theme import Choice, Look
from views.window.book import Book
from views.window.command import Needs, entries
from views.window.commands import commands
from views.window.crashing import Crashes
from views.window.first import FirstWindow
from views.window.help import HelpPanel
from views.window.kept import KeptSettings
from views.window.menus import Menus
from views.window.pages import load_ahead
from views.window.side import Side
from views.window.start_page import StartPage
from views.window.status import StatusLine
from views.window.ways import Ways

if TYPE_CHECKING:
    from app.doors import Ledger
    from views.window.work import Work

_LEAST = QSize(1024, 640)
_FIRST_SIZE = QSize(1440, 900)
_LEAST_PAGE = 800  # pixels of a page that has something beside it
_SUFFIX = ".channelbook"
_GEOMETRY = "window"
_AHEAD = 2000  # milliseconds until the other pages are loaded, when the first one stands with its charts


class Window(QMainWindow):
    """The window; `ways` opens ledgers into it, `work` is what can be done with the one that is open.

    `book` are the pages; they stand, without figures, from when the first ledger is being opened.
    """

    def __init__(self, doors: Doors, paths: Paths, settings: Settings, look: Look) -> None:
        super().__init__()
        self.look = look
        self.kept = KeptSettings(paths.settings, settings, self)
        self.text = Text.for_choice(settings.numbers)
        self.crashes = Crashes(look, self)
        self.ways = Ways(self, self, look=look, text=self.text, doors=doors, paths=paths, kept=self.kept)
        self.ways.opener.crashed.connect(self.crashes.show)
        self.first = FirstWindow(self)
        self.first.called.connect(self.called)
        self.book: Book | None = None
        self.work: Work | None = None
        self.palette_sheet: Palette | None = None
        self.leaving = False
        self.sheet: Sheet | None = None
        self._runner: Runner | None = None
        self._ledger: Ledger | None = None
        self._waiting: list[Path] = []
        self.help = HelpPanel(look, self, listed=lambda: self.commands)
        self.commands = commands(self)
        self.menus = Menus(look, self, self.commands)
        self.line = StatusLine(look, self.text)
        self.setStatusBar(self.line)
        self._lay_out()

    # Opening and closing; what `Ways` asks of its host

    def opened(self, ledger: Ledger) -> None:
        """Show the pages of a ledger."""
        self._ledger = ledger
        self._runner = Runner(ledger, self)
        self._runner.crashed.connect(self.crashes.show)
        self.line.opened(
            self._runner, ledger.path.stem, place=str(ledger.path), read_only=ledger.read_only, notices=ledger.notices
        )
        if not ledger.read_only:
            self.first.listen(ledger.path)
        self.menus.allow(Needs.LEDGER)
        self.setWindowTitle(f"{ledger.path.stem} – Channelbook")
        self._furnish()

    def closed(self) -> Callable[[], None] | None:
        """Take the pages away and give what is to be closed in the background, or None."""
        runner, ledger = self._runner, self._ledger
        if runner is None or ledger is None:
            return None
        for job in runner.jobs:
            job.blockSignals(True)  # nobody is there any more whom a job could tell how it ended
        self._drop_work()
        self.first.stop()
        self.line.closed()
        self._runner, self._ledger = None, None
        self.setWindowTitle("Channelbook")
        self._show_start()

        def close() -> None:
            runner.close()
            ledger.close()

        return close

    def waiting(self, words: str) -> None:
        """Say what is being opened; no words: nothing any more."""
        if self._ledger is None and words:
            self._show_book().waiting.words.setText(words)
            self.menus.allow(Needs.PAGES)
        elif self._ledger is None:
            self._drop_book()
            self._show_start()
        elif words:
            self.line.tell(words)

    def current_path(self) -> Path | None:
        """Give the ledger that is open."""
        return None if self._ledger is None else Path(self._ledger.path)

    def called(self, files: list[Path]) -> None:
        """Come to the front for a second start, and take the files it was given."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if files:
            self.bring(files)

    def bring(self, paths: list[Path]) -> None:
        """Look at files; a ledger among them is opened instead."""
        ledger = next((path for path in paths if path.suffix == _SUFFIX), None)
        if ledger is not None:
            self.ways.open(ledger)
        elif self.work is None:
            self._waiting = paths
            self.start.greet(files=True)
        else:
            self.work.book.go("import", paths)

    # Commands that need no ledger

    def find_anything(self) -> None:
        """Find anything by a few letters."""
        allowed = self.menus.allowed()
        found = entries(allowed) if self.work is None else self.work.finding.entries(allowed)
        self.palette_sheet = Palette(self.look, found, self)
        self.palette_sheet.show_over(self)

    def choose_theme(self, key: str) -> None:
        """Choose light, dark, or what the system says."""
        self.look.choose(Choice(key))
        self._take_over({"theme": key})

    def show_help(self) -> None:
        """Show the help of the page in view, or put it away."""
        self.help.show_page(self.work.book.page() if self.work is not None else None)

    # Inside

    def _lay_out(self) -> None:
        ways = self.ways
        self.start = StartPage(self.look, demo=ways.demo, new=ways.ask_new, choose=ways.ask_open, recent=ways.open)
        self.start.show_recent(self.kept.settings.recent_ledgers)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.start)
        self.setCentralWidget(Side(self.stack, self.help.pane, needs=self._least))
        self.help.pane.left.connect(self._leave_help)
        self.setWindowTitle("Channelbook")
        self.setMinimumSize(_LEAST)
        self.resize(_FIRST_SIZE)
        self.setAcceptDrops(True)
        self.menus.allow(Needs.NOTHING)
        geometry = self.kept.get(_GEOMETRY)
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _least(self) -> int:
        """Give the width that the pages in view need at the least."""
        page = self.book.page() if self.book is not None else None
        wide = max(_LEAST_PAGE, page.minimumSizeHint().width() if page is not None else 0)
        return wide + (self.book.navigation.width() if self.book is not None else 0)

    def _turn_help(self) -> None:
        self.help.turn_to(self.book.page() if self.book is not None else None)

    def _leave_help(self) -> None:
        page = self.book.page() if self.book is not None else None
        (page.to_front if page is not None else self.stack.setFocus)()

    def _show_start(self) -> None:
        self.start.show_recent(self.kept.settings.recent_ledgers)
        self.start.greet(files=bool(self._waiting))
        self.stack.setCurrentWidget(self.start)
        self.menus.allow(Needs.NOTHING)

    def _show_book(self) -> Book:
        """Give the pages; made, and brought into view, if there are none."""
        if self.book is None:
            self.book = Book(self.look, self.kept, self.kept.settings)
            self.book.turned.connect(self._turn_help)
            self.stack.addWidget(self.book)
            self.stack.setCurrentWidget(self.book)
        return self.book

    def _furnish(self, name: str = "") -> None:
        """Furnish the pages, then what works on them; once more where numbers are to be written otherwise."""
        if self._runner is None:
            return
        desk, book = Desk(self._runner, self.look, self.text, self.kept), self._show_book()
        furnish, work = partial(book.furnish, desk, name=name), partial(self._make_work, desk, book)
        in_turns(book, furnish, book.prepare, book.begin, work)

    def _make_work(self, desk: Desk, book: Book) -> None:
        if self._ledger is None or book is not self.book:
            return
        # Loaded here: it needs what reads the ledger, which was loaded when that was opened.
        from views.window.work import Work  # noqa: PLC0415 - for the reason above

        actions = self.menus.actions
        after = self._ledger.opened_after
        work = Work(desk, book, self.kept, self, undo=actions["undo"], redo=actions["redo"], after=after)
        work.said.connect(self.line.say)
        work.told.connect(self.line.tell)
        work.backed_up.connect(self.line.show_backup)
        work.settings_changed.connect(self._take_over)
        self.work = work
        QTimer.singleShot(_AHEAD, book, partial(load_ahead, book))
        if self._waiting:
            self.bring(self._waiting)
            self._waiting = []

    def _drop_work(self) -> None:
        work, self.work = self.work, None
        self._drop_book()
        if work is not None:
            work.deleteLater()

    def _drop_book(self) -> None:
        book, self.book = self.book, None
        if book is not None:
            self.stack.removeWidget(book)
            book.hide()
            book.deleteLater()

    def _take_over(self, values: dict[str, object]) -> None:
        """Take over settings; numbers that are written otherwise need other pages."""
        self.kept.take_over(values)
        settings = self.kept.settings
        if self._ledger is not None and "person" in values:
            self._ledger.who = settings.who()
        if self.work is None:
            return
        self.work.book.set_settings(settings)
        if "numbers" in values:
            self.text = Text.for_choice(settings.numbers)
            self.line.set_text(self.text)
            self._renew()

    def _renew(self) -> None:
        """Make the pages anew, once no job of theirs is running."""
        if self.work is None or self._runner is None:
            return
        if self._runner.jobs:
            self._runner.jobs[-1].ended.connect(self._renew)
            return
        name = self.work.book.name
        self._drop_work()
        self._furnish(name)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let Ctrl+E be the menu's alone: the same keys at the table in focus would make it ambiguous."""
        while now is not None and not isinstance(now, Table):
            now = now.parentWidget()
        if now is not None:
            for action in now.actions():
                if action.shortcut() == QKeySequence("Ctrl+E"):
                    action.setShortcut(QKeySequence())

    def _ask_to_leave(self, running: str) -> None:
        def leave() -> None:
            self.leaving = True
            self.close()

        words = f"“{running}” is still running. If you close Channelbook now it stops, and nothing of it is kept."
        self.sheet = question(self.look, self, "Stop what is running?", words, yes="Stop and close", then=leave)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders anywhere on the window."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        event.acceptProposedAction()
        self.bring(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel what runs, wait for it, close the ledger: nothing is half done.

        Of what somebody would miss it asks first.
        """
        missed = [] if self._runner is None or self.leaving else [job for job in self._runner.jobs if job.is_missed]
        if missed:
            event.ignore()
            self._ask_to_leave(missed[0].title)
            return
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        self.kept.set(_GEOMETRY, geometry)
        self.hide()
        closing = self.closed()
        if closing is not None:
            self.ways.opener.run(closing, lambda _nothing: None, lambda _error: None)
        self.ways.leave()
        self.kept.write()
        super().closeEvent(event)
