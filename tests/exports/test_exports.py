"""Every export reads its fixtures, files of our own in the real layouts, into exactly these documents and verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.errors import ImportRefused
from app.importing.finding import FileToImport
from app.importing.preview import Choices, Preview, preview
from app.importing.verdicts import Verdict
from app.jobs import Progress
from app.ledger.ledger import Ledger
from models.domain.accounts import SALES
from models.domain.postings import Draft, Posting
from tests.make import new_ledger, today

FOLDER = Path(__file__).parent
WRITTEN_AT = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Fixture:
    """One file of one export, and what reading it has to give."""

    code: str
    path: Path

    @property
    def golden(self) -> Path:
        """The file with what is expected of all files of the export."""
        return self.path.parent / "expected.json"


FIXTURES = [Fixture(path.parent.name, path) for path in sorted(FOLDER.glob("*/input*.*"))]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    made = new_ledger(tmp_path_factory.mktemp("exports"))
    yield made
    made.close()


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: f"{fixture.code}/{fixture.path.name}")
def test_that_an_export_reads_as_expected(fixture: Fixture, ledger: Ledger, request: pytest.FixtureRequest) -> None:
    found = read(ledger, fixture)
    golden: dict[str, Any] = json.loads(fixture.golden.read_text("utf-8")) if fixture.golden.exists() else {}
    if request.config.getoption("--update-golden", default=False):
        golden = dict(sorted({**golden, fixture.path.name: found}.items()))
        fixture.golden.write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert found == golden.get(fixture.path.name)


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: f"{fixture.code}/{fixture.path.name}")
def test_that_every_row_of_a_fixture_has_one_verdict(fixture: Fixture, ledger: Ledger) -> None:
    with suppress(ImportRefused):
        seen = look(ledger, fixture)
        rows = [verdict.row for verdict in seen.verdicts]
        first = seen.found.header_index + 2
        assert rows == list(range(first, first + seen.read.total_rows))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: f"{fixture.code}/{fixture.path.name}")
def test_that_sales_alone_count_units_and_orders(fixture: Fixture, ledger: Ledger) -> None:
    """Statements rely on it: they do not read the counts of other accounts."""
    with suppress(ImportRefused):
        posted = [posting for draft in look(ledger, fixture).drafts for posting in draft.postings]
        assert {posting.account for posting in posted if posting.quantity or posting.orders} <= {SALES}


def test_that_every_expectation_has_its_file() -> None:
    expected = {
        f"{golden.parent.name}/{name}"
        for golden in FOLDER.glob("*/expected.json")
        for name in json.loads(golden.read_text("utf-8"))
    }
    assert expected == {f"{fixture.code}/{fixture.path.name}" for fixture in FIXTURES}


def look(ledger: Ledger, fixture: Fixture) -> Preview:
    """Look at a fixture as an import does."""
    file = FileToImport(fixture.path.name, fixture.path, time=WRITTEN_AT)
    with ledger.read() as session:
        return preview(session, file, Choices(), Progress(), today=today())


def read(ledger: Ledger, fixture: Fixture) -> dict[str, Any]:
    """Read a fixture into what its golden file keeps: the refusal, or verdicts and documents."""
    try:
        seen = look(ledger, fixture)
    except ImportRefused as refusal:
        return {"refused": str(refusal)}
    assert seen.export.code == fixture.code
    control = seen.control
    return {
        "evidence": seen.found.evidence,
        "channel": seen.channel.name,
        "stamp": seen.stamp,
        "control": f"{control.name}: {control.total} {control.currency}, rows {seen.control_sum}" if control else None,
        "counts": {verdict.value: count for verdict, count in seen.counts().items() if count},
        "not posted": [
            f"row {verdict.row} {verdict.verdict}: {verdict.column}{': ' if verdict.column else ''}{verdict.reason}"
            for verdict in seen.verdicts
            if verdict.verdict in (Verdict.LEFT_OUT, Verdict.UNREAD)
        ],
        "looks": [f"row {item.row}: {item.reason} ({item.amount} {item.currency})" for item in seen.looks],
        "documents": [document(draft) for draft in seen.drafts],
    }


def document(draft: Draft) -> dict[str, Any]:
    """Write a document in a form that a person can check."""
    told = {"fact": draft.fact.value, "key": draft.key, "day": draft.day, "rows": ", ".join(map(str, draft.rows))}
    extra = {
        "occurrence": draft.occurrence if draft.occurrence > 1 else None,
        "subject": f"{draft.subject} (rank {draft.rank})" if draft.subject else None,
        "billed": draft.billed or None,
        "channel": draft.channel or None,
    }
    facts = [posting(one) for one in draft.postings] + [other(one) for one in draft.others]
    return told | {name: value for name, value in extra.items() if value} | {"facts": facts}


def posting(one: Posting) -> str:
    """Write a posting on one line."""
    named = (("sku", one.sku), ("quantity", one.quantity), ("order", one.order_ref), ("orders", one.orders))
    rest = "".join(f" {name}={value}" for name, value in named if value)
    return f"row {one.row}: {one.day} {one.account} {one.amount} {one.currency}{rest}"


def other(fact: Any) -> str:  # noqa: ANN401 - facts of several kinds
    """Write a fact that is no posting on one line; a value that is not known is left away."""
    known = {name: value for name, value in fact._asdict().items() if name != "row" and value not in (None, "")}
    named = " ".join(f"{name}={value}" for name, value in known.items())
    return f"row {fact.row}: {type(fact).__name__} {named}"
