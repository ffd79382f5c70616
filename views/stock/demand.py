"""Demand: what each SKU sells a day on each channel, and which weeks tell it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import ClassVar

from app.queries.demand import COLUMNS, DemandRow, demands
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.states import EmptyState
from views.stock.needs import demand_sentence

_WEEK = timedelta(days=6)


class DemandSection(Section):
    """Units a day by SKU and channel."""

    KEY: ClassVar[str] = "demand"
    WORDS: ClassVar[str] = "Demand"
    HINT: ClassVar[str] = "Filter demand"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Channel": Paint(swatch=lambda row: row.colour),
                "Units a day": Paint(bold=True),
                "Weeks left out": Paint(quiet=True),
            },
            lambda row: (row.sku, row.channel_id),
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No demand yet",
                why="Demand is measured from the sales of whole weeks. Import sales of your channels, and stock "
                "reports so that weeks without stock are left out.",
                button="Import sales",
                icon="inbox",
                run=partial(page.go.emit, "import", None),
            )
        )

    def refresh(self) -> None:
        """Ask the ledger for the demand of the last whole weeks."""
        self.table.loading()
        self.page.ask(partial(demands, today=self.page.today()), self._show, about=self.KEY)

    def _show(self, rows: Sequence[DemandRow]) -> None:
        self.show_rows(rows)
        self.said.emit(demand_sentence(rows))

    def explain(self, row: DemandRow) -> None:
        """Tell the rate with its spread, and each week that was left out with its reason."""
        inspector = self.page.inspector
        inspector.explain(f"{row.sku} on {row.channel}", row.title)
        inspector.line(f"{row.demand.sentence()}.")
        if row.demand.spread_known:
            inspector.pairs([("Standard deviation of a day", self.text.number(row.deviation, 2))])
        for monday, reason in row.demand.left_out.items():
            week = f"{self.text.day(monday)} to {self.text.day(monday + _WEEK)}"
            inspector.pairs([(week, reason.value)])
