"""What a file is, from its content and never from its name: text with an encoding and a delimiter, or a workbook."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from app.errors import ImportRefused
from app.importing.workbooks import read_workbook

SIZE_LIMIT = 200 * 1024 * 1024
PEEK_ROWS = 30
_NOT_TEXT = {
    b"\xd0\xcf\x11\xe0": "an old Excel or Word file (.xls, .doc), or a workbook with a password. Open it in Excel and "
    "save it as .xlsx without a password, or export CSV",
    b"%PDF": "a PDF. Export the report as CSV or Excel instead",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"SQLite format 3": "a database. If it is a ledger, open it with Open ledger",
    b"{\\rtf": "a rich-text document. Export the report as CSV instead",
    b"<!DOCTYPE": "a web page; perhaps a sign-in page was saved instead of the file",
    b"<html": "a web page; perhaps a sign-in page was saved instead of the file",
}
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_LEGACY = ("cp1252", "cp932")


class Records(Protocol):
    """Records read one after the other; `line_num` says how many lines of the file were needed so far."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...


@dataclass(frozen=True)
class Sheet:
    """Rows of text cells before anything is known of them: a text file, or one sheet of a workbook.

    A text file keeps its decoded `text`; a workbook has its `cells`.
    """

    name: str
    text: str = ""
    delimiter: str = ""
    encoding: str = ""
    cells: tuple[tuple[str, ...], ...] = ()

    @property
    def is_workbook(self) -> bool:
        """Whether the rows come from a workbook, whose numbers are numbers."""
        return not self.delimiter

    def dialect(self) -> str:
        """Say how the file is written, for people."""
        if self.is_workbook:
            return f"Excel workbook, sheet “{self.name}”"
        marks = {",": "comma separated", "\t": "tab separated", ";": "semicolon separated", "|": "bar separated"}
        return f"{marks[self.delimiter]}, {self.encoding.upper().replace('-SIG', ' with BOM')}"

    def is_quoted(self, *, quoting: bool) -> bool:
        """Say whether quotation marks enclose cells: not where a lone one in tabbed text means inches."""
        balanced = self.text.count('"') % 2 == 0
        if quoting and not balanced and self.delimiter != "\t":
            raise ImportRefused(
                "The file ends inside a quoted cell: the download was cut off. Nothing was imported. Export it again."
            )
        return quoting and balanced

    def reader(self, *, quoting: bool) -> Records:
        """Cut the text into records; tabbed text has no quoting, and neither has one where a lone mark means inches."""
        quoted: Literal[0, 3] = csv.QUOTE_MINIMAL if self.is_quoted(quoting=quoting) else csv.QUOTE_NONE
        # Not StringIO, which takes four bytes for every character.
        lines = io.TextIOWrapper(io.BytesIO(self.text.encode()), encoding="utf-8", newline="")
        return csv.reader(lines, delimiter=self.delimiter, quoting=quoted)

    def peek(self) -> list[list[str]]:
        """Give the first rows, for recognising."""
        if self.is_workbook:
            return [list(row) for row in self.cells[:PEEK_ROWS]]
        return first_records(self.text, self.delimiter, PEEK_ROWS)


def sniff(data: bytes, *, encoding: str | None = None) -> list[Sheet]:
    """Find out what a file is and give its sheets; refuses what cannot be an export, saying what it looks like."""
    if not data or data.isspace():
        raise ImportRefused("The file is empty. Nothing was imported. Export it again.")
    if len(data) > SIZE_LIMIT:
        raise ImportRefused("The file is larger than 200 MB. Nothing was imported. Export a shorter period.")
    for magic, what in _NOT_TEXT.items():
        if data.startswith(magic):
            raise ImportRefused(f"This is not an export: it is {what}. Nothing was imported.")
    if data.startswith(b"PK"):
        return [Sheet(name=name, cells=cells) for name, cells in read_workbook(data)]
    found, text = _decode(data, encoding)
    return [Sheet(name="", text=text, delimiter=_delimiter(text), encoding=found)]


def _decode(data: bytes, chosen: str | None) -> tuple[str, str]:
    """Decode without ever replacing a byte: BOM, then UTF-8, then the declared or a legacy encoding."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return encoding, _strict(data, encoding)
    if b"\x00" in data[:4096]:
        encoding = "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be"
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            raise ImportRefused(
                "This is not an export: it holds no text, or it is damaged. Nothing was imported. "
                "Export it again as CSV or Excel."
            ) from None
    if b"\x00" in data:
        offset = data.index(b"\x00")
        raise ImportRefused(f"The file holds a NUL byte at position {offset}: it is damaged. Nothing was imported.")
    if chosen:
        return chosen, _strict(data, chosen)
    try:
        return "utf-8", data.decode("utf-8")
    except UnicodeDecodeError:
        for encoding in _LEGACY:
            try:
                return encoding, data.decode(encoding)
            except UnicodeDecodeError:
                continue
        raise ImportRefused(
            "The file is neither UTF-8 nor Windows text. Nothing was imported. Export it again as UTF-8."
        ) from None


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise ImportRefused(
            f"The file cannot be read as {encoding}. Nothing was imported. "
            "Name no encoding, so that it is found out, or export the file again."
        ) from error


def _delimiter(text: str) -> str:
    """Choose the delimiter that cuts the first rows into the widest header."""
    return max("\t,;|", key=lambda mark: max((len(row) for row in first_records(text, mark, PEEK_ROWS)), default=0))


def first_records(text: str, delimiter: str, count: int) -> list[list[str]]:
    """Read the first records of a text; a tab-separated file has no quoting."""
    quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
    reader = csv.reader(io.StringIO(text[: 64 * 1024 * 4], newline=""), delimiter=delimiter, quoting=quoting)
    records = []
    try:
        for record in reader:
            records.append(record)
            if len(records) == count:
                break
    except csv.Error:
        pass
    return records
