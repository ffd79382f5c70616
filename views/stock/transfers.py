"""Transfers: what to move between places before anything is bought, and what it does to every channel and to room."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.queries.replenishment import TARGET
from app.queries.transfers import COLUMNS, Placed, TransferRow, placed
from models.domain.words import figure
from views.common.fonts import medium
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.stock.route_words import room_words, transfers_sentence

_TONES = {"in time": Tone.POSITIVE, "after stock-out": Tone.ATTENTION, "nothing to move": Tone.CRITICAL}
_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("move", "To move", Tone.ACCENT),
    ("late", "After stock-out", Tone.ATTENTION),
    ("missing", "Units missing", Tone.CRITICAL),
)


class TransfersSection(Section):
    """The proposed transfers, what most money waits for first."""

    KEY: ClassVar[str] = "transfers"
    WORDS: ClassVar[str] = "Transfers"
    HINT: ClassVar[str] = "Filter transfers"
    HELP: ClassVar[str] = "routing"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._found = Placed((), (), {})
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Move": Paint(bold=True),
                "Arrival": Paint(tone=lambda row: _TONES[row.arrival]),
                "Days of cover": Paint(quiet=True),
            },
            lambda row: (row.sku, row.destination, row.moved.source if row.moved else ""),
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing to move",
                why="A place asks for units when channels are served from there and it is below its level: FBA by the "
                "days of cover to keep, a warehouse by the lead time of the SKU. Type the way and the cover with the "
                "place, and the lead times with the SKUs of the catalogue.",
                button="Plan places",
                icon="boxes",
                run=partial(page.show_this, "places"),
            )
        )
        self.filter_chips(_fits)
        self.button("Plan places", "boxes", partial(page.show_this, "places"))

    def refresh(self) -> None:
        """Plan the transfers as of today."""
        self.table.loading()
        self.page.ask(partial(placed, today=self.page.today(), target=TARGET), self._show, about=self.KEY)

    def _show(self, found: Placed) -> None:
        self._found = found
        self.show_chips(found.transfers, _CHIPS)
        self.show_rows(found.transfers)
        self.said.emit(transfers_sentence(found, self.text))

    def explain(self, row: TransferRow) -> None:
        """Tell step by step how it came about, its effect on every channel, and the room that is left."""
        inspector = self.page.inspector
        words = f"Move {row.units} of {row.sku} to {row.destination}" if row.moved else f"No {row.sku} can be moved"
        inspector.explain(words, row.title)
        for step, said in enumerate(row.moves.steps, start=1):
            inspector.step(str(step), f"{said}.")
        if row.moved is not None:
            inspector.add(label("Days of cover", font=medium()))
            effects = [
                (f"{one.channel} at {one.location}", f"{figure(one.before)} → {figure(one.after)}")
                for one in row.moved.effects
            ]
            inspector.pairs(effects)
        room = [(name, room_words(one)) for name, one in self._found.rooms.items() if name.startswith(row.destination)]
        if room:
            inspector.add(label("Room left when all of these have arrived", font=medium()))
            inspector.pairs(room)


def _fits(row: TransferRow, key: str) -> bool:
    match key:
        case "move":
            return row.moved is not None
        case "late":
            return row.moved is not None and not row.moved.in_time
        case "missing":
            return row.moves.missing > 0
        case _:
            return True
