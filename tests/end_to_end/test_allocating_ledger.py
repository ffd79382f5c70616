"""`allocate LEDGER` from start to end on the demo brand: what is stored, what is only tried, what is refused."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from app.ledger.opening import open_ledger
from app.ledger.seal import seal_path
from app.queries.allocation_runs import differs, runs
from main import main
from models.domain.allocation.ladder import ShareBy

Run = Callable[..., tuple[int, str, str]]
SEASON = ("--day", "2026-11-26")  # when there is something to ration


@pytest.fixture
def path(demo_file: Path, tmp_path: Path) -> Path:
    """Copy the demo brand's ledger."""
    copied = tmp_path / demo_file.name
    shutil.copy(demo_file, copied)
    shutil.copy(seal_path(demo_file), seal_path(copied))
    return copied


@pytest.fixture
def run(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that allocates the ledger and returns exit code, output and errors."""

    def run_one(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--data", str(tmp_path / "data"), "allocate", str(path), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


def stored(path: Path) -> int:
    """Count the stored runs, each of which says the same when it is run again."""
    ledger = open_ledger(path, read_only=True)
    with ledger.read() as session:
        found = runs(session)
        assert [differs(session, one.id) for one in found] == [[]] * len(found)
    ledger.close()
    return len(found)


def test_that_the_ledger_is_allocated_and_the_run_is_stored(run: Run, path: Path) -> None:
    code, out, err = run("--format", "json")
    answer = json.loads(out)
    assert (code, err, answer["run"]) == (0, "", 1)
    assert answer["rules"] == "preset Standard (no rules are published yet)"
    for one in answer["skus"]:
        given = sum(units["firm"] + units["loan"] for units in one["units"].values())
        assert given + one["unassigned"] + one["buffer"] == one["pool"]
    assert stored(path) == 1
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv")[1])))
    assert [row["SKU"] for row in rows] == [one["sku"] for one in answer["skus"]]
    assert stored(path) == 2


def test_that_one_sku_at_another_supply_is_explained_and_not_stored(run: Run, path: Path) -> None:
    code, out, _ = run("--sku", "JR-0101", "--supply", "12", "--explain", *SEASON)
    assert code == 0
    assert "a what-if, nothing was stored" in out
    assert "rate " in out
    assert "Rung 1, commit" in out
    assert stored(path) == 0
    assert run("--sku", "jr-0101", "--supply", "12", "--explain", *SEASON)[1] == out


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--supply", "5"], "A supply is of one SKU"),
        (["--sku", "JR-0101", "--supply", "-1"], "A supply is 0 or more"),
        (["--rules", "draft"], "There are no rules “draft”"),
        (["--sku", "NOPE"], "There is no SKU “NOPE” in this ledger"),
        (["--case", "case.json"], "one of the two"),
    ],
)
def test_that_what_cannot_be_allocated_is_refused(run: Run, path: Path, arguments: list[str], sentence: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert stored(path) == 0


def test_that_an_explained_sku_is_compared_under_each_rule_and_weighed(run: Run, path: Path) -> None:
    code, out, err = run("--sku", "JR-0110", "--explain", "--format", "json", *SEASON)
    (sku,) = json.loads(out)["skus"]
    assert (code, err) == (0, "")
    rules = sku["compared"]["rules"]
    assert [one["rule"] for one in rules] == [rule.value for rule in ShareBy]
    (used,) = [one for one in rules if one["used"]]
    assert {name: one["units"] for name, one in used["channels"].items()} == {
        name: units["firm"] + units["loan"] for name, units in sku["units"].items()
    }
    policy = sku["policy"]
    assert Decimal(policy["best"]) - Decimal(policy["value"]) == Decimal(policy["cost"]) >= 0
    assert policy["time_limit_ms"] == 200
    code, out, _ = run("--sku", "JR-0110", "--explain", *SEASON)
    assert "If it were shared by" in out
    assert "  cover (as now): Amazon " in out
    assert "the rules cost " in out
    assert "The solver has 200 ms for a plan; " in out
    assert stored(path) == 0
