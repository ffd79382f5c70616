"""What a file is, from its bytes: encodings, delimiters, line ends, and what is refused by what it looks like."""

from __future__ import annotations

import codecs

import pytest

from app.errors import ImportRefused
from app.importing.sniffing import SIZE_LIMIT, first_records, sniff

TABLE = "name,price,note\nCafé,12.50,“crème”\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.encode("utf-16"),
        codecs.BOM_UTF16_BE + TABLE.encode("utf-16-be"),
        TABLE.encode("utf-16-le"),
        TABLE.encode("utf-16-be"),
        TABLE.encode("cp1252"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "utf-16-le without bom", "utf-16-be without bom", "cp1252"],
)
def test_that_any_usual_encoding_is_read_without_losing_a_letter(data: bytes) -> None:
    (sheet,) = sniff(data)
    assert sheet.peek()[1] == ["Café", "12.50", "“crème”"]


def test_that_a_chosen_encoding_is_used_and_a_wrong_one_refused() -> None:
    (sheet,) = sniff("name,price\nお茶,12\n".encode("cp932"), encoding="cp932")
    assert sheet.peek()[1][0] == "お茶"
    with pytest.raises(ImportRefused, match=r"cannot be read as ascii\. Nothing was imported\. Name no encoding"):
        sniff(TABLE.encode(), encoding="ascii")
    with pytest.raises(ImportRefused, match=r"cannot be read as klingon"):
        sniff(TABLE.encode(), encoding="klingon")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_that_the_delimiter_is_the_one_that_cuts_widest(mark: str) -> None:
    (sheet,) = sniff(f"a{mark}b{mark}c\n1{mark}2{mark}3\n".encode())
    assert sheet.delimiter == mark
    assert sheet.peek() == [["a", "b", "c"], ["1", "2", "3"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_that_any_line_end_is_read(end: str) -> None:
    (sheet,) = sniff(f'a,b{end}1,"x{end}y"{end}3,4{end}'.encode())
    assert [row[0] for row in sheet.peek()] == ["a", "1", "3"]
    assert list(sheet.reader(quoting=True))[2] == ["3", "4"]


def test_that_a_separator_inside_a_line_does_not_end_it() -> None:
    (sheet,) = sniff("a,b\n1,x\u2028y\x0bz\x85\n".encode())
    assert list(sheet.reader(quoting=True)) == [["a", "b"], ["1", "x\u2028y\x0bz\x85"]]


def test_that_an_inch_mark_in_tabbed_text_starts_no_quoted_cell() -> None:
    (sheet,) = sniff(b'sku\ttitle\nA\t3" soap\nB\tdish\n')
    assert list(sheet.reader(quoting=False)) == [["sku", "title"], ["A", '3" soap'], ["B", "dish"]]
    assert list(sheet.reader(quoting=True))[1] == ["A", '3" soap']


def test_that_a_file_cut_off_inside_a_quoted_cell_is_refused() -> None:
    (sheet,) = sniff(b'a,b\n1,"half a cell')
    with pytest.raises(ImportRefused, match=r"ends inside a quoted cell.*Nothing was imported"):
        sheet.reader(quoting=True)


@pytest.mark.parametrize(
    "data, words",
    [
        (b"", "is empty"),
        (b" \n\r\n ", "is empty"),
        (b"\xd0\xcf\x11\xe0rest", "an old Excel or Word file"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"GIF89a", "a picture"),
        (b"SQLite format 3\x00", "a database"),
        (b"{\\rtf1", "a rich-text document"),
        (b"<!DOCTYPE html>", "a web page"),
        (b"<html><body>", "a web page"),
        (b"PK\x03\x04rest", "a damaged zip or workbook"),
        (b"a,b\n" * 2000 + b"1,\x002\n", "a NUL byte at position 8002"),
    ],
)
def test_that_what_is_no_export_is_refused_by_what_it_looks_like(data: bytes, words: str) -> None:
    with pytest.raises(ImportRefused, match=words) as refusal:
        sniff(data)
    assert "Nothing was imported" in str(refusal.value)


def test_that_a_file_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r"larger than 200 MB"):
        sniff(b"x" * (SIZE_LIMIT + 1))


def test_that_bytes_that_are_no_text_are_never_replaced() -> None:
    with pytest.raises(ImportRefused, match=r"neither UTF-8 nor Windows text"):
        sniff(b"a,b\n\x81 ,1\n")


def test_that_the_first_records_of_a_long_file_are_few() -> None:
    assert len(first_records("a,b\n" * 100_000, ",", 30)) == 30


def test_that_a_sheet_says_how_it_is_written() -> None:
    assert sniff(TABLE.encode("utf-8-sig"))[0].dialect() == "comma separated, UTF-8 with BOM"
    assert sniff(TABLE.replace(",", ";").encode("cp1252"))[0].dialect() == "semicolon separated, CP1252"


def test_that_bytes_that_are_no_text_are_refused_in_words_for_people() -> None:
    with pytest.raises(
        ImportRefused, match=r"^This is not an export: it holds no text, or it is damaged\. Nothing was"
    ):
        sniff(b"\xca\x42\xd8\x00\x00\x41")
