"""The panel beside the grid: the same shortage under each rule, and what the rules cost, worked out by a job."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.queries.policy_costs import cost_of
from models.domain.allocation.ladder import REWARDS, ShareBy
from tests.views.allocation.acting import held_up, opened, press, said, settled
from tests.views.brand import Brand
from views.allocation.page import AllocationPage


def look(qtbot: QtBot, page: AllocationPage, tab: str, sku: str = "TEA") -> list[str]:
    """Open a tab of the panel on a SKU by keyboard and give what it says."""
    page.plan.grid.table.grid.setFocus()
    assert page.plan.grid.place(sku, "Shop")
    QTest.keyClick(page.plan.grid.table.grid, Qt.Key.Key_Space)
    assert page.plan.panel.segments is not None
    page.plan.panel.segments.choose(tab)
    settled(qtbot, page)
    job = page.plan.panel.job
    if job is not None:
        qtbot.waitUntil(lambda: page.plan.panel.cost is not None)
    return said(page.inspector)


def test_that_a_shortage_is_compared_under_each_rule(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    lines = look(qtbot, page, "compare")
    assert lines[0] == "A shortage of TEA, shared by each rule"
    assert "90 units run out in “42 days of cover”. If that rung were shared by:" in lines
    found = page.plan.panel.compared
    assert found is not None
    assert [row.rule for row in found.sums] == [*ShareBy]
    assert all(row.units == 90 for row in found.sums if not row.refused)
    for row in found.sums:
        assert any(REWARDS[row.rule] in line for line in lines)
    for row in found.of(ShareBy.COVER):
        assert row.units == page.plan.grid.table.shown_rows()[0].has(row.channel)
    press(page.inspector, "Contribution")
    best = found.best
    assert best is not None
    assert best.contribution is not None
    assert f"{best.contribution.minor / 100:,.0f}" in said(page.inspector)
    press(page.inspector, "25 %")
    settled(qtbot, page)
    quarter = page.plan.panel.compared
    assert quarter is not None
    assert quarter.supply == 22
    lines = look(qtbot, page, "compare", "CUP")
    assert any(line.startswith("With 10 units every goal is met, and what is left goes to") for line in lines)


def test_that_the_cost_of_the_rules_is_worked_out_by_a_job(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    lines = look(qtbot, page, "cost")
    found = page.plan.panel.cost
    assert found is not None
    assert found == cost_of(page.plan.grid.table.shown_rows()[0].outcome, "USD")
    assert found.cost.minor > 0
    assert any(line.startswith("The rules cost ") and "USD" in line for line in lines)
    assert "No promise is open." in lines
    assert any("limit 200 ms a plan" in line for line in lines)
    assert sum(found.best_units.values()) <= 90


def test_that_the_job_is_stopped_when_something_else_is_looked_at(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short)
    page.plan.grid.table.grid.setFocus()
    page.plan.panel.tab = "cost"
    page.plan.grid.place("TEA", "Shop")
    with held_up(page) as let_go:
        QTest.keyClick(page.plan.grid.table.grid, Qt.Key.Key_Space)
        job = page.plan.panel.job
        assert job is not None
        with qtbot.waitSignal(job.cancelled):
            press(page.inspector, "Cancel")
            let_go()
    assert "Stopped." in said(page.inspector)
    assert page.plan.panel.cost is None


def test_that_the_skus_with_most_at_stake_are_weighed_and_listed(qtbot: QtBot, short: Brand) -> None:
    page = opened(qtbot, short, "cost")
    press(page, "Work out the cost")
    qtbot.waitUntil(lambda: len(page.cost.table.shown_rows()) == 1)
    assert page.sentence.sentence().startswith("The rules of this SKU cost **")
    assert page.sentence.sentence().endswith("; all proved.")
    qtbot.waitUntil(page.cost.run_button.isVisible)
    page.cost.table.grid.setFocus()
    page.cost.table.go_to_key("TEA")
    QTest.keyClick(page.cost.table.grid, Qt.Key.Key_Space)
    assert said(page.inspector)[0] == "What the rules of TEA cost"
    with held_up(page) as let_go:
        press(page, "Work out the cost")
        assert page.cost.job is not None
        with qtbot.waitSignal(page.cost.job.cancelled):
            press(page, "Cancel")
            let_go()
    assert len(page.cost.table.shown_rows()) == 1
