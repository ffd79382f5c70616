"""`allocate --case` from start to end: what it prints in each form, and how it refuses what is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from main import main

Run = Callable[..., tuple[int, str, str]]
# GA1 of the specification: the mug in the default ladder, with priority in place of the due date.
MUG = {
    "claimants": [
        {"code": "AMZ", "priority": 2, "lot": 12, "floor": 60, "cap": 480, "weight": "50", "rate": "10", "pos": 120},
        {"code": "DTC", "floor": 50, "cap": 400, "weight": "30", "rate": "6"},
        {"code": "WHS", "lot": 24, "moq": 48, "commit": 96, "cap": 240, "weight": "15", "rate": "3"},
        {"code": "EBY", "priority": 3, "floor": 10, "cap": 60, "weight": "5", "rate": "2"},
    ],
    "ladder": [
        {"goal": "commit", "share_by": "priority"},
        {"goal": "floor", "share_by": "priority"},
        {"goal": "cover", "days": 14, "share_by": "cover"},
        {"goal": "cover", "days": 42, "share_by": "cover"},
        {"goal": "rest", "share_by": "share"},
    ],
}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that allocates a case and returns exit code, output and errors."""

    def run_one(case: object, *arguments: str) -> tuple[int, str, str]:
        path = tmp_path / "case.json"
        path.write_text(case if isinstance(case, str) else json.dumps(case), "utf-8")
        capsys.readouterr()
        code = main(["--data", str(tmp_path / "data"), "allocate", "--case", str(path), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


def mug(supply: int) -> dict[str, Any]:
    """Give the mug with a supply."""
    return {"supply": supply, **MUG}


@pytest.mark.parametrize(
    "supply, units, tier",
    [
        (1000, {"AMZ": 480, "DTC": 316, "WHS": 144, "EBY": 60}, "green"),
        (600, {"AMZ": 216, "DTC": 204, "WHS": 120, "EBY": 60}, "amber"),
        (200, {"AMZ": 48, "DTC": 50, "WHS": 96, "EBY": 6}, "red"),
        (90, {"AMZ": 0, "DTC": 18, "WHS": 72, "EBY": 0}, "black"),
    ],
)
def test_that_a_case_is_answered_in_json_and_csv_alike(run: Run, supply: int, units: dict[str, int], tier: str) -> None:
    code, out, err = run(mug(supply), "--format", "json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert {name: one["firm"] + one["loan"] for name, one in answer["units"].items()} == units
    assert answer["tier"] == tier
    rows = list(csv.DictReader(io.StringIO(run(mug(supply), "--format", "csv")[1])))
    assert {row["Channel"]: int(row["Units"]) for row in rows} == units


def test_that_the_table_says_who_waits_and_why_each_has_its_number(run: Run) -> None:
    code, out, _ = run(mug(600), "--explain")
    assert code == 0
    assert "Supply 600, unassigned 0, tier amber." in out
    assert "AMZ waits in rung 4 (cover42) for a lot of 12: 2 left, 10 missing." in out
    assert "Rung 1, commit, in order of priority: WHS gets all 96 units it is due" in out
    assert "Without rung 4, cover42: 96 (-24)." in out


@pytest.mark.parametrize(
    "case, sentence",
    [
        ("{", "This is no JSON"),
        (
            '{"supply": 1, "supply": 2}',
            '"supply" stands twice in the same object, and which is meant is not known. Noth',
        ),
        ('{"claimants": [{"code": "A\\u001b[2J"}]}', "claimants[0].code holds a control character"),
        ('{"claimants": [{"co\\u0007de": "A"}]}', "A name in claimants[0] holds a control character"),
        ("[" * 900 + "1" + "]" * 900, "must be an object"),
        ("[]", "must be"),
        ({"supply": -1, **MUG}, "supply"),
        ({"supply": 10, "claimants": [{"code": "A", "lot": 0}], "ladder": "Standard"}, "claimants[0].lot"),
        ({"supply": 10, "claimants": [{"code": "A"}, {"code": "A"}], "ladder": "Standard"}, "claimants[1].code"),
        (
            {"supply": 10, "claimants": [{"code": "A"}], "ladder": [{"goal": "luck", "share_by": "edd"}]},
            "ladder[0].goal",
        ),
    ],
)
def test_that_a_wrong_case_is_refused_by_the_name_of_its_field(run: Run, case: object, sentence: str) -> None:
    code, out, err = run(case)
    assert (code, out) == (2, "")
    assert sentence in err


def test_that_a_missing_case_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--data", str(tmp_path), "allocate", "--case", str(tmp_path / "nowhere.json")])
    assert code == 2
    assert "cannot be read" in capsys.readouterr().err
