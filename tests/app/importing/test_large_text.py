"""A large text sorted by numpy: cell by cell, row by row and refusal by refusal what Python's `csv` makes of it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ImportRefused
from app.importing import cutting, large_text
from app.importing.cutting import Cells, cut
from app.importing.export import Col, Export
from app.importing.large_text import Layout, sort_cells
from app.importing.recognising import Recognised
from app.importing.sniffing import Sheet

HEADER = ("Name", "Unused", "Amount", "Day")
# What decides how a text is cut, beside letters of one to four bytes.
LETTERS = st.sampled_from('aaab"",\n\r \té日🌿')
CELLS = st.text(LETTERS, max_size=12) | st.sampled_from(
    ["", "", "#1001", "x" * 8, "x" * 9, "x" * 40, "y" * 200, '"', "0.00"]
)
RECORDS = st.lists(
    st.lists(CELLS, min_size=len(HEADER), max_size=len(HEADER)) | st.lists(CELLS, max_size=6), max_size=12
)
SIZES = st.integers(1, 60)


def recognised(text: str, *, delimiter: str = ",", quoting: bool = True, above: int = 0) -> Recognised:
    """Make a sheet out of a text whose header is below so many other records."""
    columns = (
        Col("name", "Name"),
        Col("amount", "Amount"),
        Col("lacking", "No such", required=False),
        Col("day", "Day"),
    )
    export = Export(
        "made", "Made", "", (), columns, lambda _rows, _context: iter(()), (), quoting=quoting, group="name"
    )
    return Recognised(export, Sheet("", text, delimiter, "utf-8"), above, HEADER, "")


def written(records: Sequence[Sequence[str]], *, line_end: str, quoting: Any = csv.QUOTE_MINIMAL) -> str:  # noqa: ANN401 - a constant of csv
    """Write records as a program does that knows how to."""
    out = io.StringIO()
    csv.writer(out, lineterminator=line_end, quoting=quoting).writerows(records)
    return out.getvalue()


def plain(cells: Cells) -> tuple[Any, ...]:
    """Spread the columns of what was cut, so that two ways of cutting can be compared."""
    columns = {name: column.spread(column.texts) for name, column in cells.columns.items()}
    return cells.rows, columns, cells.left_out, cells.unread, cells.broken, cells.total_rows


def outcome(found: Recognised) -> Any:  # noqa: ANN401 - cells or a sentence
    """Cut a text, or give the sentence it is refused by."""
    try:
        return plain(cut(found))
    except ImportRefused as error:
        return str(error)


def scanned(found: Recognised, size: int) -> Any:  # noqa: ANN401 - as outcome
    """Cut a text as if it were large."""
    with patch.object(cutting, "_LARGE", 0), patch.object(large_text, "sort_cells", partial(sort_cells, size=size)):
        return outcome(found)


@given(RECORDS, st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), SIZES)
def test_that_a_text_that_was_written_well_is_scanned_as_it_is_read(
    records: list[list[str]], line_end: str, quoting: int, size: int
) -> None:
    text = written([HEADER, *records], line_end=line_end, quoting=quoting)
    assert sort_cells(text, Layout(",", quoted=True, width=4, places=(0, 2, 3), above=1), size=size) is not None
    assert scanned(recognised(text), size) == outcome(recognised(text))


@given(st.text(LETTERS, max_size=80), SIZES)
def test_that_any_text_at_all_is_cut_or_refused_alike(text: str, size: int) -> None:
    text = f"{','.join(HEADER)}\n{text}"
    assert scanned(recognised(text), size) == outcome(recognised(text))


@given(st.text(LETTERS, max_size=80), SIZES)
def test_that_marks_of_tabbed_text_are_cut_alike(text: str, size: int) -> None:
    found = partial(recognised, "\t".join(HEADER) + "\n" + text, delimiter="\t")
    assert scanned(found(quoting=False), size) == outcome(found(quoting=False))
    assert scanned(found(), size) == outcome(found())


@given(RECORDS, RECORDS, SIZES)
def test_that_what_stands_above_the_header_is_passed_over(
    above: list[list[str]], records: list[list[str]], size: int
) -> None:
    found = recognised(written([*above, HEADER, *records], line_end="\n"), above=len(above))
    assert scanned(found, size) == outcome(found)


@pytest.mark.parametrize("text", ['1" pipe,,,', '"a"b,,,', 'a "b" c,,,', '"a" ,,,', "nul \x00,,,"])
def test_that_an_irregular_text_is_left_to_csv(text: str) -> None:
    text = f"{','.join(HEADER)}\n{text}\n"
    assert sort_cells(text, Layout(",", quoted=True, width=4, places=(0,), above=1)) is None
    assert scanned(recognised(text), 20) == outcome(recognised(text))


def test_that_a_cell_longer_than_csv_allows_is_refused_alike() -> None:
    found = recognised(f"{','.join(HEADER)}\n{'x' * (csv.field_size_limit() + 1)},,,\n")
    assert scanned(found, 100) == outcome(found)
    assert "cannot be cut into cells" in outcome(found)


def test_that_a_row_without_any_used_cell_is_a_row() -> None:
    found = recognised(f'{",".join(HEADER)}\n,used by others,,\n,"",,\n,,,\n')
    rows, columns, left_out, *_ = scanned(found, 30)
    assert (rows, columns["name"], [item.rows for item in left_out]) == ([2], [""], [[3, 4]])


def test_that_texts_that_share_a_slot_of_the_table_stay_apart() -> None:
    records = [[f"{number:09d}", "", f"{number % 7}", "d"] for number in range(3000)]
    found = recognised(written([HEADER, *records], line_end="\n"))
    assert scanned(found, 1 << 20) == outcome(found)


def test_that_the_program_starts_without_numpy() -> None:
    code = "import sys, app.importing.batch, app.importing.looking; print('numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
