"""The watch: a change of what a topic touches is looked at in a job, and what is found is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.actions.planning import set_sku_plan
from app.queries.conflict_states import standings
from models.domain.conflicts.conflict import Family
from models.domain.stock import SkuPlanning
from tests.make import today
from tests.views.desktop import PATIENCE, open_ledger
from views.overview.page import OverviewPage
from views.window import Window, watch
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


def test_that_conflicts_are_looked_for_once_a_ledger_is_open(
    qtbot: QtBot, window: Window, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "FIRST", 0)
    page = open_ledger(qtbot, window, small).book.page()
    assert isinstance(page, OverviewPage)
    qtbot.waitUntil(lambda: page.board.read is not None and page.board.read.looked, timeout=PATIENCE)
    titles = [column.title for column in page.board.table.shown_columns()]
    assert {"Conflicts", "At stake"} <= set(titles)
