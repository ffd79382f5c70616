"""Replenishment: what to order of each SKU, by when, and why; and what each place wants and can get from the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from app.exporting.saving import save_purchase_proposal
from app.queries.replenishment import COLUMNS, EVERYWHERE, PLACED_COLUMNS, TARGET, ReplenishmentRow, replenishment
from app.queries.transfers import Placed, placed
from models.domain.transfers.plan import Moves
from views.common.dialogs import choose_save
from views.common.fonts import medium
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.segments import Segments
from views.common.states import EmptyState
from views.common.theme import Tone
from views.stock.needs import placed_sentence, replenishment_sentence

_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("order", "To order", Tone.ATTENTION),
    ("missed", "Day missed", Tone.CRITICAL),
    ("lacking", "Lacking a fact", Tone.NEUTRAL),
)


_PLACE_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("wanted", "Below its level", Tone.ATTENTION),
    ("moved", "To restock from other places", Tone.ACCENT),
    ("lacking", "Lacking a fact", Tone.NEUTRAL),
)
_WAYS = (("sku", "By SKU"), ("place", "By place"))


class ReplenishmentSection(Section):
    """The need of every SKU over all locations, the most urgent first, or of every SKU at every place."""

    KEY: ClassVar[str] = "replenishment"
    WORDS: ClassVar[str] = "Replenishment"
    HINT: ClassVar[str] = "Filter SKUs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._moves: dict[tuple[str, str], Moves] = {}
        self.ways = Segments(self.look, _WAYS)
        self.ways.chosen.connect(lambda _key: self._look_by())
        self.column.insertWidget(0, self.ways)
        self.ways.before(self.chips)
        self._make_grid()
        self.filter_chips(lambda row, key: _fits(row, key, page.today()))
        self.button("Plan SKUs", "book-open", partial(page.go.emit, "catalog", "skus"))
        self._save_button = self.button("Save proposal", "file-spreadsheet", self.save, primary=True)
        self.offer(self._save_button, offered=False)

    @property
    def by_place(self) -> bool:
        """Whether each place has a row of its own."""
        return self.ways.current() == "place"

    def _look_by(self) -> None:
        """Look the other way: other columns, other rows."""
        old = self.table
        self.take_away(old)
        self._make_grid()
        self.table.filter(old.model.needle)
        self.chips.set_tabs([])
        self.page.inspector.hide()
        self.refresh()

    def _make_grid(self) -> None:
        paints = {
            "SKU": Paint(bold=True),
            "Name": Paint(quiet=True),
            "Order": Paint(bold=True, why=_why),
            "Cases": Paint(why=_why),
            "Reorder at": Paint(why=_why),
            "Up to": Paint(why=_why),
            "Wanted": Paint(bold=True, why=_why),
            "Lost if not": Paint(why=_why),
            "Cover days": Paint(why=lambda _row: "Without demand stock does not run out."),
            "Lacking": Paint(quiet=True),
        }
        columns = PLACED_COLUMNS if self.by_place else COLUMNS
        name = "replenishment by place" if self.by_place else self.KEY
        self.make_table(columns, paints, lambda row: (row.sku, row.place), name=name)
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing to reckon with yet",
                why="What to order follows from stock, sales and how a SKU is bought. Import stock reports and sales; "
                "supplier, lead time and case pack stand with the SKUs of the catalogue.",
                button="Import stock",
                icon="boxes",
                run=partial(self.page.go.emit, "import", None),
            )
        )

    def refresh(self) -> None:
        """Ask the ledger what to order as of today."""
        self.table.loading()
        if self.by_place:
            self.page.ask(partial(placed, today=self.page.today(), target=TARGET), self._show_placed, about=self.KEY)
        else:
            self.page.ask(partial(replenishment, today=self.page.today(), target=TARGET), self._show, about=self.KEY)

    def _show_placed(self, found: Placed) -> None:
        self._moves = {(row.sku, row.destination): row.moves for row in found.transfers}
        self.show_chips(found.needs, _PLACE_CHIPS)
        self.show_rows(found.needs)
        self.offer(self._save_button, offered=bool(found.needs))
        self.said.emit(placed_sentence(found.needs, self.text))

    def _show(self, rows: Sequence[ReplenishmentRow]) -> None:
        self.show_chips(rows, _CHIPS)
        self.show_rows(rows)
        self.offer(self._save_button, offered=bool(rows))
        self.said.emit(replenishment_sentence(rows, self.text, self.page.today()))

    def explain(self, row: ReplenishmentRow) -> None:
        """Tell step by step how the number came about."""
        inspector = self.page.inspector
        at = "" if row.place == EVERYWHERE else f" at {row.place}"
        inspector.explain(f"Why {self._order(row)} of {row.sku}{at}", row.title)
        if row.proposal is None:
            inspector.line(f"Nothing is proposed: {row.lacking}.")
            inspector.add(
                Button(
                    self.look,
                    "Go to the SKU",
                    icon="book-open",
                    run=lambda: self.page.go.emit("catalog", ("skus", row.sku)),
                )
            )
            return
        for number, step in enumerate(row.proposal.steps, start=1):
            inspector.step(str(number), f"{step}.")
        for words in row.proposal.warnings:
            inspector.line(f"Careful: {words}.")
        moves = self._moves.get((row.sku, row.place)) if self.by_place else None
        if moves is not None:
            inspector.add(label("From other places", font=medium()))
            for words in moves.steps[1:]:
                inspector.line(f"{words}.")

    def _order(self, row: ReplenishmentRow) -> str:
        if row.proposal is None:
            return "no number"
        return f"{self.text.units(row.proposal.units, zero='0')} units"

    def save(self) -> None:
        """Ask for a file and save the purchase proposal to it, a sheet for each supplier."""
        choose_save(
            self.page,
            self.page.desk.memory,
            title="Save the purchase proposal",
            name=f"Purchase proposal {self.page.today().isoformat()}.xlsx",
            kinds=["Excel workbook (*.xlsx)"],
            then=self.write,
        )

    def write(self, path: Path) -> None:
        """Write the workbook as a job, and say where it is."""
        saving = partial(save_purchase_proposal, path=path, today=self.page.today())
        job = self.page.runner.job(saving, f"Save {path.name}")
        job.refused.connect(self.page.fail)
        job.done.connect(lambda _: self.page.notice.say(f"The purchase proposal is in **{path}**.", Tone.POSITIVE))


def _why(row: ReplenishmentRow) -> str:
    return f"Nothing can be proposed: {row.lacking}."


def _fits(row: ReplenishmentRow, key: str, today: date) -> bool:
    ordered = row.proposal is not None and row.proposal.units > 0
    match key:
        case "order":
            return ordered
        case "missed":
            return is_missed(row, today)
        case "wanted":
            return ordered
        case "moved":
            return bool(row.moved)
        case "lacking":
            return row.proposal is None
        case _:
            return True


def is_missed(row: ReplenishmentRow, day: date) -> bool:
    """Say whether the last day for an order has passed."""
    return row.order_by is not None and row.order_by < day
