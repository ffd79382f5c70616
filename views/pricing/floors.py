"""Floors: what a unit of each listing costs and earns, the lowest price that is enough, and what is missing for it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.floors import COLUMNS, DEAD, EARNS, LACKING, LOSS, LOW, NO_PRICE, FloorRow, floors
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.pricing.explaining import explain_floor
from views.pricing.words import floors_sentence

_TONES = {
    EARNS: Tone.POSITIVE,
    LOW: Tone.ATTENTION,
    LOSS: Tone.CRITICAL,
    DEAD: Tone.ATTENTION,
    NO_PRICE: Tone.NEUTRAL,
    LACKING: Tone.NEUTRAL,
}
_CHIPS = (
    ("", "All", Tone.NEUTRAL),
    (LOSS, "A loss", Tone.CRITICAL),
    (LOW, "Too low", Tone.ATTENTION),
    (DEAD, "In a dead zone", Tone.ATTENTION),
    (LACKING, "Fact missing", Tone.NEUTRAL),
)


class FloorsSection(Section):
    """A row for each SKU on each channel it has a listing on."""

    KEY: ClassVar[str] = "floors"
    WORDS: ClassVar[str] = "Floors"
    HINT: ClassVar[str] = "Filter SKUs and channels"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        why = Paint(why=lambda row: row.why)
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Channel": Paint(swatch=lambda row: row.colour),
                "Landed cost": Paint(why=lambda _row: "Nobody has typed or imported its landed cost"),
                "Live": Paint(
                    why=lambda _row: "No file tells its price in the currency of the fees, with the tax as they have it"
                ),
                "Book": Paint(why=lambda row: f"The price book has no price for it in {row.currency}"),
                "Earns": Paint(why=lambda row: row.why or "Its price is not known", tone=_tone_of_earned),
                "Margin": Paint(why=lambda row: row.why or "Its price is not known"),
                "Floor": Paint(bold=True, why=why.why),
                "Safe floor": why,
                "Forbidden": Paint(quiet=True),
                "Dead zones": Paint(quiet=True),
                "State": Paint(tone=lambda row: _TONES[row.state]),
            },
            lambda row: (row.sku, row.channel),
        )
        self.filter_chips(lambda row, key: not key or row.state == key)
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No listing yet",
                why="A row for each SKU on each channel comes with the exports of your channels. Then type what each "
                "channel charges, and what a unit has to earn.",
                button="Import products",
                icon="tag",
                run=partial(page.go.emit, "import", None),
            )
        )

    def refresh(self) -> None:
        """Work out every floor as of today."""
        self.table.loading()
        self.page.ask(partial(floors, day=self.page.today()), self._show, about=self.KEY)

    def _show(self, rows: list[FloorRow]) -> None:
        self.show_chips(rows, _CHIPS)
        self.show_rows(rows)
        self.said.emit(floors_sentence(rows))

    def explain(self, row: FloorRow) -> None:
        """Say what a unit earns and why, and draw it over the price."""
        had_focus = self.table.grid.hasFocus()
        explain_floor(self, row)
        if had_focus:
            self.table.setFocus()


def _tone_of_earned(row: FloorRow) -> Tone | None:
    return Tone.CRITICAL if row.state == LOSS else None
