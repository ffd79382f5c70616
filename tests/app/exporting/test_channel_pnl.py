"""The channel P&L workbook: its sheets, where formulas may stand, and what it says where data is large or missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from app.errors import Cancelled, MissingRates
from app.exporting.channel_pnl import Written, write_channel_pnl
from app.exporting.pnl.facts import ROWS
from app.exporting.workbook import formulas_outside
from app.jobs import Progress
from app.ledger import chain
from app.ledger.ledger import Ledger
from app.queries.contribution import statement
from app.queries.lines import Detail
from models.domain.contribution.statement import By
from models.domain.money import major
from models.domain.postings import Draft, Fact, Posting
from tests.app.exporting.brand import HOSTILE, HOSTILE_CHANNEL, HOSTILE_FILE, MARCH, brand
from tests.make import Order, draft, import_text, new_ledger, orders_csv, write

FORMULAS = ["Summary!A3", "Summary!B5:M9", "P&L by channel!B6:F40", "Reconciliation!B6:M60"]


@dataclass(frozen=True)
class Made:
    """A ledger and its workbook, with formulas and with what they come to."""

    ledger: Ledger
    written: Written
    formulas: Workbook
    results: Workbook


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("pnl")
    ledger = brand(folder)
    written = save(ledger, folder / "pnl.xlsx")
    yield Made(ledger, written, load_workbook(written.path), load_workbook(written.path, data_only=True))
    ledger.close()


def save(ledger: Ledger, path: Path, **more: Any) -> Written:  # noqa: ANN401 - options of several types
    with ledger.read() as session:
        return write_channel_pnl(session, path, MARCH, title="Brand", **more)


def cells(book: Workbook, title: str) -> set[object]:
    return {cell for row in book[title].iter_rows(values_only=True) for cell in row}


def test_that_the_sheets_stand_in_their_order(made: Made) -> None:
    assert made.formulas.sheetnames == ["Summary", "P&L by channel", "Lines", "Reconciliation", "Notes"]


def test_that_no_formula_stands_outside_the_figures(made: Made) -> None:
    assert formulas_outside(made.written.path, FORMULAS) == []
    lines = {place for place in formulas_outside(made.written.path, []) if place.startswith(("Lines!", "Notes!"))}
    assert lines == set()


def test_that_every_figure_of_the_p_and_l_is_a_formula(made: Made) -> None:
    sheet = made.formulas["P&L by channel"]
    block = sheet.iter_rows(min_row=min(ROWS.values()), max_row=max(ROWS.values()), min_col=2, max_col=6)
    assert {cell.data_type for row in block for cell in row} == {"f"}


def test_that_hostile_text_stays_text(made: Made) -> None:
    assert {HOSTILE_CHANNEL, HOSTILE_FILE, "=1+1"} <= cells(made.formulas, "Lines")
    texts = [cell for row in made.formulas["Lines"].iter_rows() for cell in row if str(cell.value).startswith(HOSTILE)]
    assert len(texts) > 50
    assert {cell.data_type for cell in texts} == {"s"}
    assert {bool(cell.quotePrefix) for cell in texts if str(cell.value)[0] in "=+-@"} == {True}


def test_that_the_results_shown_without_reckoning_are_those_of_the_statement(made: Made) -> None:
    with made.ledger.read() as session:
        said = statement(session, MARCH, By.CHANNEL)
    sheet = made.results["P&L by channel"]
    for index, row in enumerate((*said.rows, said.total)):
        for name in ("net_sales", "cm4", "shared_operating_cost", "result"):
            value = sheet.cell(ROWS[name], index + 2).value
            assert Decimal(str(value)) == Decimal(major(row.figures.amount(name), "USD"))


def test_that_the_lines_are_the_postings_in_force_with_file_and_row(made: Made) -> None:
    rows: list[tuple[Any, ...]] = list(made.formulas["Lines"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == made.written.lines
    assert made.written.detail is Detail.POSTING
    principal = next(row for row in rows if row[12] == HOSTILE_FILE and row[4] == "REV")
    assert (principal[1], principal[3], principal[9], principal[11], principal[13]) == (
        "Amazon US",
        "Gross sales",
        99.99,
        "USD",
        3,
    )
    assert {row[11] for row in rows} == {"USD", "CAD", "JPY"}


def test_that_yen_have_no_decimals_beside_dollars(made: Made) -> None:
    sheet = made.formulas["Lines"]
    forms = {sheet[f"L{row}"].value: sheet[f"K{row}"].number_format for row in range(2, made.written.lines + 2)}
    assert forms["JPY"] == '#,##0;-#,##0;"–"'
    assert forms["USD"] == '#,##0.00;-#,##0.00;"–"'


def test_that_sheets_keep_their_heads_in_view_and_print_on_wide_pages(made: Made) -> None:
    for title, pane in (("Summary", "B5"), ("P&L by channel", "B6"), ("Lines", "A2")):
        sheet = made.formulas[title]
        assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == (pane, "landscape", 1)
        assert sheet.print_title_rows


def test_that_the_notes_name_the_state_of_the_book_and_the_rates(made: Made) -> None:
    notes = cells(made.formulas, "Notes")
    with made.ledger.read() as session:
        assert chain.head(session) in notes
    assert "2026-03-01 to 2026-03-31, both included" in notes
    assert "1 CAD is 0.7 USD from 2026-01-01 on" in notes
    assert any(str(note).startswith("2026-11-23 12:25") for note in notes)


def test_that_the_summary_says_what_was_sold_without_a_landed_cost(made: Made) -> None:
    said = [str(cell) for cell in cells(made.formulas, "Summary") if "without a landed cost" in str(cell)]
    assert len(said) == 1
    assert said[0].endswith("of sales carry none, so CM1 and every level below it are too high.")


def test_that_the_reconciliation_ties_and_lists_what_is_open(made: Made) -> None:
    rows: list[tuple[Any, ...]] = list(made.results["Reconciliation"].iter_rows(values_only=True))
    shown = [row for row in rows if any(row)]
    assert next(row for row in shown if row[0] == "All differences together")[1] == 0
    assert next(row for row in shown if row[0] == HOSTILE_FILE)[:8] == (HOSTILE_FILE, 5, 4, 0, 0, 1, 0, 0)
    assert [row[:5] for row in shown if row[0] == HOSTILE_FILE][1] == (HOSTILE_FILE, 59.22, 59.22, 0, "USD")
    assert next(row for row in shown if row[0] == "Units")[1] > 0


def test_that_rows_which_a_newer_version_overtakes_are_among_those_already_there(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_text(ledger, "newer.csv", orders_csv([Order(1), Order(3)]))
    import_text(ledger, "older.csv", orders_csv([Order(1, units=2), Order(2)]))
    written = save(ledger, tmp_path / "overtaken.xlsx")
    rows = list(load_workbook(written.path, data_only=True)["Reconciliation"].iter_rows(values_only=True))
    assert next(row for row in rows if row[0] == "older.csv")[:8] == ("older.csv", 2, 1, 0, 1, 0, 0, 0)
    assert next(row for row in rows if row[0] == "All differences together")[1] == 0


def test_that_too_many_postings_are_summed_with_the_same_figures(made: Made, tmp_path: Path) -> None:
    written = save(made.ledger, tmp_path / "sums.xlsx", most_postings=10)
    assert written.detail is Detail.SKU
    assert written.lines < made.written.lines
    book = load_workbook(written.path)
    assert any(str(note).startswith("There are too many postings for one sheet") for note in cells(book, "Notes"))

    def amounts(one: Workbook) -> dict[tuple[object, object], Decimal]:
        sums: dict[tuple[object, object], Decimal] = {}
        for row in one["Lines"].iter_rows(min_row=2, values_only=True):
            key = (row[1], row[3])
            sums[key] = sums.get(key, Decimal(0)) + Decimal(str(row[9]))
        return sums

    assert amounts(book) == amounts(made.formulas)


def test_that_the_same_book_gives_the_same_sheets(made: Made, tmp_path: Path) -> None:
    again = load_workbook(save(made.ledger, tmp_path / "again.xlsx").path)
    for sheet in made.formulas.worksheets:
        assert list(again[sheet.title].iter_rows(values_only=True)) == list(sheet.iter_rows(values_only=True))


def test_that_an_empty_ledger_gives_a_workbook_without_channels(tmp_path: Path) -> None:
    empty = new_ledger(tmp_path)
    written = save(empty, tmp_path / "empty.xlsx")
    empty.close()
    assert written.lines == 0
    assert "Nothing was sold or spent in this period" in cells(load_workbook(written.path), "Summary")


def test_that_shared_cost_without_any_channel_stands_in_a_column_of_its_own(tmp_path: Path) -> None:
    lonely = new_ledger(tmp_path)
    posting = Posting(1, "2026-03-20", "SHARED_EQUAL", -500, "USD")
    write(lonely, [Draft(Fact.EXPENSES, "rent", "2026-03-20", [1], [posting], billed=True)], channel=None)
    sheet = load_workbook(save(lonely, tmp_path / "lonely.xlsx").path, data_only=True)["P&L by channel"]
    lonely.close()
    assert sheet["B4"].value == "Shared"
    assert [sheet[f"{column}{ROWS['result']}"].value for column in "BC"] == [-5, -5]


def test_that_a_missing_rate_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    foreign = new_ledger(tmp_path)
    write(foreign, [draft(currency="EUR")])
    with pytest.raises(MissingRates, match="EUR on 2026-03-02"):
        save(foreign, tmp_path / "pnl.xlsx")
    foreign.close()
    assert not list(tmp_path.glob("*.xlsx"))


def test_that_a_cancelled_workbook_leaves_no_file(made: Made, tmp_path: Path) -> None:
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        save(made.ledger, tmp_path / "pnl.xlsx", progress=stopped)
    assert list(tmp_path.iterdir()) == []
