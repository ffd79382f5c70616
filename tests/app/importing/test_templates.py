"""The templates of the own tables: recognised, their example row left out, every column explained."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from app.errors import UserError
from app.importing.batch import import_file
from app.importing.finding import find_files
from app.importing.preview import Choices, preview
from app.importing.recognising import all_exports
from app.importing.templates import own_tables, write_template
from app.importing.verdicts import Verdict
from app.jobs import Progress
from tests.make import new_ledger, today

TABLES = (
    *("bundles", "commitments", "competitor_prices", "costs", "expenses", "inbound", "planning", "price_list"),
    *("prices", "promotions", "rates", "sales", "stock"),
)


def test_that_the_own_tables_are_those_that_explain_their_columns() -> None:
    assert tuple(sorted(own_tables())) == TABLES
    for export in own_tables().values():
        assert [column.title for column in export.columns if not column.hint] == []
        assert [column.title for column in export.columns if column.required and not column.example] == []


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("code", TABLES)
def test_that_a_template_left_as_it_is_imports_nothing(code: str, ending: str, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write_template(code, tmp_path / f"{code}.{ending}")
    (file,) = find_files([tmp_path / f"{code}.{ending}"])
    with ledger.read() as session:
        seen = preview(session, file, Choices(), Progress(), today=today())
    assert seen.export.code == code
    assert not seen.drafts
    assert [(item.verdict, item.reason) for item in seen.verdicts] == [
        (Verdict.LEFT_OUT, "the example row of the template")
    ]


@pytest.mark.parametrize("code", TABLES)
def test_that_a_row_that_differs_from_the_example_is_read(code: str, tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    path = write_template(code, tmp_path / f"{code}.csv")
    header, example = path.read_text("utf-8").splitlines()
    changed = example.replace("2026-03-", "2026-05-").replace("EXAMPLE-BUNDLE", "BOX").replace(",45,", ",30,")
    path.write_text(f"{header}\n{example}\n{changed}\n", "utf-8")
    counts = import_file(ledger, Progress(), file=find_files([path])[0]).preview.counts()
    assert (counts[Verdict.NEW], counts[Verdict.LEFT_OUT], counts[Verdict.UNREAD]) == (1, 1, 0)


@pytest.mark.parametrize("code", TABLES)
def test_that_a_workbook_explains_its_columns_and_keeps_text_as_text(code: str, tmp_path: Path) -> None:
    book = load_workbook(write_template(code, tmp_path / "template.xlsx"))
    table, meaning = book.worksheets
    columns = all_exports()[code].columns
    assert [cell.value for cell in table[1]] == [column.title for column in columns]
    explained = {row[0]: row[2] for row in meaning.iter_rows(min_row=2, values_only=True) if row[0] and row[2]}
    assert explained == {column.title: column.hint for column in columns}
    letters = {column.title: get_column_letter(index) for index, column in enumerate(columns, start=1)}
    assert "sku" not in letters or table.column_dimensions[letters["sku"]].number_format == "@"
    assert all(cell.data_type != "f" for sheet in book.worksheets for row in sheet.iter_rows() for cell in row)


def test_that_a_table_or_ending_nobody_knows_is_refused(tmp_path: Path) -> None:
    every = ", ".join(TABLES)
    with pytest.raises(UserError, match=rf"There is no table “orders”.*{every}"):
        write_template("orders", tmp_path / "orders.csv")
    with pytest.raises(UserError, match=r"costs\.txt is neither\. Nothing was written"):
        write_template("costs", tmp_path / "costs.txt")
    assert list(tmp_path.iterdir()) == []
