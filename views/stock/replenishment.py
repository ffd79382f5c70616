"""Replenishment: what to order of each SKU, by when, what is lost if not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from app.exporting.saving import save_purchase_proposal
from app.queries.replenishment import COLUMNS, TARGET, ReplenishmentRow, replenishment
from views.common.day_edit import today
from views.common.dialogs import choose_save
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.stock.needs import replenishment_sentence

_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("order", "To order", Tone.ATTENTION),
    ("missed", "Day missed", Tone.CRITICAL),
    ("lacking", "Lacking a fact", Tone.NEUTRAL),
)


class ReplenishmentSection(Section):
    """The need of every SKU over all locations, the most urgent first."""

    KEY: ClassVar[str] = "replenishment"
    WORDS: ClassVar[str] = "Replenishment"
    HINT: ClassVar[str] = "Filter SKUs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Order": Paint(bold=True, why=_why),
                "Cases": Paint(why=_why),
                "Lost if not": Paint(why=_why),
                "Cover": Paint(why=lambda _row: "Without demand stock does not run out."),
                "Lacking": Paint(quiet=True),
            },
            lambda row: row.sku,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing to reckon with yet",
                why="What to order follows from stock, sales and how a SKU is bought. Import stock reports and sales; "
                "supplier, lead time and case pack stand with the SKUs of the catalogue.",
                button="Import stock",
                icon="boxes",
                run=partial(page.go.emit, "import", None),
            )
        )
        self.filter_chips(_fits)
        self.button("Plan SKUs", "book-open", partial(page.go.emit, "catalog", "skus"))
        self.button("Save proposal", "file-spreadsheet", self.save, primary=True)

    def refresh(self) -> None:
        """Ask the ledger what to order as of today."""
        self.table.loading()
        self.page.ask(partial(replenishment, today=today(), target=TARGET), self._show, about=self.KEY)

    def _show(self, rows: Sequence[ReplenishmentRow]) -> None:
        self.show_chips(rows, _CHIPS)
        self.show_rows(rows)
        self.said.emit(replenishment_sentence(rows, self.text, today()))

    def explain(self, row: ReplenishmentRow) -> None:
        """Tell step by step how the number came about."""
        inspector = self.page.inspector
        inspector.explain(f"Why {self._order(row)} of {row.sku}", row.title)
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
            name=f"Purchase proposal {today().isoformat()}.xlsx",
            kinds=["Excel workbook (*.xlsx)"],
            then=self.write,
        )

    def write(self, path: Path) -> None:
        """Write the workbook as a job, and say where it is."""
        job = self.page.runner.job(partial(save_purchase_proposal, path=path, today=today()), f"Save {path.name}")
        job.refused.connect(self.page.fail)
        job.done.connect(lambda _: self.page.notice.say(f"The purchase proposal is in **{path}**.", Tone.POSITIVE))


def _why(row: ReplenishmentRow) -> str:
    return f"Nothing can be proposed: {row.lacking}."


def _fits(row: ReplenishmentRow, key: str) -> bool:
    ordered = row.proposal is not None and row.proposal.units > 0
    match key:
        case "order":
            return ordered
        case "missed":
            return is_missed(row, today())
        case "lacking":
            return row.proposal is None
        case _:
            return True


def is_missed(row: ReplenishmentRow, day: date) -> bool:
    """Say whether the last day for an order has passed."""
    return row.order_by is not None and row.order_by < day
