"""The pictures of the Allocation page: the plan and its panel, rules, ladder, effect, cost, versions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions.rules import add_rule, publish, start_draft
from app.queries.allocation import draft_book
from app.queries.allocation_groups import GroupBy
from docs.shooting import MIDDLE, SMALL, WIDE, Shot, press, wait
from models.domain.allocation.rules import GuaranteedMinimum, NeverBelow, PoolBuffer
from models.domain.rules import Scope


def rows_of(page: Any) -> list[Any]:  # noqa: ANN401 -- the Allocation page
    """Wait for the rows of the Allocation page."""
    while not page.plan.grid.table.shown_rows():
        wait(100)
    found: list[Any] = page.plan.grid.table.shown_rows()
    return found


def open_number(page: Any) -> None:  # noqa: ANN401 -- the Allocation page
    """Open the reasons of the number that most money waits for."""
    row = rows_of(page)[0]
    page.plan.grid.place(row.sku, next(iter(row.units)))
    page.plan.grid.table.setFocus()
    QTest.keyClick(page.plan.grid.table.grid, Qt.Key.Key_Space)
    wait(1500)


def open_panel(tab: str) -> Callable[[Any], None]:
    """Give what opens a tab of the panel beside the plan."""

    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Allocation page
        open_number(page)
        page.plan.panel.segments.choose(tab)
        wait(3500)

    return prepare


def by_category(page: Any) -> None:  # noqa: ANN401 -- the Allocation page
    """Bring the SKUs of the plan together by category."""
    rows_of(page)
    page.plan.group(GroupBy.CATEGORY)
    wait()


def open_rules(key: str, *, opened: bool = False) -> Callable[[Any], None]:
    """Give what shows a section of the rules with a draft, its first line opened where that is asked."""

    def prepare(page: Any) -> None:  # noqa: ANN401 -- the Allocation page
        draft_rules(page)
        page.show_this(key)
        wait(2500)
        if key == "cost":
            page.cost.work_out()
            wait(9000)
        if opened and key == "ladder":
            page.ladder.open(2)
        elif opened:
            press(page.section.table, 0, Qt.Key.Key_Return)
        wait(1500)

    return prepare


def draft_rules(page: Any) -> None:  # noqa: ANN401 -- the Allocation page
    """Open the rules with a draft that gives a channel more of a SKU, and keeps some units of a category back."""
    ledger = page.runner._ledger  # noqa: SLF001 -- a page has no other way to the ledger
    (sku, other), (channel, second) = [row.sku for row in rows_of(page)[:2]], [*rows_of(page)[0].units][:2]
    with ledger.read() as session:
        drafted = draft_book(session) is not None
    if not drafted:
        start_draft(ledger)
        add_rule(ledger, what=GuaranteedMinimum(60), scope=Scope((sku, other), channels=(channel, second)))
        publish(ledger, name="Autumn", reason="The shop comes first")
        start_draft(ledger)
        add_rule(ledger, what=GuaranteedMinimum(90), scope=Scope(skus=(other,), channels=(channel,)))
        add_rule(ledger, what=NeverBelow(15), scope=Scope(skus=(sku,), channels=(channel,)))
        add_rule(ledger, what=PoolBuffer(40), scope=Scope(category="Tea"), note="cracked tins")


def replay_draft(page: Any) -> None:  # noqa: ANN401 -- the Allocation page
    """Replay nine months by a draft that guarantees wholesale its units."""
    ledger = page.runner._ledger  # noqa: SLF001 -- a page has no other way to the ledger
    with ledger.read() as session:
        drafted = draft_book(session) is not None
    if not drafted:
        start_draft(ledger)
    add_rule(ledger, what=GuaranteedMinimum(250), scope=Scope(channels=("Wholesale",)))
    page.show_this("replay")
    wait(1000)
    page.replay.replay()
    while page.replay.job is not None:
        wait(100)
    wait(3000)


def fix_number(page: Any) -> None:  # noqa: ANN401 -- the Allocation page
    """Open the form that fixes a number, with one that there is not enough for."""
    row = rows_of(page)[0]
    channel = next(iter(row.units))
    page.plan.grid.place(row.sku, channel)
    page.plan.edit(row, channel, str(row.pool + 10))
    wait()


def allocation_shots() -> Iterator[Shot]:
    """List the pictures."""
    yield Shot("allocation-why", "allocation", open_number, MIDDLE)
    yield Shot("small-allocation-why", "allocation", open_number, SMALL)
    yield Shot("allocation-groups", "allocation", by_category)
    for size, before in ((WIDE, ""), (SMALL, "small-")):
        for tab in ("supply", "compare", "cost"):
            yield Shot(f"{before}allocation-{tab}", "allocation", open_panel(tab), size)
    yield Shot("small-allocation-groups", "allocation", by_category, SMALL)
    yield Shot("allocation-fix", "allocation", fix_number, MIDDLE)
    for size, before in ((WIDE, ""), (SMALL, "small-")):
        for key in ("rules", "ladder", "effect", "cost", "versions"):
            yield Shot(f"{before}allocation-{key}-tab", "allocation", open_rules(key), size)
            yield Shot(f"{before}allocation-{key}-open", "allocation", open_rules(key, opened=True), size)
    yield Shot("allocation-replay", "allocation", replay_draft)
    yield Shot("small-allocation-replay", "allocation", replay_draft, SMALL)
