"""Tables as sheets: numbers are exact numbers, text stays text, totals are formulas, nothing is changed in silence."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from app.columns import Cell, Column, Kind
from app.errors import UserError
from app.exporting.cells import LONGEST_TEXT, marked, sheet_title
from app.exporting.table_sheet import write_sheet
from app.exporting.workbook import MOST_ROWS, Shown, formulas_outside, new_workbook
from app.moments import here
from models.domain.money import Money
from tests.conftest import Move

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@dataclass(frozen=True)
class One:
    """A row of one value."""

    value: Cell


def column(kind: Kind = Kind.TEXT, *, total: bool = False) -> Column[One]:
    return Column("Value", lambda row: row.value, kind, total=total)


def saved(folder: Path, values: list[Any], kind: Kind = Kind.TEXT, *, total: bool = False) -> Worksheet:
    """Save a table of one column and read its sheet again."""
    write_sheet(folder / "a.xlsx", [column(kind, total=total)], [One(value) for value in values], title="Values")
    sheet: Worksheet = load_workbook(folder / "a.xlsx")["Values"]
    return sheet


def xml(folder: Path) -> str:
    with zipfile.ZipFile(folder / "a.xlsx") as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_that_amounts_stand_in_the_file_with_all_their_decimals_and_no_binary_tail(tmp_path: Path) -> None:
    saved(tmp_path, [Money(135880, "USD"), Money(7, "USD"), Money(-5, "JPY"), Money(1234, "KWD")], Kind.MONEY)
    assert [part.split("</v>")[0] for part in xml(tmp_path).split("<v>")[1:]] == ["1358.80", "0.07", "-5", "1.234"]


@pytest.mark.parametrize(
    "money, form",
    [
        (Money(1, "USD"), '#,##0.00;-#,##0.00;"–"'),
        (Money(1, "JPY"), '#,##0;-#,##0;"–"'),
        (Money(1, "KWD"), '#,##0.000;-#,##0.000;"–"'),
    ],
)
def test_that_the_number_format_has_the_decimals_of_the_currency(tmp_path: Path, money: Money, form: str) -> None:
    assert saved(tmp_path, [money], Kind.MONEY)["A2"].number_format == form


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@x", "'quoted", "=HYPERLINK(A1)", "#N/A", "TRUE", "0012"])
def test_that_text_is_a_text_cell_and_never_a_formula(tmp_path: Path, text: str) -> None:
    cell = saved(tmp_path, [text])["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert bool(cell.quotePrefix) is text.startswith(("=", "+", "-", "@", "'"))
    assert formulas_outside(tmp_path / "a.xlsx", []) == []


def test_that_days_moments_and_fractions_are_values_that_excel_knows(tmp_path: Path) -> None:
    sheet = saved(tmp_path, [date(2026, 3, 2), MOMENT, Decimal(1) / 3, None, date(1899, 1, 1)], Kind.PERCENT)
    assert sheet["A2"].value == datetime(2026, 3, 2)  # noqa: DTZ001 - Excel knows no zones
    assert sheet["A3"].value == here(MOMENT).replace(tzinfo=None)
    assert (sheet["A4"].value, sheet["A4"].number_format) == (0.333333333333333, "0.0%")
    assert sheet["A5"].value is None
    assert sheet["A6"].value == "1899-01-01"


def test_that_a_moment_is_the_one_that_the_table_shows(tmp_path: Path, move: Move) -> None:
    move("America/New_York")
    assert saved(tmp_path, [MOMENT], Kind.TIME)["A2"].value == datetime(2026, 3, 2, 4, 30)  # noqa: DTZ001 - Excel knows no zones


def test_that_a_total_that_is_no_sum_of_its_rows_is_the_one_told_and_says_why(tmp_path: Path) -> None:
    orders = Column[One]("Orders", lambda row: row.value, Kind.COUNT, total=True, apart="an order counts at each SKU")
    rows = [One(3), One(4)]
    write_sheet(tmp_path / "told.xlsx", [column(), orders], rows, title="Values", total=One(5))
    write_sheet(tmp_path / "filtered.xlsx", [column(), orders], rows, title="Values")
    told, filtered = (load_workbook(tmp_path / f"{name}.xlsx")["Values"] for name in ("told", "filtered"))
    assert (told["A4"].value, told["B4"].value) == ("Total", 5)
    assert told["A5"].value == (
        "Orders: an order counts at each SKU. The total is of all rows and does not follow a filter."
    )
    assert not filtered["B4"].value
    assert filtered["A5"].value == "Orders: an order counts at each SKU, so the rows are not added up."
    write_sheet(tmp_path / "none.xlsx", [column(), orders], [One(None)], title="Values", total=One(None))
    assert load_workbook(tmp_path / "none.xlsx")["Values"].max_row == 3


def test_that_the_header_stays_in_view_and_the_filter_ends_above_the_total(tmp_path: Path) -> None:
    sheet = saved(tmp_path, [Money(100, "USD"), Money(250, "USD")], Kind.MONEY, total=True)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:A3")
    assert sheet["A1"].value == "Value (USD)"
    assert sheet["A4"].value == "=SUBTOTAL(109,A2:A3)"
    assert formulas_outside(tmp_path / "a.xlsx", ["Values!A4"]) == []
    assert formulas_outside(tmp_path / "a.xlsx", ["Values!A1:A3", "Other!A4"]) == ["Values!A4"]
    shown = load_workbook(tmp_path / "a.xlsx", data_only=True)["Values"]
    assert shown["A4"].value == 3.5


def test_that_amounts_of_several_currencies_are_not_added_up(tmp_path: Path) -> None:
    sheet = saved(tmp_path, [Money(100, "USD"), Money(250, "CAD")], Kind.MONEY, total=True)
    assert [cell.value for cell in sheet["B"]] == ["Value currency", "USD", "CAD"]
    assert sheet.max_row == 3


def test_that_an_empty_table_is_a_sheet_with_its_header(tmp_path: Path) -> None:
    assert [[cell.value for cell in row] for row in saved(tmp_path, [], Kind.MONEY, total=True)] == [["Value"]]


def test_that_characters_excel_cannot_hold_become_visible_marks(tmp_path: Path) -> None:
    assert saved(tmp_path, ["a\x00b\x1b\x7f\ufffe"])["A2"].value == "a␀b␛␡\N{REPLACEMENT CHARACTER}"


def test_that_what_looks_escaped_to_excel_and_line_ends_are_kept(tmp_path: Path) -> None:
    saved(tmp_path, ["_x0041_", "a\rb", "two\r\nlines ", "<&>"])
    read = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in read[1:]] == ["_x0041_", "a\rb", "two\nlines ", "<&>"]


def test_that_text_too_long_for_a_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    kept = saved(tmp_path, ["é" * LONGEST_TEXT, "é" * (LONGEST_TEXT + 1), "😀" * 20_000])
    assert kept["A2"].value == "é" * LONGEST_TEXT
    for place in ("A3", "A4"):
        value = str(kept[place].value)
        assert len(value.encode("utf-16-le")) // 2 <= LONGEST_TEXT
        assert "[cut by Channelbook: " in value
    assert "32,768 characters" in str(kept["A3"].value)


@pytest.mark.parametrize("value", [Money(10**15, "USD"), 10**15])
def test_that_a_number_excel_would_round_is_refused(tmp_path: Path, value: Cell) -> None:
    with pytest.raises(UserError, match="more than 15 digits"):
        saved(tmp_path, [value])
    assert list(tmp_path.iterdir()) == []


def test_that_more_rows_than_excel_has_are_refused(tmp_path: Path) -> None:
    def fill() -> None:
        with new_workbook(tmp_path / "a.xlsx", title="") as book:
            sheet = book.sheet("Long", widths=[])
            sheet.height = MOST_ROWS
            sheet.row(Shown("one too many"))

    with pytest.raises(UserError, match="more than 1,048,576 rows"):
        fill()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text, title", [("A/B: [x]?*", "A B   x"), ("'" * 3, "Sheet"), ("", "Sheet"), ("x" * 40, "x" * 31), ("\x00", "␀")]
)
def test_that_the_name_of_a_sheet_is_one_that_excel_accepts(text: str, title: str) -> None:
    assert sheet_title(text) == title


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=20))
def test_that_any_text_survives_and_none_becomes_a_formula(tmp_path: Path, texts: list[str]) -> None:
    saved(tmp_path, texts)
    read = CalamineWorkbook.from_path(tmp_path / "a.xlsx").get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert [str(row[0]) for row in read[1:]] == [marked(text) for text in texts]
    assert formulas_outside(tmp_path / "a.xlsx", []) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1 - 10**15, 10**15 - 1), min_size=1, max_size=20), st.sampled_from(["USD", "JPY", "KWD"]))
def test_that_any_amount_is_read_back_to_the_minor_unit(tmp_path: Path, amounts: list[int], currency: str) -> None:
    sheet = saved(tmp_path, [Money(amount, currency) for amount in amounts], Kind.MONEY)
    read = [Decimal(repr(row[0].value)) for row in sheet.iter_rows(min_row=2)]
    assert read == [Money(amount, currency).decimal() for amount in amounts]
