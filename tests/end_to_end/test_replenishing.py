"""`replenish` from start to end on the demo brand: each form tells the same, and what is wrong is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from main import main

DAY = "2026-11-02"


def run(capsys: pytest.CaptureFixture[str], folder: Path, *arguments: object) -> tuple[int, str, str]:
    """Run the command and give exit code, output and errors."""
    capsys.readouterr()
    code = main(["--data", str(folder / "data"), "replenish", *map(str, arguments)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_that_json_csv_and_workbook_tell_of_the_same_skus(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, tmp_path, demo_file, "--day", DAY, "--format", "json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert len(told) > 15
    assert all(row["rate"] is not None and row["on_hand"] is not None for row in told)
    rows = list(csv.DictReader(io.StringIO(run(capsys, tmp_path, demo_file, "--day", DAY, "--format", "csv")[1])))
    assert [row["SKU"] for row in rows] == [row["sku"] for row in told]
    out_file = tmp_path / "proposal.xlsx"
    assert run(capsys, tmp_path, demo_file, "--day", DAY, "--format", "xlsx", "--out", out_file)[0] == 0
    assert out_file.read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    "options, sentence",
    [
        (("--service", "40"), "from 50 to 99.99"),
        (("--review", "-1"), "0 or more"),
        (("--format", "xlsx"), "needs a file"),
    ],
)
def test_that_a_wrong_option_is_refused(
    demo_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run(capsys, tmp_path, demo_file, *options)
    assert (code, out) == (2, "")
    assert sentence in err
