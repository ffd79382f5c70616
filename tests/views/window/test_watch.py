"""The watch: a change of what a topic touches is looked at in a job, and what is found is kept."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from app.actions.planning import set_sku_plan
from app.queries.conflict_states import standings
from models.domain.conflicts.conflict import Family
from models.domain.stock import SkuPlanning
from tests.make import today
from tests.views.desktop import PATIENCE
from views.window import Window
from views.window.watch import TOUCHED


def test_that_every_family_is_touched_by_some_topic() -> None:
    assert frozenset().union(*TOUCHED.values()) == set(Family)


def test_that_a_change_is_looked_at_in_a_job(qtbot: QtBot, full: Window) -> None:
    assert full.work is not None
    page = full.work.book.page()
    assert page is not None

    def found() -> set[str]:
        assert full._ledger is not None  # noqa: SLF001 - what the job has written
        with full._ledger.read() as session:  # noqa: SLF001 - the same
            return {name.partition("/")[0] for name in standings(session, today())}

    assert found() == set()
    plan = SkuPlanning(12, None, "Mill", 300, 0, 0)
    page.do(lambda ledger: set_sku_plan(ledger, sku="TEA", plan=plan))
    qtbot.waitUntil(lambda: bool(found()), timeout=PATIENCE)
