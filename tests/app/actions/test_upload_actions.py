"""Making a file for a channel: file and record are there together or neither is; the doctor finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.actions.uploads import save_stock_file, send_stock
from app.errors import UserError
from app.jobs import Progress
from app.ledger.catalog import channel_named
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.history import changes, fields
from app.queries.uploads import UploadPlan
from app.queries.uploads_sent import sent_files, sent_lines
from tests.app.shop import send, shop_ledger, write
from tests.make import reopened


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give the shop's ledger, allocated once."""
    made = shop_ledger(tmp_path)
    yield made
    made.close()


def channel(ledger: Ledger, name: str) -> int:
    """Find a channel."""
    with ledger.read() as session:
        return channel_named(session, name).id


def test_that_the_record_says_what_is_in_the_file(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "Shopify stock.csv"
    plan = send(ledger, "Shopify", path)
    with ledger.read() as session:
        (file,) = sent_files(session)
        assert file.sha256 == sha256(path.read_bytes()).hexdigest()
        assert sent_lines(session, file.id) == [one.line for one in plan.lines]
        change = changes(session)[0]
        assert (change.label, change.made_by, change.rows) == (
            "Stock file for Shopify: Shopify stock.csv, 3 lines",
            "tester",
            4,
        )
        assert {one.record.partition(" ")[0] for one in fields(session, change.id)} == {"File", "Line"}
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []


def test_that_it_is_there_after_a_new_start_and_one_step_to_undo(ledger: Ledger, tmp_path: Path) -> None:
    done = save_stock_file(
        ledger, Progress(), channel_id=channel(ledger, "Bazaar"), path=tmp_path / "b.csv", write=write
    )
    again = reopened(ledger)
    with again.read() as session:
        assert len(sent_files(session)) == 1
    assert done.change_id is not None
    again.revert(done.change_id)
    with again.read() as session:
        assert sent_files(session) == []
    again.close()


def test_that_nothing_is_recorded_where_the_file_cannot_be_written(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        send(ledger, "Shopify", tmp_path / "nowhere" / "shop.csv")
    with ledger.read() as session:
        assert sent_files(session) == []


def test_that_the_old_file_stays_where_the_new_one_cannot_be_made(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text("old", encoding="utf-8")

    def refuse(_session: Session, plan: UploadPlan) -> bytes:
        raise UserError(f"No file for {plan.channel}.")

    with pytest.raises(UserError, match="No file for Shopify"):
        send_stock(ledger, channel_id=channel(ledger, "Shopify"), path=path, write=refuse)
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name] == []


def test_that_a_ledger_is_never_written_over(ledger: Ledger) -> None:
    before = ledger.path.read_bytes()
    with pytest.raises(UserError, match="is a ledger"):
        send(ledger, "Shopify", ledger.path)
    assert ledger.path.read_bytes() == before
