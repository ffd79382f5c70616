"""The channel P&L recalculated by LibreOffice equals the ledger to the cent, in every cell of the P&L."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from app.exporting.channel_pnl import write_channel_pnl
from app.exporting.pnl.facts import COUNTS, HEAD_ROW, ROWS, column_of
from app.importing.demo import import_demo
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.queries.contribution import known_period, statement
from models.domain.contribution.statement import STACK, By, Statement
from models.domain.period import Period
from tests.app.exporting.brand import MARCH, brand
from tests.make import new_ledger

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="skipped: no LibreOffice")
_RESULT = re.compile(rb"(<f>[^<]*</f>)<v>[^<]*</v>")
_SLACK = 1e-6


@dataclass(frozen=True)
class Recalculated:
    """A workbook as it was written and as LibreOffice reckons it, beside the statement it tells of."""

    written: Path
    reckoned: Path
    statement: Statement

    def sheet(self, title: str) -> dict[str, Any]:
        return values(self.reckoned, title)


def values(path: Path, title: str) -> dict[str, Any]:
    """Give what the cells of a sheet show, by their names; the other sheets stay unread."""
    book = load_workbook(path, data_only=True, read_only=True)
    rows = enumerate(book[title].iter_rows(values_only=True), 1)
    shown = {f"{get_column_letter(column)}{row}": cell for row, cells in rows for column, cell in enumerate(cells, 1)}
    book.close()
    return shown


def recalculated(ledger: Ledger, period: Period, folder: Path) -> Recalculated:
    """Write the P&L of a period, take every result out, and let LibreOffice put them in anew."""
    written, bare = folder / "written.xlsx", folder / "bare.xlsx"
    with ledger.read() as session:
        write_channel_pnl(session, written, period, title="Brand")
        said = statement(session, period, By.CHANNEL)
    removed = take_results_out(written, bare)
    assert removed > 100
    return Recalculated(written, reckon(bare, folder), said)


def reckon(path: Path, folder: Path) -> Path:
    """Let LibreOffice open a workbook, reckon it and save it again, with a profile of its own."""
    command = [str(OFFICE), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "out"), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / "out" / path.name


def take_results_out(written: Path, bare: Path) -> int:
    """Copy a workbook without the results of its formulas, so that who shows one has reckoned it."""
    removed = 0
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                content, count = _RESULT.subn(rb"\1", content)
                removed += count
            target.writestr(name, content)
    return removed


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recalculated]:
    folder = tmp_path_factory.mktemp("small")
    ledger = brand(folder)
    yield recalculated(ledger, MARCH, folder)
    ledger.close()


def assert_pnl_equals(book: Recalculated) -> None:
    """Compare every figure of the P&L sheet with the statement, in minor units and without dust beyond them."""
    sheet = book.sheet("P&L by channel")
    said = book.statement
    columns = [(column_of(index), row) for index, row in enumerate([*said.rows, said.total])]
    assert [sheet[f"{column}{HEAD_ROW}"] for column, _ in columns] == [row.label for _, row in columns]
    for column, row in columns:
        for name in STACK:
            value = sheet[f"{column}{ROWS[name]}"]
            assert value == pytest.approx(row.figures.amount(name) / 100, abs=_SLACK), (row.label, name)
        for name in COUNTS:
            assert sheet[f"{column}{ROWS[name]}"] == getattr(row.figures, name), (row.label, name)


@needs_office
def test_that_every_figure_of_the_p_and_l_equals_the_statement(small: Recalculated) -> None:
    assert len(small.statement.rows) == 4
    assert small.statement.total.figures.amount("shared_operating_cost") == -143_336
    assert small.statement.total.figures.amount("unclassified") != 0
    assert_pnl_equals(small)


@needs_office
def test_that_the_summary_shows_the_same_figures_and_shares(small: Recalculated) -> None:
    sheet = small.sheet("Summary")
    for place, row in enumerate((*small.statement.rows, small.statement.total), HEAD_ROW + 1):
        cells = [sheet[f"{letter}{place}"] for letter in "ABCDEFGHIJKLM"]
        names = ("net_sales", "cm1", "cm2", "cm3", "cm4", "result")
        fractions = (row.share_of_revenue, row.share_of_operating_cost, row.ratio)
        expected = [row.label, *(row.figures.amount(name) / 100 for name in names)]
        expected += [float(fraction or 0) for fraction in fractions]
        expected += [row.figures.units, row.figures.orders, row.figures.amount("unclassified") / 100]
        assert cells[0] == expected[0]
        assert cells[1:13] == pytest.approx(expected[1:], abs=_SLACK)
    assert sheet["A3"] == "The figures tie to the ledger and to its files, as the sheet Reconciliation shows."


@needs_office
def test_that_every_result_written_is_the_one_that_libreoffice_comes_to(small: Recalculated) -> None:
    formulas = load_workbook(small.written)
    compared = 0
    for sheet in formulas.worksheets:
        said, reckoned = values(small.written, sheet.title), small.sheet(sheet.title)
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            ours, theirs = said[cell.coordinate], reckoned[cell.coordinate]
            if isinstance(ours, str) or ours is None:
                assert (theirs or "") == (ours or ""), cell.coordinate
            else:
                assert theirs == pytest.approx(ours, abs=_SLACK), cell.coordinate
            compared += 1
    assert compared > 200


@needs_office
def test_that_a_changed_line_changes_the_figures_that_stand_on_it(small: Recalculated, tmp_path: Path) -> None:
    changed = load_workbook(small.written)
    lines = changed["Lines"]
    row = next(row for row in range(2, lines.max_row + 1) if lines[f"D{row}"].value == "Channel costs")
    number, amount = lines[f"C{row}"].value, Decimal(str(lines[f"J{row}"].value))
    lines[f"J{row}"].value = amount - 1000
    changed.save(tmp_path / "changed.xlsx")
    moved = load_workbook(reckon(tmp_path / "changed.xlsx", tmp_path), data_only=True)
    index = [one.channel_id for one in small.statement.rows].index(number)
    before = small.statement.rows[index].figures
    assert moved["P&L by channel"][f"{column_of(index)}{ROWS['cm4']}"].value == pytest.approx(before.cm4 / 100 - 1000)
    assert moved["Summary"]["A3"].value.startswith("Some figures differ from the ledger")


@needs_office
def test_that_the_demo_brands_p_and_l_equals_its_statement(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    import_demo(ledger, Progress())
    with ledger.read() as session:
        period = known_period(session)
    assert period is not None
    assert_pnl_equals(recalculated(ledger, period, tmp_path))
    ledger.close()
