"""Workbooks: cells as text, and the zip directory looked at before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook

from app.errors import ImportRefused
from app.importing.sniffing import sniff
from app.importing.workbooks import cell_text, check_archive, read_workbook


def workbook(rows: list[list[object]], *, title: str = "Sheet") -> bytes:
    """Write rows into a workbook of one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(entries: dict[str, bytes], *, packed: bool = True) -> bytes:
    """Write a zip of these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return out.getvalue()


def test_that_numbers_days_and_blanks_become_text() -> None:
    data = workbook([["sku", "day", "price"], [43110, date(2026, 3, 14), 7.8], ["0012", None, True]], title="sales")
    ((name, cells),) = read_workbook(data)
    assert name == "sales"
    assert cells == (("sku", "day", "price"), ("43110", "2026-03-14", "7.8"), ("0012", "", "true"))


@pytest.mark.parametrize(
    "cell, expected",
    [
        (12.0, "12"),
        (0.1, "0.1"),
        (-3.5, "-3.5"),
        (7.82115e12, "7821150000000"),
        (7.821148853890123e18, "7.8211488539E+18"),
        (True, "true"),
        (False, "false"),
        (datetime(2026, 3, 14, 10, 5), "2026-03-14 10:05:00"),  # noqa: DTZ001 - a workbook knows no zones
        (datetime(2026, 3, 14), "2026-03-14"),  # noqa: DTZ001 - a workbook knows no zones
        (time(10, 5), "10:05:00"),
        ("", ""),
    ],
)
def test_that_a_cell_is_written_as_a_csv_would_have_it(cell: float | str | time | datetime, expected: str) -> None:
    assert cell_text(cell) == expected


def test_that_every_sheet_is_looked_at() -> None:
    book = Workbook()
    book.worksheets[0].append(["About this file"])
    book.create_sheet("data").append(["a", "b"])
    out = io.BytesIO()
    book.save(out)
    sheets = sniff(out.getvalue())
    assert [sheet.name for sheet in sheets] == ["Sheet", "data"]
    assert sheets[1].dialect() == "Excel workbook, sheet “data”"


def test_that_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = archive({"[Content_Types].xml": b"", "xl/workbook.xml": b"", "xl/worksheets/sheet1.xml": b" " * 9_000_000})
    with pytest.raises(ImportRefused, match="times its size: it is not an export"):
        read_workbook(bomb)


def test_that_too_many_parts_are_refused() -> None:
    many = archive({f"xl/part{number}.xml": b"x" for number in range(2001)}, packed=False)
    with pytest.raises(ImportRefused, match="more than 300 MB"):
        check_archive(many)


def test_that_a_workbook_with_macros_is_refused() -> None:
    with pytest.raises(ImportRefused, match="contains macros"):
        read_workbook(archive({"xl/workbook.xml": b"", "xl/vbaProject.bin": b""}))


@pytest.mark.parametrize("name", ["../outside.xml", "/root.xml", "xl/../../outside.xml"])
def test_that_parts_outside_the_workbook_are_refused(name: str) -> None:
    with pytest.raises(ImportRefused, match="damaged or hostile"):
        read_workbook(archive({"xl/workbook.xml": b"", name: b""}))


def test_that_a_zip_that_is_no_workbook_is_refused() -> None:
    with pytest.raises(ImportRefused, match="a zip file, not a workbook"):
        read_workbook(archive({"orders.csv": b"a,b"}))


def test_that_a_damaged_workbook_is_refused() -> None:
    data = workbook([["a", "b"]])
    for broken in (data[: len(data) // 2], archive({"xl/workbook.xml": b"<broken"})):
        with pytest.raises(ImportRefused, match="Nothing was imported"):
            read_workbook(broken)


def test_that_entities_are_not_expanded() -> None:
    lol = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    data = workbook([["plain", "text"]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as made:
        for entry in source.infolist():
            made.writestr(entry, lol if entry.filename == "xl/sharedStrings.xml" else source.read(entry))
    try:
        sheets = read_workbook(out.getvalue())
    except ImportRefused:
        return
    assert "hahaha" not in str(sheets)
