"""The pages of one open ledger beside their navigation, and the way back through them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from app.settings import Settings
from views.common.desk import Desk
from views.common.memory import Memory
from views.common.navigation import Navigation
from views.common.page import Page
from views.common.table import Table
from views.common.theme import Look
from views.window.pages import FIRST, NAMES, PLACES, page_class
from views.window.waiting import Waiting

_STEPS_BACK = 50


class Book(QWidget):
    """Makes each page when it is first gone to, and carries what pages ask of the window.

    Until the ledger is open there is the navigation, and the page gone to is waited for. `turned` tells that another
    page came into view, or another tab of it.
    """

    turned = Signal()
    said = Signal(str)
    export_asked = Signal(object, str)
    settings_changed = Signal(object)

    def __init__(self, look: Look, memory: Memory, settings: Settings) -> None:
        super().__init__()
        self._desk: Desk | None = None
        self._settings = settings
        self._pages: dict[str, Page] = {}
        self._before: list[str] = []
        self.name = ""
        self.navigation = Navigation(look, PLACES, memory)
        self.stack = QStackedWidget()
        self.waiting = Waiting(look)
        self.stack.addWidget(self.waiting)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(self.stack, 1)
        self.navigation.gone.connect(self.go)
        self._wait_for(FIRST)

    def furnish(self, desk: Desk, *, name: str = "") -> None:
        """Make the page that was waited for, or a certain one, now that there is a ledger to ask."""
        self._desk = desk
        self.name = name or self.name
        self.page_named(self.name)

    def prepare(self) -> None:
        """Make what that page left for a turn of its own."""
        self.page_named(self.name).prepare()

    def begin(self) -> None:
        """Show that page, unless another one was gone to already."""
        if self.page() is None:
            self._show(self.name)
        self.stack.removeWidget(self.waiting)
        self.waiting.deleteLater()

    def go(self, name: str, what: object = None) -> None:
        """Go to a page and show something there; "import" means to look at files, or to choose them."""
        if self._desk is None:
            self._wait_for(name)
        elif name == "import":
            self._open("imports").show_this(what)
        elif name in NAMES:
            page = self._open(name)
            if what is not None:
                page.show_this(what)

    def back(self) -> None:
        """Go to the page that was in view before."""
        if self._before:
            self._show(self._before.pop())

    def page(self) -> Page | None:
        """Give the page in view."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def page_named(self, name: str) -> Page:
        """Give a page, made if it was not yet."""
        if name not in self._pages:
            self._pages[name] = self._make(name)
        return self._pages[name]

    def set_settings(self, settings: Settings) -> None:
        """Keep what Preferences is to show when it is made."""
        self._settings = settings

    def table(self) -> Table | None:
        """Give the table that has the focus, else the first one in view."""
        page = self.page()
        if page is None:
            return None
        widget: QWidget | None = QApplication.focusWidget()
        while widget is not None and not (isinstance(widget, Table) and page.isAncestorOf(widget)):
            widget = widget.parentWidget()
        shown = (table for table in page.findChildren(Table) if table.isVisible())
        return widget if isinstance(widget, Table) else next(shown, None)

    def _open(self, name: str) -> Page:
        if name != self.name:
            self._before = [*self._before[-_STEPS_BACK:], self.name] if self.name else []
            self._show(name)
        return self.page_named(name)

    def _show(self, name: str) -> None:
        page = self.page_named(name)
        self.name = name
        self.navigation.go(name)
        self.stack.setCurrentWidget(page)
        page.to_front()
        self.said.emit("")
        self.turned.emit()

    def _wait_for(self, name: str) -> None:
        self.name = name
        self.navigation.go(name)
        self.waiting.title.setText(next(place.title for place in PLACES if place.name == name))

    def _make(self, name: str) -> Page:
        if self._desk is None:
            raise LookupError(f"there is no ledger yet for the page {name!r}")
        made: Any = page_class(name)(self._desk)
        self.stack.addWidget(made)
        made.go.connect(self.go)
        made.status.connect(self.said)
        made.turned.connect(self.turned)
        made.export_requested.connect(self.export_asked)
        if name == "preferences":
            made.show_settings(self._settings)
            made.settings_changed.connect(self.settings_changed)
        page: Page = made
        return page
