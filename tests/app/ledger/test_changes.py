"""The change log read as stacks of undo and redo."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete

from app.errors import RevertConflict
from app.ledger.changes import apply_images, stacks
from models.tables import Change, Sku
from tests.make import draft, new_ledger, write


def test_that_a_reverted_older_change_can_be_brought_back_from_redo(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    for code in ("A", "B", "C"):
        with ledger.change(code) as (session, _):
            session.add(Sku(code=code))
    ledger.revert(2)
    with ledger.read() as session:
        found = stacks(session)
    assert [label for _, label in found.undo] == ["C", "A"]
    assert [label for _, label in found.redo] == ["B"]
    ledger.redo()
    with ledger.read() as session:
        assert [label for _, label in stacks(session).undo] == ["B", "C", "A"]


def test_that_labels_do_not_pile_up(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with ledger.change("Add A") as (session, _):
        session.add(Sku(code="A"))
    labels = [done.label for _ in range(2) for done in (ledger.undo(), ledger.redo())]
    assert labels == ["Undo: Add A", "Redo: Add A"] * 2


def test_that_bulk_deletes_are_refused_as_bulk_updates_are(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    write(ledger, [draft()])
    with pytest.raises(TypeError, match="one at a time"), ledger.change("x") as (session, _):
        session.execute(delete(Sku))


def test_that_two_rows_swap_places_by_their_images(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with ledger.change("Add") as (session, _):
        session.add_all([Sku(id=1, code="A"), Sku(id=2, code="B")])
    row = {"title": "", "category": "", "active": 1}
    with ledger.change("Replace A by a new row of the same code") as (session, _):
        apply_images(session, [("sku", 1, None), ("sku", 3, {"id": 3, "code": "A", **row})])
    ledger.undo()
    with ledger.read() as session:
        assert session.get_one(Sku, 1).code == "A"
        assert session.get(Sku, 3) is None


def test_that_a_conflict_with_an_import_is_named_too(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    with ledger.change("Add TEA") as (session, done):
        session.add(Sku(code="TEA"))
    write(ledger, [draft(sku="TEA")])
    assert done.change_id is not None
    with pytest.raises(RevertConflict, match="Nothing was changed"):
        ledger.revert(done.change_id)
    with ledger.read() as session:
        assert session.get_one(Change, done.change_id).label == "Add TEA"
