"""`allocate LEDGER --replay` from start to end on the demo brand: nine months by its rules, by a draft, and in fact."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.actions.rules import add_rule, start_draft
from app.ledger.opening import open_ledger
from app.ledger.seal import seal_path
from app.queries.allocation_runs import runs
from main import main
from models.domain.accounts import SALES
from models.domain.allocation.rules import GuaranteedMinimum
from models.domain.rules import Scope
from models.tables import Channel, Listing, Posting, Sku

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def path(demo_file: Path, tmp_path: Path) -> Path:
    """Copy the demo brand's ledger and draft a minimum for wholesale."""
    copied = tmp_path / demo_file.name
    shutil.copy(demo_file, copied)
    shutil.copy(seal_path(demo_file), seal_path(copied))
    ledger = open_ledger(copied, who="Ada")
    start_draft(ledger)
    add_rule(ledger, what=GuaranteedMinimum(250), scope=Scope(channels=("Wholesale",)))
    ledger.close()
    return copied


@pytest.fixture
def run(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that replays the ledger and returns exit code, output and errors."""

    def run_one(*arguments: str, replay: bool = True) -> tuple[int, str, str]:
        capsys.readouterr()
        asked = ["--replay", *arguments] if replay else [*arguments]
        code = main(["--data", str(tmp_path / "data"), "allocate", str(path), *asked])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one


def test_that_a_draft_is_replayed_over_nine_months(run: Run) -> None:
    code, out, err = run("--format", "json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert (answer["first"], answer["weeks"], answer["currency"]) == ("2026-02-02", 38, "USD")
    fact, published, draft = (answer["sides"][side] for side in ("happened", "published", "tried"))
    assert (published["rules"], draft["rules"]) == ("preset Standard", "draft")
    wanted = {side["wanted"] for side in (fact, published, draft)}
    assert len(wanted) == 1
    # A minimum for wholesale takes from the shops, whose units bring more.
    assert draft["stockouts"] > published["stockouts"]
    assert Decimal(draft["contribution"]) < Decimal(published["contribution"])
    for side in ("happened", "published", "tried"):
        for by in ("channel", "sku", "week"):
            for figure in ("wanted", "sold", "lost", "stockouts"):
                assert sum(row[side][figure] for row in answer[by]) == answer["sides"][side][figure]
            assert sum(Decimal(row[side]["contribution"]) for row in answer[by]) == Decimal(
                answer["sides"][side]["contribution"]
            )
    assert answer["grounds"][0].startswith("Stock: ")


def test_that_what_happened_is_what_the_postings_say(run: Run, path: Path) -> None:
    answer = json.loads(run("--format", "json", "--sku", "JR-0131")[1])
    ledger = open_ledger(path, read_only=True)
    with ledger.read() as session:
        sold = session.execute(
            select(Channel.name, func.sum(Posting.quantity).label("units"))
            .join(Channel, Channel.id == Posting.channel_id)
            .join(Listing, (Listing.channel_id == Posting.channel_id) & (Listing.code == Posting.sku))
            .join(Sku, Sku.id == Listing.sku_id)
            .where(Posting.in_force == 1, Posting.account == SALES, Sku.code == "JR-0131")
            .where(Posting.day >= "2026-02-02", Posting.day <= "2026-10-25")
            .group_by(Channel.name)
        ).all()
        assert runs(session) == []
    ledger.close()
    assert {row["channel"]: row["happened"]["sold"] for row in answer["channel"]} == {
        one.name: one.units for one in sold
    }
    assert len(sold) == 5


def test_that_one_sku_and_some_weeks_are_replayed(run: Run) -> None:
    code, out, _ = run("--sku", "JR-0131", "--from", "2026-09-01", "--to", "2026-10-01", "--by", "week")
    assert code == 0
    # The bottle was gone: nobody sold one, in fact or by any rules.
    lines = [line.split() for line in out.splitlines() if line.startswith("2026-")]
    assert [line[0] for line in lines[::3]] == ["2026-09-07", "2026-09-14", "2026-09-21"]
    assert "3 weeks from 2026-09-07 to 2026-09-27, 1 SKU; money in USD; nothing was stored." in out
    assert "draft against What happened: +0 stock-outs, +0 lost units, 0.00 contribution" in out


def test_that_a_file_has_a_row_for_each_side(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", "--rules", "draft")[1])))
    assert [row["Rules"] for row in rows[:3]] == ["What happened", "preset Standard", "draft"]
    assert [row["Channel"] for row in rows[-3:]] == ["All", "All", "All"]


@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (["--supply", "5"], "--supply, --day and --explain do not go with --replay"),
        (["--day", "2026-11-26"], "--supply, --day and --explain do not go with --replay"),
        (["--rules", "9"], "There are no rules “9”"),
        (["--sku", "NOPE"], "There is no SKU “NOPE” in this ledger"),
        (["--from", "2027-01-01"], "There is no whole week between these days"),
    ],
)
def test_that_what_cannot_be_replayed_is_refused(run: Run, arguments: list[str], sentence: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err


def test_that_the_options_of_a_replay_need_one(run: Run) -> None:
    code, out, err = run("--by", "week", replay=False)
    assert (code, out) == (2, "")
    assert "--from, --to and --by go with --replay" in err
