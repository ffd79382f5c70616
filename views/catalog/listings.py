"""Listings: which SKU each code of a channel stands for, those that nobody has linked first."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt

from app.actions.catalog import link_listing
from app.actions.planning import set_listing_plan
from app.columns import Column, Kind
from app.queries.catalog import LISTING_COLUMNS, ListingRow, listings
from models.domain.catalog import NAMED
from models.domain.stock import ListingPlanning
from views.catalog.planning import listing_fields, listing_plan, whole
from views.common.fonts import medium
from views.common.labels import label, rule
from views.common.numbers import parse_number
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button, SearchField
from views.common.section import Section
from views.common.states import EmptyState
from views.common.table import Table
from views.common.theme import Tone

Choice = tuple[str, str]
_CHIPS = (("all", "All", Tone.NEUTRAL), ("unlinked", "Without SKU", Tone.ATTENTION), ("linked", "Linked", Tone.NEUTRAL))
_CHOICES: tuple[Column[Choice], ...] = (
    Column("SKU", lambda choice: choice[0], Kind.CODE),
    Column("Name", lambda choice: choice[1]),
)


class ListingsSection(Section):
    """What the channels call the SKUs."""

    KEY: ClassVar[str] = "listings"
    WORDS: ClassVar[str] = "Listings"
    HINT: ClassVar[str] = "Filter listings"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            LISTING_COLUMNS,
            {
                "Listing": Paint(bold=True),
                "Channel": Paint(swatch=lambda row: row.colour),
                "SKU": Paint(
                    note=lambda row: "" if row.sku else "not linked",
                    edit=self._link,
                ),
                "Price": Paint(why=lambda _row: "No product export has shown a price for it."),
                "MOQ": Paint(edit=partial(self._plan_cell, "moq")),
                "Priority": Paint(edit=partial(self._plan_cell, "priority")),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No listing yet",
                why="A listing is what a channel calls a SKU. Listings come with the first orders, settlements or "
                "product exports of a channel, and are linked by themselves where the code is the same.",
                button="Import files",
                run=lambda: self.page.go.emit("import", None),
            )
        )
        self.filter_chips(_fits)
        self.chooser: Table | None = None

    def refresh(self) -> None:
        """Ask the ledger for the listings."""
        self.table.loading()
        self.page.ask(listings, self._show, about=self.KEY)

    def _show(self, rows: Sequence[ListingRow]) -> None:
        self.show_chips(rows, _CHIPS)
        self.show_rows(rows)

    def explain(self, row: ListingRow) -> None:
        """Open the chooser of SKUs, the likeliest first."""
        inspector = self.page.inspector
        code = row.code.removeprefix(NAMED)
        inspector.explain(code, " · ".join(filter(None, (row.channel, row.title if row.title != code else ""))))
        inspector.line(
            f"Stands for {row.sku}."
            if row.sku
            else "Nobody has said which SKU it is, so it stands under its own code and has no cost of goods."
        )
        field = SearchField(self.look, "Find the SKU")
        field.setMaximumWidth(16_777_215)
        chooser = Table(self.look, self.text, _CHOICES, name="SKUs to choose from")
        chooser.set_empty(EmptyState(self.look, title="The catalogue has no SKU"))
        chooser.setFixedHeight(308)
        chooser.show_rows(self._likeliest(row))
        field.searched.connect(chooser.filter)
        field.searched.connect(lambda _words: _first(chooser))
        link = partial(self._link_chosen, row, chooser)
        chooser.drilled.connect(lambda _row, _title: link())
        field.returnPressed.connect(link)
        inspector.add(field)
        inspector.add(chooser)
        inspector.add(Button(self.look, "Link listing", primary=True, run=link))
        if row.sku:
            inspector.add(Button(self.look, "Take the link away", quiet=True, run=partial(self._link, row, "")))
        if row.sku:
            self._plan_form(row)
        _first(chooser)
        self.chooser = chooser
        if not self.table.grid.hasFocus():
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _plan_form(self, row: ListingRow) -> None:
        inspector = self.page.inspector
        inspector.add(rule())
        inspector.add(label(f"Planning of {row.sku} on {row.channel}", font=medium()))
        form = self.form(listing_fields(), lambda values: self._plan(row, listing_plan(values)), "Save planning")
        form.fill(row.plan._asdict())

    def _plan(self, row: ListingRow, plan: ListingPlanning) -> None:
        if plan == row.plan:
            self.leave()
            return
        action = partial(set_listing_plan, channel_id=row.channel_id, sku=row.sku, plan=plan)
        self.finish(action)

    def _plan_cell(self, name: str, row: ListingRow, typed: str) -> None:
        try:
            value = whole(parse_number(typed, self.text), typed)
        except ValueError as wrong:
            self.page.notice.say(str(wrong))
            return
        if not row.sku:
            self.page.notice.say("A listing without a SKU is not planned. Nothing was changed. Link it first.")
            return
        self.page.notice.hide()
        plan = row.plan._replace(**{name: value})
        self.page.do(partial(set_listing_plan, channel_id=row.channel_id, sku=row.sku, plan=plan))

    def _likeliest(self, row: ListingRow) -> list[Choice]:
        known = self.gaps.titles if self.gaps is not None else ()

        def likeness(choice: Choice) -> float:
            words = SequenceMatcher(None, row.title.casefold(), choice[1].casefold()).ratio()
            return max(words, SequenceMatcher(None, row.code.casefold(), choice[0].casefold()).ratio())

        return sorted(known, key=likeness, reverse=True)

    def _link_chosen(self, row: ListingRow, chooser: Table) -> None:
        choice = chooser.current()
        if choice is not None:
            self._link(row, choice[0])

    def _link(self, row: ListingRow, sku: str) -> None:
        """Link, and go on with the next listing that has no SKU."""
        if sku.strip() == row.sku:
            return
        following = self._after(row)
        self.page.do(
            partial(link_listing, listing_id=row.id, sku=sku.strip()), then=lambda _done: self._go_on(following)
        )

    def _after(self, row: ListingRow) -> ListingRow | None:
        rows = self.table.shown_rows()
        start = rows.index(row) if row in rows else 0
        return next((other for other in (*rows[start + 1 :], *rows[:start]) if not other.sku), None)

    def _go_on(self, row: ListingRow | None) -> None:
        if row is not None and self.page.inspector.isVisibleTo(self.page):
            self.table.go_to_key(row.id)
            self.explain(row)
        else:
            self.leave()


def _first(chooser: Table) -> None:
    if chooser.model.rowCount():
        chooser.grid.go_to(chooser.model.index(0, 0))


def _fits(row: ListingRow, chip: str) -> bool:
    match chip:
        case "unlinked":
            return not row.sku
        case "linked":
            return bool(row.sku)
        case _:
            return True
