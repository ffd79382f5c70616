"""The pages of the documentation as the panel of help shows them: their links, their code, how they look."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import (
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextTable,
)

from views.common.fonts import BODY, SECTION, semibold

DOCS = Path(__file__).resolve().parents[2] / "docs"
_SIZES = {1: SECTION + 2, 2: SECTION - 1}
_ROOM = {1: 0, 2: 16, 3: 12}
_INDENT = 16  # of what is left of a line of code that does not fit
_PAGE = re.compile(r"\[(?P<words>[^]]+)\]\((?P<name>[\w-]+)\.md(?P<place>#[\w-]+)?\)")
_OUTSIDE = re.compile(r"(?<!!)\[(?P<words>[^]]+)\]\((?P<address>\w+://[^)]+)\)")


def page_text(name: str) -> str | None:
    """Read a page of the documentation; None where this installation has no such page."""
    path = DOCS / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def prepared(markdown: str, text_of: Callable[[str], str | None] = page_text) -> str:
    """Name linked pages by their titles, give addresses of the net as text, and draw lines of code together."""
    lines, code = [], False
    for line in markdown.split("\n"):
        if line.startswith("```"):
            code = not code
        lines.append(re.sub(r" {5,}", "    ", line) if code else line)
    named = _PAGE.sub(lambda found: _named(found, text_of), "\n".join(lines))
    return _OUTSIDE.sub(r"\g<words> (\g<address>)", named)


def _named(found: re.Match[str], text_of: Callable[[str], str | None]) -> str:
    """Put the title of a page in place of the name of its file; other words stay."""
    name, place = found["name"], found["place"] or ""
    title = (text_of(name) or "").partition("\n")[0].removeprefix("# ")
    words = title if title and found["words"] == f"{name}.md" else found["words"]
    return f"[{words}]({name}.md{place})"


def place_of(heading: str) -> str:
    """Give the name by which a link finds a heading."""
    return re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")


def dress(document: QTextDocument) -> None:
    """Give headings, code, lists and tables of a text the looks that the rest of the window has."""
    document.setIndentWidth(18)
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        code = shape.nonBreakableLines()
        shape.setTopMargin(_ROOM.get(shape.headingLevel(), 0 if code else 6) if block.position() else 0)
        shape.setBottomMargin(0 if code else 4)
        if code:
            _wrap(shape)
        QTextCursor(block).setBlockFormat(shape)
        _dress_words(block)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)


def _wrap(shape: QTextBlockFormat) -> None:
    shape.setNonBreakableLines(False)
    shape.setLeftMargin(_INDENT)
    shape.setTextIndent(-_INDENT)


def _dress_words(block: QTextBlock) -> None:
    level = block.blockFormat().headingLevel()
    for position, length, letters in _pieces(block):
        if level:
            letters.clearProperty(QTextFormat.Property.FontSizeAdjustment)
            letters.setFont(semibold(_SIZES.get(level, BODY)))
            letters.setAnchor(True)
            letters.setAnchorNames([place_of(block.text())])
        elif "://" in letters.anchorHref():
            letters.setAnchor(False)
            letters.clearForeground()
            letters.setFontUnderline(False)
        else:
            continue
        cursor = QTextCursor(block)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        cursor.setCharFormat(letters)


def _pieces(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """Give the pieces of a block that look alike, before any of them is changed."""
    found, each = [], block.begin()
    while not each.atEnd():
        piece = each.fragment()
        found.append((piece.position(), piece.length(), piece.charFormat()))
        each += 1
    return found


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
