"""Tightening: how tight the supply of each SKU is, for how long, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from app.queries.tightening import COLUMNS, TightRow, tightenings
from models.domain.allocation.tiers import Tier
from models.domain.tightening import Action
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.sentences import count
from views.common.states import EmptyState
from views.common.theme import Tone
from views.stock.route_words import tightening_sentence

TONES = {
    Tier.GREEN: Tone.POSITIVE,
    Tier.AMBER: Tone.ATTENTION,
    Tier.RED: Tone.CRITICAL,
    Tier.BLACK: Tone.CRITICAL,
}
_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    *((tier.value, tier.value.capitalize(), TONES[tier]) for tier in reversed(Tier)),
)
_WHAT = {
    Action.PAUSE_PROMOTION: "Promotion",
    Action.PAUSE_ADS: "Advertising",
    Action.HIDE_LISTING: "Listing",
    Action.CALL_SUPPLIER: "Supplier",
}


class TighteningSection(Section):
    """The tier of every SKU after the stored runs of the allocation, the tightest first."""

    KEY: ClassVar[str] = "tightening"
    WORDS: ClassVar[str] = "Tightening"
    HINT: ClassVar[str] = "Filter SKUs"
    HELP: ClassVar[str] = "routing"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Tier": Paint(tone=lambda row: TONES[row.tier]),
                "Newest run": Paint(quiet=True),
            },
            lambda row: row.sku,
        )
        go = partial(page.go.emit, "allocation", None)
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No run of the allocation is stored yet",
                why="Each stored run gives every SKU a tier: green where all is served, amber below the wished cover, "
                "red below the least, black where a promise breaks. Here it is told how long a tier has lasted, and "
                "what to do.",
                button="Go to Allocation",
                icon="list-checks",
                run=go,
            )
        )
        self.filter_chips(lambda row, key: key in {"all", row.tier.value})
        self.button("Allocation", "list-checks", go)

    def refresh(self) -> None:
        """Ask the ledger for the tiers as of today."""
        self.table.loading()
        self.page.ask(partial(tightenings, today=self.page.today()), self._show, about=self.KEY)

    def _show(self, rows: Sequence[TightRow]) -> None:
        self.show_chips(rows, _CHIPS)
        self.show_rows(rows)
        self.said.emit(tightening_sentence(rows))

    def explain(self, row: TightRow) -> None:
        """List what the tier proposes; a person does it, where it is done."""
        had_focus = self.table.grid.hasFocus()
        inspector, tight = self.page.inspector, row.tightening
        inspector.explain(f"{row.sku}: {row.tier} for {count(row.days, 'day')}", row.title)
        inspector.line(f"Since {self.text.day(tight.since)}.")
        if tight.found is not tight.tier:
            inspector.line(f"The newest run found {tight.found}; it shows when the next run finds it too.")
        for step, one in enumerate(row.proposed, start=1):
            inspector.step(str(step), f"{one.sentence}.", _WHAT[one.action])
        if not row.proposed:
            inspector.line(
                "Nothing is proposed."
                if row.tier is Tier.GREEN
                else f"Supply is {row.tier}, and nothing that it would pause, hide or call is known of this SKU.",
                quiet=True,
            )
        inspector.line("Nothing is done by itself.", quiet=True)
        run = partial(self.page.go.emit, "catalog", ("listings", row.sku))
        inspector.add(Button(self.look, "Go to its listings", icon="book-open", run=run))
        if had_focus:
            self.table.setFocus()
