"""Help beside the page: the page of the documentation, the keyboard, and what the program is made of."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from contextlib import suppress

from PySide6.QtCore import QEvent, QKeyCombination, Qt, QUrl, Signal
from PySide6.QtGui import QKeyEvent, QPixmap, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from app import VERSION
from views.common.dialogs import Sheet
from views.common.focus import has_focus_within
from views.common.fonts import ui_font
from views.common.page import Page
from views.common.parts import Button
from views.common.theme import Look
from views.window.command import Command
from views.window.help_text import DOCS, dress, page_text, prepared

_WIDTH, _MARGIN = 429, 14
_AROUND = 45  # beside the text: the edges of pane and frame, and a scroll bar
_PICTURE = _WIDTH - _AROUND - 2 * _MARGIN
_BACK = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Left)
_PARTS = (
    ("PySide6-Essentials", "Qt for Python", "LGPL 3"),
    ("pyqtgraph", "charts", "MIT"),
    ("SQLAlchemy", "questions to the ledger", "MIT"),
    ("alembic", "upgrades of the ledger", "MIT"),
    ("sqlcipher3", "SQLite with SQLCipher", "zlib; SQLCipher BSD 3-clause; SQLite public domain"),
    ("openpyxl", "workbooks", "MIT"),
    ("python-calamine", "reading workbooks", "MIT"),
    ("defusedxml", "safe reading of XML", "PSF"),
    ("platformdirs", "places of this system", "MIT"),
)
_KEYS = (
    ("In a table", ""),
    ("Arrows, Home, End, Page up, Page down", "move; with Shift select"),
    ("Enter, double click", "open what is behind a cell"),
    ("Space", "explain the row at the right; Esc closes that"),
    ("F2, or typing", "edit a cell that can be edited; Tab and Enter move on"),
    ("Click on a title", "sort; with Shift by further columns; right click chooses columns"),
    ("Ctrl+C, Ctrl+Shift+C", "copy, without and with titles"),
    ("In a form", ""),
    ("Enter, Esc", "save, leave"),
)


class HelpPanel:
    """Shows texts in a pane at the right of the pages, and the page in view there; Esc or F1 closes it."""

    def __init__(self, look: Look, window: QWidget, *, listed: Callable[[], Sequence[Command]]) -> None:
        self._look, self._window, self._listed = look, window, listed
        self.pane = HelpPane()
        self.view = PageView()
        self.view.setOpenExternalLinks(False)
        self.view.setOpenLinks(False)
        self.view.setFont(ui_font())
        self.view.setAccessibleName("Help")
        self.view.document().setDocumentMargin(_MARGIN)
        self.view.anchorClicked.connect(self.follow)
        self.view.back_asked.connect(self.go_back)
        self._page = ""
        self._of = ""  # the page of the documentation on the page in view
        self._before: list[tuple[str, int]] = []  # pages that a link led away from, and how far each was scrolled
        column, bar = QVBoxLayout(self.pane), QHBoxLayout()
        column.setContentsMargins(8, 8, 8, 8)
        self.back = Button(look, "Back", icon="arrow-left", quiet=True, flat=True, run=self.go_back)
        self.back.setToolTip("Back to the page before (Alt+Left)")
        bar.addWidget(self.back)
        bar.addStretch(1)
        bar.addWidget(Button(look, "Close help", icon="x", quiet=True, flat=True, run=self.pane.hide))
        column.addLayout(bar)
        column.addWidget(self.view, 1)

    def show_page(self, page: Page | None) -> None:
        """Show the help of a page; once more, and it goes."""
        if self.pane.isVisible():
            self.pane.hide()
            return
        self._before.clear()
        self._open_for(page)
        self.view.setFocus()

    def turn_to(self, page: Page | None) -> None:
        """Follow to another page, and leave the focus there; a list of keys that is being read stays."""
        if self.pane.isHidden() or not self._of or self._of == _name_of(page):
            return
        if self._before:
            self._before.append((self._page, self.view.verticalScrollBar().value()))
        self._open_for(page)

    def _open_for(self, page: Page | None) -> None:
        name = _name_of(page)
        if page_text(name) is not None:
            self.open(name)
        else:
            title = page.TITLE if page is not None else "Channelbook"
            self._show(f"# {title}\n\nThere is no page of help for this in this installation.\n\n{self.keyboard()}")
        self._of = name

    def show_keyboard(self) -> None:
        """Show every shortcut."""
        self._before.clear()
        self._of = ""
        self._show(self.keyboard())
        self.view.setFocus()

    def open(self, name: str, place: str = "") -> None:
        """Show a page of the documentation, from one of its headings on if one is named."""
        missing = f"# {name}\n\nThis installation has no such page. The others are under F1 on the pages of the window."
        self._show(prepared(page_text(name) or missing), name)
        if place:
            self.view.scrollToAnchor(place)

    def follow(self, link: QUrl) -> None:
        """Open what a link leads to: a page of the documentation or a heading; nothing outside is ever opened."""
        if link.scheme() or link.host():
            return
        self._before.append((self._page, self.view.verticalScrollBar().value()))
        self.open(link.path().removesuffix(".md") or self._page, link.fragment())

    def go_back(self) -> None:
        """Show the page that a link led away from, where it was left."""
        if self._before:
            name, scrolled = self._before.pop()
            self.open(name)
            self.view.verticalScrollBar().setValue(scrolled)

    def show_about(self) -> Sheet:
        """Show versions and licences."""
        words = "The operating book of a small brand that sells through several channels. It opens no connection."
        sheet = Sheet(self._look, self._window, f"Channelbook {VERSION}", words)
        sheet.setMaximumWidth(760)
        view = QTextBrowser()
        view.setMinimumSize(620, 330)
        view.setMarkdown(about())
        dress(view.document())
        view.setAccessibleName("Versions and licences")
        sheet.column.addWidget(view)
        sheet.buttons(Button(self._look, "Close", primary=True, run=sheet.accept))
        sheet.open()
        return sheet

    def keyboard(self) -> str:
        """Write the shortcuts as a text with headings."""
        lines = ["# Keyboard"]
        menu = ""
        for command in self._listed():
            keys = command.shortcut or command.shown
            if not keys:
                continue
            if command.menu.partition("/")[0] != menu:
                menu = command.menu.partition("/")[0]
                lines.append(f"\n## {menu}\n")
            lines.append(f"- **{keys}** {command.words.rstrip('…')}")
        for keys, meaning in _KEYS:
            lines.append(f"- **{keys}** {meaning}" if meaning else f"\n## {keys}\n")
        return "\n".join(lines)

    def _show(self, markdown: str, page: str = "") -> None:
        self._page = page
        self.view.setMarkdown(markdown)
        dress(self.view.document())
        self.view.moveCursor(QTextCursor.MoveOperation.Start)
        self.view.goes_back = bool(self._before)
        self.back.setVisible(bool(self._before))
        self.pane.show()


def _name_of(page: Page | None) -> str:
    return page.help if page is not None else "first-read"


class HelpPane(QFrame):
    """The pane at the right; `left` tells that it was closed while it had the focus."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("pane", True)
        self.setFixedWidth(_WIDTH)

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 -- as Qt calls it
        """Hand the focus on, which Qt would give to whatever comes next in the window."""
        left = not visible and has_focus_within(self)
        super().setVisible(visible)
        if left:
            self.left.emit()


