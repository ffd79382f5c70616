"""Drift: listings that are live at another price than the book says, since when, and the money at stake."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.drift import COLUMNS, DriftRow, DriftState, drift
from models.domain.catalog import NAMED
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.pricing.live_words import drift_sentence

_TONES = {
    DriftState.DRIFT: Tone.CRITICAL,
    DriftState.CHANGED: Tone.ATTENTION,
    DriftState.OTHER: Tone.ATTENTION,
    DriftState.AGREES: Tone.POSITIVE,
}
_CHIPS = (
    ("", "All", Tone.NEUTRAL),
    (DriftState.DRIFT.value, "Drift", Tone.CRITICAL),
    (DriftState.CHANGED.value, "Changed since seen", Tone.ATTENTION),
    (DriftState.OTHER.value, "Cannot be compared", Tone.ATTENTION),
    (DriftState.NO_PRICE.value, "No price", Tone.NEUTRAL),
    (DriftState.UNSEEN.value, "Not seen", Tone.NEUTRAL),
)


class DriftSection(Section):
    """A row for each listing whose price is governed or live."""

    KEY: ClassVar[str] = "drift"
    WORDS: ClassVar[str] = "Drift"
    HINT: ClassVar[str] = "Filter SKUs and channels"
    HELP: ClassVar[str] = "live-prices"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        why = Paint(why=lambda row: row.why or "It cannot be compared")
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Channel": Paint(swatch=lambda row: row.colour),
                "Listing": Paint(quiet=True, hidden=True),
                "Live": why,
                "In the book": why,
                "Off by": Paint(bold=True, why=why.why),
                "Relative drift": why,
                "At stake": Paint(bold=True),
                "Currency": Paint(quiet=True, hidden=True),
                "State": Paint(tone=lambda row: _TONES.get(row.state, Tone.NEUTRAL)),
            },
            lambda row: (row.channel, row.listing or row.sku, row.currency),
        )
        self.filter_chips(lambda row, key: not key or row.state.value == key)
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing to compare yet",
                why="Live prices come with Shopify’s products, Amazon’s listings and the table “prices”; what they are "
                "compared with are the prices of the book.",
                button="Import files",
                icon="tag",
                run=partial(page.go.emit, "imports", None),
            )
        )

    def refresh(self) -> None:
        """Compare as of today."""
        self.table.loading()
        self.page.ask(partial(drift, day=self.page.today()), self._show, about=self.KEY)

    def _show(self, rows: list[DriftRow]) -> None:
        self.show_chips(rows, _CHIPS)
        self.show_rows(rows)
        self.said.emit(drift_sentence(rows, self.text))

    def explain(self, row: DriftRow) -> None:
        """Say since when a listing costs what it does, and what that puts at stake."""
        text, inspector = self.text, self.page.inspector
        inspector.explain(f"{row.sku} on {row.channel}", row.title)
        pairs = [
            (words, text.money(money, code=True))
            for words, money in (
                ("Live", row.money(row.live)),
                ("In the book", row.money(row.governed)),
                ("Off by", row.money(row.difference)),
                ("At stake", row.money(row.stake)),
            )
            if money is not None
        ]
        if row.since is not None and row.seen is not None:
            pairs.append(("Live since", text.day(row.since)))
            pairs.append(("Seen last", f"{text.day(row.seen)}, {row.age} days ago"))
        if row.listing:
            pairs.append(("Listing", row.listing.removeprefix(NAMED)))
        inspector.pairs(pairs, mark=["Off by"])
        if row.why:
            inspector.line(f"{row.why}.")
        elif row.state is DriftState.DRIFT:
            inspector.line(
                f"Over the {row.units} units that 14 days are expected to sell, the difference comes to "
                f"{text.money(row.money(row.stake), code=True)}. Send the price of the book (Price files), or "
                "change the book."
            )
