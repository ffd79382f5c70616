"""Tables as CSV and as text for the clipboard: exact numbers, ISO days, and text that stays text."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.columns import Column, Kind
from app.errors import UserError
from app.exporting.tables import csv_text, guard, plain, tab_separated, write_csv, write_table
from app.exporting.titles import lay_out
from models.domain.money import Money

PRICE = Money(135880, "USD")


@dataclass(frozen=True)
class Line:
    """A row of the tables under test."""

    name: str = "Tea"
    amount: Money | None = PRICE
    units: int = 3
    share: Decimal | None = Decimal("0.05")
    day: date | None = date(2026, 3, 2)


COLUMNS: tuple[Column[Line], ...] = (
    Column("Name", lambda line: line.name),
    Column("Amount", lambda line: line.amount, Kind.MONEY, total=True),
    Column("Units", lambda line: line.units, Kind.UNITS, total=True),
    Column("Share", lambda line: line.share, Kind.PERCENT),
    Column("Day", lambda line: line.day, Kind.DAY),
)


def test_that_a_table_becomes_csv_with_plain_numbers_and_iso_days() -> None:
    assert csv_text(COLUMNS, [Line(), Line("Pot, “blue”", Money(-7, "USD"))]) == (
        "Name,Amount (USD),Units,Share,Day\r\n"
        "Tea,1358.80,3,0.05,2026-03-02\r\n"
        '"Pot, “blue”",-0.07,3,0.05,2026-03-02\r\n'
    )


def test_that_what_is_missing_is_an_empty_field() -> None:
    assert csv_text(COLUMNS, [Line("Tea", None, 0, None, None)]).splitlines()[1] == "Tea,,0,,"


def test_that_amounts_in_several_currencies_have_their_currency_beside_them() -> None:
    lines = [Line(amount=Money(5, "JPY")), Line(amount=Money(1234, "KWD")), Line(amount=None)]
    assert [row[1:3] for row in csv.reader(csv_text(COLUMNS, lines).splitlines())] == [
        ["Amount", "Amount currency"],
        ["5", "JPY"],
        ["1.234", "KWD"],
        ["", ""],
    ]
    assert not any(column.total for column in lay_out(COLUMNS, lines) if column.kind is Kind.MONEY)


@pytest.mark.parametrize("sign", list("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"))
def test_that_text_which_a_spreadsheet_takes_for_a_formula_gets_an_apostrophe(sign: str) -> None:
    assert guard(f"{sign}1+1") == f"'{sign}1+1"
    assert guard(f"  {sign}1") == (f"  {sign}1" if sign.isspace() else f"'  {sign}1")
    assert guard(f"1{sign}1") == f"1{sign}1"


def test_that_negative_numbers_get_no_apostrophe() -> None:
    assert plain(Money(-135880, "USD")) == "-1358.80"
    assert plain(-3) == "-3"
    assert plain(Decimal("-0.5")) == "-0.5"


def test_that_numbers_are_never_written_with_an_exponent() -> None:
    assert plain(Decimal("1E+3")) == "1000"
    assert plain(Decimal("1E-7")) == "0.0000001"


def test_that_a_moment_keeps_its_offset() -> None:
    assert plain(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)) == "2026-03-02 09:30:00+00:00"


def test_that_a_csv_file_begins_with_the_mark_only_where_it_is_asked_for(tmp_path: Path) -> None:
    for mark in (True, False):
        write_csv(tmp_path / "a.csv", COLUMNS, [Line("Käse")], mark=mark)
        content = (tmp_path / "a.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") is mark
        assert "Käse,1358.80" in content.decode("utf-8-sig")


def test_that_the_clipboard_gets_tabs_and_quotes_only_where_they_are_needed() -> None:
    lines = [Line(), Line("two\nlines"), Line('"quoted"'), Line("=cmd")]
    assert tab_separated(COLUMNS[:2], lines) == (
        'Name\tAmount (USD)\nTea\t1358.80\n"two\nlines"\t1358.80\n"""quoted"""\t1358.80\n\'=cmd\t1358.80'
    )
    assert tab_separated(COLUMNS[:1], lines[:1], titles=False) == "Tea"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=8))
def test_that_every_text_is_read_back_as_it_was_and_none_begins_a_formula(names: list[str]) -> None:
    written = csv_text(COLUMNS[:3], [Line(name) for name in names])
    read = [row[0] for row in csv.reader(io.StringIO(written, newline=""))][1:]
    for name, field in zip(names, read, strict=True):
        assert field in {name, f"'{name}"}
        assert not field.lstrip().startswith(tuple("=+-@\uff1d\uff0b\uff0d\uff20"))


@given(st.integers(-(10**18), 10**18), st.sampled_from(["USD", "JPY", "KWD"]))
def test_that_every_amount_is_read_back_to_the_minor_unit(minor: int, currency: str) -> None:
    assert Decimal(plain(Money(minor, currency))) == Money(minor, currency).decimal()


def test_that_a_table_is_saved_only_as_csv_or_xlsx(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"saved as \.csv or \.xlsx"):
        write_table(tmp_path / "a.xls", COLUMNS, [Line()], title="Lines")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a.csv", "a.XLSX"])
def test_that_a_file_is_replaced_only_by_a_whole_one(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("old")

    def refuse(line: Line) -> str:
        raise UserError(line.name)

    with pytest.raises(UserError):
        write_table(path, [*COLUMNS, Column("Bad", refuse)], [Line()], title="Lines")
    assert path.read_text() == "old"
    write_table(path, COLUMNS, [Line()], title="Lines")
    assert path.read_bytes() != b"old"
    assert [file.name for file in tmp_path.iterdir()] == [name]