class PageView(QTextBrowser):
    """Shows a page of the documentation, its pictures as wide as the text; Alt+Left asks for the page before."""

    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.goes_back = False

    def event(self, event: QEvent) -> bool:
        """Take Alt+Left before the window does, while there is a page to go back to."""
        keys = event.keyCombination() if isinstance(event, QKeyEvent) and self.goes_back else None
        if keys != _BACK:
            return super().event(event)
        if event.type() == QEvent.Type.KeyPress:
            self.back_asked.emit()
        event.accept()
        return True

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load a picture from where the documentation lies."""
        path = DOCS / QUrl(name).path()
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_file():
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(str(path)).scaledToWidth(round(_PICTURE * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture


def about() -> str:
    """Write the versions and licences of what the program is made of."""
    # Loaded here: what reads metadata takes as long as the menus, and few starts lead here.
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - for the reason above

    lines = [f"- Python {platform.python_version()} (PSF)"]
    for name, what, licence in _PARTS:
        found = "bundled"
        with suppress(PackageNotFoundError):  # a frozen program carries no metadata
            found = version(name)
        lines.append(f"- **{name}** {found}, {what} ({licence})")
    lines += ["- **Inter**, the typeface (SIL Open Font License 1.1)", "- **Lucide**, the icons (ISC)"]
    return "\n".join(lines)
