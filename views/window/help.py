"""Help beside the page: the page of the documentation, the keyboard, and what the program is made of."""

from __future__ import annotations

import platform
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QPixmap, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat, QTextTable
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTextBrowser, QVBoxLayout, QWidget

from app import VERSION
from views.common.dialogs import Sheet
from views.common.fonts import BODY, SECTION, semibold, ui_font
from views.common.page import Page
from views.common.parts import Button
from views.common.theme import Look
from views.window.command import Command

DOCS = Path(__file__).resolve().parents[2] / "docs"
_WIDTH = 420
_PICTURE = _WIDTH - 60  # beside the margins and a scroll bar
_SIZES = {1: SECTION + 2, 2: SECTION - 1}
_ROOM = {1: 0, 2: 16, 3: 12}
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
    """Shows texts in a panel at the right of the window; Esc or F1 closes it."""

    def __init__(self, look: Look, window: QMainWindow, *, listed: Callable[[], Sequence[Command]]) -> None:
        self._look, self._window, self._listed = look, window, listed
        self.dock = QDockWidget("Help", window)
        self.dock.setObjectName("help")
        self.dock.setTitleBarWidget(QWidget())
        self.dock.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self.view = PageView()
        self.view.setOpenExternalLinks(False)
        self.view.setOpenLinks(False)
        self.view.setFont(ui_font())
        self.view.setAccessibleName("Help")
        self.view.document().setDocumentMargin(14)
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 8, 8, 8)
        close = Button(look, "Close help", icon="x", quiet=True, flat=True, run=self.dock.hide)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        column.addWidget(self.view, 1)
        self.dock.setWidget(holder)
        self.dock.setMinimumWidth(_WIDTH)
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.dock.hide()

    def show_page(self, page: Page | None) -> None:
        """Show the help of a page; once more, and it goes."""
        if self.dock.isVisible():
            self.dock.hide()
            return
        name = page.help if page is not None else "first-read"
        path = DOCS / f"{name}.md"
        if path.is_file():
            self._show(path.read_text(encoding="utf-8"))
        else:
            title = page.TITLE if page is not None else "Channelbook"
            self._show(f"# {title}\n\nThere is no page of help for this in this installation.\n\n{self.keyboard()}")

    def show_keyboard(self) -> None:
        """Show every shortcut."""
        self._show(self.keyboard())

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

    def _show(self, markdown: str) -> None:
        self.view.setMarkdown(markdown)
        dress(self.view.document())
        self.view.moveCursor(QTextCursor.MoveOperation.Start)
        self.dock.show()
        self.view.setFocus()


class PageView(QTextBrowser):
    """Shows a page of the documentation, its pictures as wide as the text."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load a picture from where the documentation lies."""
        path = DOCS / QUrl(name).path()
        if kind != QTextDocument.ResourceType.ImageResource.value or not path.is_file():
            return super().loadResource(kind, name)
        ratio = self.devicePixelRatioF()
        picture = QPixmap(str(path)).scaledToWidth(round(_PICTURE * ratio), Qt.TransformationMode.SmoothTransformation)
        picture.setDevicePixelRatio(ratio)
        return picture


def dress(document: QTextDocument) -> None:
    """Give headings, lists and tables of a text the sizes and the room that the rest of the window has."""
    document.setIndentWidth(18)
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        shape = block.blockFormat()
        level = shape.headingLevel()
        shape.setTopMargin(_ROOM.get(level, 6) if block.position() else 0)
        shape.setBottomMargin(4)
        cursor.setBlockFormat(shape)
        if level:
            letters = QTextCharFormat()
            letters.setFont(semibold(_SIZES.get(level, BODY)))
            letters.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(letters)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)


def _dress_table(table: QTextTable) -> None:
    """Take the lines away, and a first row of titles that are blank."""
    form = table.format()
    form.setBorder(0)
    form.setCellPadding(2)
    form.setCellSpacing(0)
    table.setFormat(form)
    first = (table.cellAt(0, column) for column in range(table.columns()))
    if table.rows() > 1 and all(cell.firstCursorPosition().block().text() == "" for cell in first):
        table.removeRows(0, 1)


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
