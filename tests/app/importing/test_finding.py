"""The files that are meant: single ones, folders, and what lies in a zip."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from app.errors import ImportRefused
from app.importing.finding import FileToImport, find_files


def zipped(path: Path, entries: dict[str, str]) -> Path:
    """Write a zip of these texts."""
    with zipfile.ZipFile(path, "w") as made:
        for name, text in entries.items():
            made.writestr(zipfile.ZipInfo(name, (2026, 10, 31, 12, 0, 0)), text)
    return path


def test_that_a_folder_is_read_in_order_of_name_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".hidden", "deeper/c.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [file.name for file in find_files([tmp_path])] == ["a.csv", "b.csv", "c.csv"]


def test_that_a_zip_is_taken_apart(tmp_path: Path) -> None:
    entries = {"b/orders_2.csv": "two", "a/orders_1.csv": "one", "__MACOSX/x": "no", "a/.DS_Store": "no"}
    path = zipped(tmp_path / "orders.zip", entries)
    files = find_files([path])
    assert [file.name for file in files] == ["orders.zip: orders_1.csv", "orders.zip: orders_2.csv"]
    assert files[0].read() == b"one"
    assert all(file.time is not None and file.time.tzinfo is not None for file in files)


def test_that_a_zip_inside_a_zip_is_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.csv": "x"})
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as made:
        made.write(inner, "inner.zip")
    with pytest.raises(ImportRefused, match=r"holds another zip \(inner\.zip\).*Unpack it first"):
        find_files([outer])


def test_that_a_zip_without_dates_is_read(tmp_path: Path) -> None:
    path = tmp_path / "orders.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(zipfile.ZipInfo("orders.csv", (1980, 0, 0, 0, 0, 0)), "x")
    assert find_files([path])[0].time is None


def test_that_a_workbook_is_a_file_and_no_zip_of_files(tmp_path: Path) -> None:
    path = zipped(tmp_path / "sales.xlsx", {"[Content_Types].xml": "", "xl/workbook.xml": ""})
    assert [file.name for file in find_files([path])] == ["sales.xlsx"]


def test_that_a_missing_or_unreadable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"There is no file .*nothing\.csv"):
        find_files([tmp_path / "nothing.csv"])
    with pytest.raises(ImportRefused, match=r"cannot be read"):
        FileToImport("gone.csv", tmp_path / "gone.csv").read()


def test_that_a_broken_zip_is_left_to_the_sniffer(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04broken")
    assert [file.name for file in find_files([path])] == ["broken.zip"]


def test_that_a_zip_with_a_password_is_refused_in_words(tmp_path: Path) -> None:
    path = zipped(tmp_path / "orders.zip", {"orders.csv": "secret"})
    written = bytearray(path.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        written[written.index(header) + flags] |= 1
    path.write_bytes(written)
    with pytest.raises(ImportRefused, match=r"orders\.zip is protected by a password.*Unpack it"):
        find_files([path])


def test_that_a_zip_with_a_damaged_entry_is_refused_in_words(tmp_path: Path) -> None:
    path = zipped(tmp_path / "orders.zip", {"orders.csv": "one and only"})
    path.write_bytes(path.read_bytes().replace(b"only", b"ONLY"))
    with pytest.raises(ImportRefused, match=r"orders\.zip cannot be unpacked.*Download it again"):
        find_files([path])
