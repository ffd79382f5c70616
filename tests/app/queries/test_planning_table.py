"""Planning facts that files tell of: what stands, what a person types over it, and what an undo brings back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.actions.imports import undo_import
from app.actions.planning import set_sku_plan
from app.jobs import Progress
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.queries.planning import sku_plans
from models.domain.stock import SkuPlanning
from models.tables import Batch
from tests.make import NOW, import_text, new_ledger

HEAD = "sku,supplier,lead_days,lead_spread,moq,case_pack,volume,category\n"
TOLD = SkuPlanning(12, 85, "Mill", 45, 6, 96)
TYPED = SkuPlanning(6, None, "Potter", 20, None, 0)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Give a ledger into which one table of planning facts was read."""
    made = new_ledger(tmp_path)
    import_text(made, "planning.csv", f"{HEAD}TEA,Mill,45,6,96,12,0.085,Teas\nCUP,Potter,20,,,,,\n")
    yield made
    made.close()


def plans(ledger: Ledger) -> dict[str, SkuPlanning]:
    """Give the plan of every SKU."""
    with ledger.read() as session:
        return {row.sku: row.plan for row in sku_plans(session)}


def test_that_a_file_makes_skus_with_their_plans_and_categories(ledger: Ledger) -> None:
    assert plans(ledger) == {"TEA": TOLD, "CUP": SkuPlanning(supplier="Potter", lead_days=20)}
    with ledger.read() as session:
        assert {row.sku: row.category for row in sku_plans(session)} == {"TEA": "Teas", "CUP": ""}
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []


def test_that_the_file_imported_last_counts_for_the_skus_it_names(ledger: Ledger) -> None:
    import_text(ledger, "planning2.csv", f"{HEAD}tea,Mill,30,6,96,24,0.085,Drinks\n", time=NOW + timedelta(hours=2))
    assert plans(ledger)["TEA"] == TOLD._replace(lead_days=30, case_pack=24)
    with ledger.read() as session:
        assert next(row.category for row in sku_plans(session) if row.sku == "TEA") == "Teas"


def test_that_what_is_typed_stands_in_place_of_files_until_it_says_the_same(ledger: Ledger) -> None:
    set_sku_plan(ledger, sku="TEA", plan=TYPED)
    import_text(ledger, "planning2.csv", f"{HEAD}TEA,Mill,30,6,96,24,0.085,\n", time=NOW + timedelta(hours=2))
    assert plans(ledger)["TEA"] == TYPED
    set_sku_plan(ledger, sku="TEA", plan=SkuPlanning(24, 85, "Mill", 30, 6, 96))
    import_text(ledger, "planning3.csv", f"{HEAD}TEA,Mill,15,,,24,,\n", time=NOW + timedelta(hours=3))
    assert plans(ledger)["TEA"] == SkuPlanning(24, None, "Mill", 15)


def test_that_an_undo_lets_the_file_before_stand_again(ledger: Ledger) -> None:
    import_text(ledger, "planning2.csv", f"{HEAD}TEA,Mill,30,6,96,24,0.085,\n", time=NOW + timedelta(hours=2))
    with ledger.read() as session:
        newest = session.scalars(select(Batch.id).order_by(Batch.id.desc())).first()
    assert newest is not None
    undo_import(ledger, Progress(), batch_id=newest)
    assert plans(ledger)["TEA"] == TOLD
    assert [finding for finding in examine(ledger, Progress()).findings if not finding.ok] == []
