"""Commitments: what channels have promised, within which window it ships, and what has left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from app.actions.stock import (
    add_commitment,
    cancel_commitment,
    edit_commitment,
    remove_commitment,
    ship_commitment,
)
from app.queries.catalog import ChannelRow, channels
from app.queries.commitments import COLUMNS, CommitmentRow, CommitmentState, commitments
from app.queries.planning import sku_plans
from models.domain.stock import Commitment, Fill
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.stock.source import source_button
from views.stock.values import iso, number
from views.stock.words import commitments_sentence

_TONES = {
    CommitmentState.OPEN: Tone.ACCENT,
    CommitmentState.OVERDUE: Tone.CRITICAL,
    CommitmentState.SHIPPED: Tone.POSITIVE,
}
_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("open", "To ship", Tone.NEUTRAL),
    ("overdue", "Overdue", Tone.CRITICAL),
    ("done", "Done", Tone.NEUTRAL),
)
_FILLS = (
    (Fill.PARTIAL.value, "in part, as units are there"),
    (Fill.FULL.value, "whole or not at all"),
)
_OVERRULES = "What you type here overrules the file, for all its lines of this SKU; the file stays as it is."


@dataclass(frozen=True)
class _Read:
    """What the tab shows, and what its forms offer."""

    rows: list[CommitmentRow]
    titles: dict[str, str]
    channels: list[ChannelRow]


def _read(session: Any, day: date) -> _Read:  # noqa: ANN401 -- views know no session
    skus = {row.sku: row.title for row in sku_plans(session)}
    return _Read(commitments(session, today=day), skus, channels(session))


class CommitmentsSection(Section):
    """The lines of orders that channels have promised."""

    KEY: ClassVar[str] = "commitments"
    WORDS: ClassVar[str] = "Commitments"
    HINT: ClassVar[str] = "Filter orders"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._channels: list[ChannelRow] = []
        self.make_table(
            COLUMNS,
            {
                "Order": Paint(bold=True),
                "Channel": Paint(swatch=lambda row: row.colour),
                "Name": Paint(quiet=True),
                "To ship": Paint(bold=True),
                "State": Paint(tone=lambda row: _TONES.get(row.state, Tone.NEUTRAL)),
                "Fill": Paint(quiet=True),
                "From": Paint(quiet=True),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing is promised yet",
                why="Open wholesale and retail orders come with the commitments table: Imports → Save a template "
                "writes an empty one, and a filled one is imported like any file. Or type one line after the other.",
                button="Add line",
                icon="boxes",
                run=self.add,
            )
        )
        self.filter_chips(_fits)
        self.button("Import table", "inbox", partial(page.go.emit, "import", None))
        self.button("Add line", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Ask the ledger for the lines."""
        self.table.loading()
        self.page.ask(partial(_read, day=self.page.today()), self._show, about=self.KEY)

    def _show(self, found: _Read) -> None:
        self.titles, self._channels = found.titles, found.channels
        self.show_chips(found.rows, _CHIPS)
        self.show_rows(found.rows)
        self.said.emit(commitments_sentence(found.rows, self.text))

    def explain(self, row: CommitmentRow) -> None:
        """Open a line: ship it, edit it, cancel what is to ship, or take a typed one away."""
        had_focus = self.table.grid.hasFocus()
        inspector = self.page.inspector
        inspector.explain(f"{row.reference} of {row.sku}", " · ".join(filter(None, (row.channel, row.title))))
        inspector.pairs(self._facts(row), mark=["To ship"])
        if row.file:
            back = (row.reference, partial(self.explain, row))
            inspector.add(source_button(self, row.file_id, row.row, back=back))
        if row.state is CommitmentState.OVERRULED:
            inspector.line("A typed line overrules this one, which counts again when the typed one is removed.")
        else:
            if row.open:
                self._ship_form(row)
            self._edit_form(row)
        if had_focus:
            self.table.setFocus()

    def _facts(self, row: CommitmentRow) -> Sequence[tuple[str, str]]:
        over = f", {row.days_over} {'day' if row.days_over == 1 else 'days'} over" if row.days_over else ""
        days = [f"{words} {self.text.day(day)}" for words, day in (("from", row.ship_from), ("by", row.ship_by)) if day]
        return [
            ("To ship", f"{self.text.units(row.open)} of {self.text.units(row.quantity)}"),
            ("Window", f"{' '.join(days) or 'none'}{over}"),
            ("Ships", dict(_FILLS)[row.fill.value]),
            ("From", row.source),
        ]

    def _ship_form(self, row: CommitmentRow) -> None:
        self.page.inspector.add(rule())
        self.page.inspector.add(label("Ship units", font=medium()))
        units = Field(
            "units", "Units that left", FieldKind.UNITS, required=True, minimum=1, maximum=row.open, start=row.open
        )
        form = self.form([units], partial(self._ship, row), "Ship units")
        form.setAccessibleName("Ship units")

    def _edit_form(self, row: CommitmentRow) -> None:
        inspector = self.page.inspector
        inspector.add(rule())
        inspector.add(label("Edit line", font=medium()))
        if not row.typed:
            inspector.line(_OVERRULES, quiet=True)
        names = [*(("channel", "reference", "sku") if row.typed else ()), *_FACTS, "shipped"]
        fields = self._fields()
        form = self.form([fields[name] for name in names], partial(self._save, row), "Save line")
        values: dict[str, Value] = {name: getattr(row, name) for name in names if name != "channel"}
        if row.typed:
            self.complete_skus(form, "sku")
            values["channel"] = str(row.channel_id)
        form.fill(values | {"fill": row.fill.value})
        if row.open:
            inspector.add(Button(self.look, "Cancel what is to ship", icon="x", run=partial(self._cancel, row)))
        if row.typed:
            inspector.add(Button(self.look, "Remove line", icon="trash-2", run=partial(self._remove, row)))

    def add(self) -> None:
        """Open the form of a new line, on the channel under the cursor if there is one."""
        if not self._channels:
            self.page.notice.say("A promise needs a channel, and there is none yet. Add one in the Catalogue.")
            return
        row = self.table.current()
        self.page.inspector.explain("New line", "Of an order that a channel has promised; one line a SKU.")
        fields = self._fields()
        names = ("channel", "reference", "sku", *_FACTS)
        form = self.form([fields[name] for name in names], self._add, "Add line", focus="channel")
        self.complete_skus(form, "sku")
        if row is not None:
            form.fill({"channel": str(row.channel_id)})

    def _fields(self) -> dict[str, Field]:
        chosen = tuple((str(one.id), one.name) for one in self._channels)
        fields = (
            Field("channel", "Channel", FieldKind.CHOICE, choices=chosen),
            Field("reference", "Order", required=True, hint="Its number."),
            Field("sku", "SKU", required=True, check=self.known_sku),
            Field("quantity", "Units ordered", FieldKind.UNITS, required=True, minimum=0),
            Field("ship_from", "Ship from", FieldKind.DAY, hint="First day of the window; none if left out."),
            Field("ship_by", "Ship by", FieldKind.DAY, hint="Last day of the window; none if left out."),
            Field("fill", "Ships", FieldKind.CHOICE, choices=_FILLS),
            Field("shipped", "Units shipped so far", FieldKind.UNITS, required=True, minimum=0),
        )
        return {field.name: field for field in fields}

    # What is saved

    def _add(self, values: dict[str, Value]) -> None:
        action = partial(add_commitment, channel_id=int(str(values["channel"])), line=_line(values))
        self.finish(action)

    def _save(self, row: CommitmentRow, values: dict[str, Value]) -> None:
        named: dict[str, Value] = {"reference": row.reference, "sku": row.sku, "channel": row.channel_id}
        every = named | values
        channel = int(str(every["channel"]))
        action = partial(edit_commitment, commitment_id=row.id, channel_id=channel, line=_line(every))
        self.finish(action)

    def _ship(self, row: CommitmentRow, values: dict[str, Value]) -> None:
        action = partial(ship_commitment, commitment_id=row.id, units=number(values["units"]))
        self.finish(action)

    def _cancel(self, row: CommitmentRow) -> None:
        self.finish(partial(cancel_commitment, commitment_id=row.id))

    def _remove(self, row: CommitmentRow) -> None:
        self.finish(partial(remove_commitment, commitment_id=row.id))


_FACTS = ("quantity", "ship_from", "ship_by", "fill")


def _line(values: dict[str, Value]) -> Commitment:
    return Commitment(
        0,
        str(values["reference"]),
        str(values["sku"]),
        number(values["quantity"]),
        iso(values["ship_by"]),
        iso(values["ship_from"]),
        number(values.get("shipped")),
        str(values["fill"]),
    )


def _fits(row: CommitmentRow, chip: str) -> bool:
    match chip:
        case "open":
            return row.open > 0
        case "overdue":
            return row.state is CommitmentState.OVERDUE
        case "done":
            return not row.open
        case _:
            return True
