"""The panel beside the grid: why a number, the supply curve, the same shortage under each rule, and what rules cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from app.actions.policy_costs import weigh_rules
from app.queries.allocation_board import Board
from app.queries.allocation_plan import PlanRow
from app.queries.policy_costs import CostRow
from app.queries.rationing import Rationing, rationing
from app.queries.supply_chart import supply_chart
from models.domain.allocation.facts import Override
from models.domain.charts import ChartData
from views.allocation.costing import show_cost
from views.allocation.shortage import show_rationing
from views.allocation.why import about, explain_channel, explain_sku
from views.common.chart import Chart
from views.common.page import Page, small
from views.common.parts import Button, stacked
from views.common.runner import Job
from views.common.saving import offer_pictures
from views.common.segments import Segments
from views.common.text import Text

TABS = (("why", "Why"), ("supply", "Supply"), ("compare", "Compare"), ("cost", "Cost"))
_PARTS = (("100", "Today"), ("50", "50 %"), ("25", "25 %"))
_CURVE_HIGH = 300


@dataclass(frozen=True)
class Cell:
    """What is asked about: a SKU, on a channel if one is named, and how its number is fixed there."""

    row: PlanRow
    channel: str
    fixed: Override | None


class NumberPanel(QWidget):
    """Fills the inspector of a page with the tab that is chosen; `edit` and `lift` carry the cell."""

    edit = Signal(object)
    lift = Signal(object)

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.hide()
        self._page = page
        self.tab = "why"
        self.part = "100"
        self.curve: Chart | None = None
        self.compared: Rationing | None = None
        self.cost: CostRow | None = None
        self.segments: Segments | None = None
        self.job: Job | None = None
        self._cell: Cell | None = None
        self._board: Board | None = None

    def show_cell(self, board: Board, cell: Cell) -> None:
        """Answer about a cell in the tab that is chosen."""
        self._board, self._cell = board, cell
        inspector, row = self._page.inspector, cell.row
        self.stop()
        inspector.explain(_title(cell, self.tab, self._page.text), about(row, self._page.text))
        self.segments = Segments(self._page.look, TABS)
        self.segments.choose(self.tab)
        self.segments.chosen.connect(self._choose)
        inspector.add(self.segments)
        tabs: dict[str, Callable[[Cell], None]] = {
            "why": self._why,
            "supply": self._supply,
            "compare": self._compare,
            "cost": self._cost,
        }
        tabs[self.tab](cell)

    def stop(self) -> None:
        """Stop what is being worked out for a cell that is looked at no more."""
        if self.job is not None and isValid(self.job) and self.job.running:
            self.job.cancel()
        self.job = None

    # The tabs

    def _choose(self, tab: str) -> None:
        self.tab = tab
        if self._board is None or self._cell is None:
            return
        self.show_cell(self._board, self._cell)
        if self.segments is not None:
            self.segments.focus_chosen()

    def _why(self, cell: Cell) -> None:
        inspector, text = self._page.inspector, self._page.text
        if not cell.channel:
            explain_sku(inspector, cell.row, text)
            return
        explain_channel(inspector, cell.row, cell.channel, cell.fixed, text)
        words = "Change the fixed number" if cell.fixed else "Fix this number"
        inspector.add(Button(self._page.look, words, icon="pencil", run=partial(self.edit.emit, cell)))
        if cell.fixed is not None:
            run = partial(self.lift.emit, cell)
            inspector.add(Button(self._page.look, "Lift the fixed number", icon="undo-2", run=run))

    def _supply(self, cell: Cell) -> None:
        """Draw what every channel would get at other supplies, once that is worked out."""
        if self._board is None or not cell.row.units:
            self._page.inspector.line("It is on no channel, so there is nothing to draw.", quiet=True)
            return
        curve = Chart(self._page.look, self._page.text)
        curve.setProperty("card", False)
        curve.body.setContentsMargins(0, 6, 0, 0)
        curve.setFixedHeight(_CURVE_HIGH)
        offer_pictures(self._page, curve)
        self.curve = curve
        self._page.inspector.add(curve)
        colours, outcome = self._board.colours, cell.row.outcome

        def show(data: ChartData) -> None:
            if curve is self.curve and isValid(curve):
                curve.show_data(data)

        self._page.ask(lambda _session: supply_chart(outcome, colours), show, about="curve")

    def _compare(self, cell: Cell) -> None:
        inspector = self._page.inspector
        parts = Segments(self._page.look, _PARTS)
        parts.choose(self.part)
        parts.chosen.connect(self._take_part)
        inspector.add(small("Of the units to share:"))
        inspector.add(parts)
        holder = stacked()
        inspector.add(holder)
        query = partial(rationing, outcome=cell.row.outcome, percent=int(self.part))

        def show(found: Rationing) -> None:
            if isValid(holder):
                self.compared = found
                show_rationing(self._page, holder, found, self._board.colours if self._board is not None else {})

        self._page.ask(query, show, about="compare")

    def _take_part(self, part: str) -> None:
        self.part = part
        if self._board is not None and self._cell is not None:
            self.show_cell(self._board, self._cell)

    def _cost(self, cell: Cell) -> None:
        """Weigh the rules by a job that can be stopped: a solver works for it."""
        inspector, sku = self._page.inspector, cell.row.sku
        if not cell.row.units:
            inspector.line("It is on no channel, so no rule costs anything.", quiet=True)
            return
        waiting = small("Looking for the best plan…")
        cancel = Button(self._page.look, "Cancel", quiet=True, icon="x", run=self.stop)
        holder = stacked()
        for widget in (waiting, cancel, holder):
            inspector.add(widget)

        def show(found: list[CostRow]) -> None:
            if isValid(holder):
                self.cost = found[0]
                show_cost(self._page, holder, found[0])

        def ended() -> None:
            if isValid(waiting):
                waiting.setText("" if self.cost is not None and self.cost.sku == sku else "Stopped.")
                waiting.setVisible(bool(waiting.text()))
                cancel.hide()

        self.cost = None
        job = self._page.runner.job(partial(weigh_rules, sku=sku), f"What the rules cost: {sku}")
        job.refused.connect(self._page.fail)
        job.done.connect(show)
        job.ended.connect(ended)
        self.job = job


def _title(cell: Cell, tab: str, text: Text) -> str:
    sku = cell.row.sku
    match tab:
        case "supply":
            return f"{sku} at every supply"
        case "compare":
            return f"A shortage of {sku}, shared by each rule"
        case "cost":
            return f"What the rules of {sku} cost"
        case _ if cell.channel:
            return f"Why {cell.channel} gets {text.units(cell.row.has(cell.channel), zero='0')}"
        case _:
            return f"Where the {text.units(cell.row.pool, zero='0')} of {sku} go"
