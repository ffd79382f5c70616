"""Inbound: what is on its way, when it is expected, and what has arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from app.actions.stock import add_inbound, cancel_inbound, edit_inbound, receive_inbound, remove_inbound
from app.queries.inbound import COLUMNS, InboundRow, InboundState, inbound
from app.queries.places import places
from app.queries.planning import sku_plans
from models.domain.stock import Inbound
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
from views.stock.words import inbound_sentence

_TONES = {
    InboundState.ON_ITS_WAY: Tone.ACCENT,
    InboundState.LATE: Tone.CRITICAL,
    InboundState.RECEIVED: Tone.POSITIVE,
}
_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("coming", "To come", Tone.NEUTRAL),
    ("late", "Late", Tone.CRITICAL),
    ("done", "Done", Tone.NEUTRAL),
)
_OVERRULES = "What you type here overrules the file; the file stays as it is."


@dataclass(frozen=True)
class _Read:
    """What the tab shows, and what its forms offer."""

    rows: list[InboundRow]
    titles: dict[str, str]
    places: list[str]


def _read(session: Any, day: date) -> _Read:  # noqa: ANN401 -- views know no session
    skus = {row.sku: row.title for row in sku_plans(session)}
    return _Read(inbound(session, today=day), skus, [place.name for place in places(session)])


class InboundSection(Section):
    """The lines of purchase orders."""

    KEY: ClassVar[str] = "inbound"
    WORDS: ClassVar[str] = "Inbound"
    HINT: ClassVar[str] = "Filter lines"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._places: list[str] = []
        self.make_table(
            COLUMNS,
            {
                "Order": Paint(bold=True),
                "Name": Paint(quiet=True),
                "To come": Paint(bold=True),
                "State": Paint(tone=lambda row: _TONES.get(row.state, Tone.NEUTRAL)),
                "From": Paint(quiet=True),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing is on its way yet",
                why="Purchase orders come with the inbound table: Imports → Save a template writes an empty one, "
                "and a filled one is imported like any file. Or type one line after the other here.",
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
        self.titles, self._places = found.titles, found.places
        self.show_chips(found.rows, _CHIPS)
        self.show_rows(found.rows)
        self.said.emit(inbound_sentence(found.rows, self.text))

    def explain(self, row: InboundRow) -> None:
        """Open a line: receive it, edit it, cancel what is to come, or take a typed one away."""
        had_focus = self.table.grid.hasFocus()
        inspector = self.page.inspector
        inspector.explain(f"{row.reference} of {row.sku}", row.title)
        inspector.pairs(self._facts(row), mark=["To come"])
        if row.file:
            back = (row.reference, partial(self.explain, row))
            inspector.add(source_button(self, row.file_id, row.row, back=back))
        if row.state is InboundState.OVERRULED:
            inspector.line("A typed line overrules this one, which counts again when the typed one is removed.")
        else:
            if row.coming:
                self._receive_form(row)
            self._edit_form(row)
        if had_focus:
            self.table.setFocus()

    def _facts(self, row: InboundRow) -> Sequence[tuple[str, str]]:
        late = f", {row.days_late} {'day' if row.days_late == 1 else 'days'} late" if row.days_late else ""
        facts = [
            ("To come", f"{self.text.units(row.coming)} of {self.text.units(row.quantity)}"),
            ("Expected", f"{self.text.day(row.expected)}{late}"),
        ]
        if row.received_on:
            facts.append(("Last arrival", self.text.day(row.received_on)))
        return [*facts, ("From", row.source)]

    def _receive_form(self, row: InboundRow) -> None:
        self.page.inspector.add(rule())
        self.page.inspector.add(label("Receive units", font=medium()))
        form = self.form(
            [
                Field("units", "Units that arrived", FieldKind.UNITS, required=True, minimum=1, start=row.coming),
                Field("day", "Day", FieldKind.DAY, required=True, start=self.page.today()),
            ],
            partial(self._receive, row),
            "Receive units",
        )
        form.setAccessibleName("Receive units")

    def _edit_form(self, row: InboundRow) -> None:
        inspector = self.page.inspector
        inspector.add(rule())
        inspector.add(label("Edit line", font=medium()))
        if not row.typed:
            inspector.line(_OVERRULES, quiet=True)
        names = [*(("reference", "sku", "location") if row.typed else ()), *_FACTS, "received", "received_on"]
        fields = self._fields()
        form = self.form([fields[name] for name in names], partial(self._save, row), "Save line")
        form.fill({name: getattr(row, name) for name in names})
        self._complete(form, typed=row.typed)
        if row.coming:
            inspector.add(Button(self.look, "Cancel what is to come", icon="x", run=partial(self._cancel, row)))
        if row.typed:
            inspector.add(Button(self.look, "Remove line", icon="trash-2", run=partial(self._remove, row)))

    def add(self) -> None:
        """Open the form of a new line."""
        self.page.inspector.explain("New line", "Of a purchase order; one line a SKU.")
        fields = self._fields()
        names = ("reference", "sku", "quantity", "expected", "location", "supplier", "ordered")
        form = self.form([fields[name] for name in names], self._add, "Add line", focus="reference")
        self._complete(form, typed=True)

    def _fields(self) -> dict[str, Field]:
        fields = (
            Field("reference", "Purchase order", required=True, hint="Its number."),
            Field("sku", "SKU", required=True, check=self.known_sku),
            Field("quantity", "Units ordered", FieldKind.UNITS, required=True, minimum=0),
            Field("expected", "Expected on", FieldKind.DAY, required=True, start=self.page.today()),
            Field("location", "To", hint="The place they will arrive at; a new name makes a new place."),
            Field("supplier", "Supplier"),
            Field("ordered", "Ordered on", FieldKind.DAY),
            Field("received", "Units received so far", FieldKind.UNITS, required=True, minimum=0),
            Field("received_on", "Last of them on", FieldKind.DAY),
        )
        return {field.name: field for field in fields}

    def _complete(self, form: Any, *, typed: bool) -> None:  # noqa: ANN401 -- a Form
        if typed:
            self.complete_skus(form, "sku")
            self.complete(form, "location", self._places)

    # What is saved

    def _add(self, values: dict[str, Value]) -> None:
        self.finish(partial(add_inbound, line=_line(values)))

    def _save(self, row: InboundRow, values: dict[str, Value]) -> None:
        named: dict[str, Value] = {"reference": row.reference, "sku": row.sku, "location": row.location}
        action = partial(edit_inbound, inbound_id=row.id, line=_line(named | values))
        self.finish(action)

    def _receive(self, row: InboundRow, values: dict[str, Value]) -> None:
        day = values["day"]
        if isinstance(day, date):
            action = partial(receive_inbound, inbound_id=row.id, units=number(values["units"]), day=day)
            self.finish(action)

    def _cancel(self, row: InboundRow) -> None:
        self.finish(partial(cancel_inbound, inbound_id=row.id))

    def _remove(self, row: InboundRow) -> None:
        self.finish(partial(remove_inbound, inbound_id=row.id))


_FACTS = ("quantity", "expected", "supplier", "ordered")


def _line(values: dict[str, Value]) -> Inbound:
    return Inbound(
        0,
        str(values["reference"]),
        str(values["sku"]),
        number(values["quantity"]),
        iso(values["expected"]),
        str(values["location"] or ""),
        number(values.get("received")),
        iso(values.get("received_on")),
        iso(values["ordered"]),
        str(values["supplier"] or ""),
    )


def _fits(row: InboundRow, chip: str) -> bool:
    match chip:
        case "coming":
            return row.coming > 0
        case "late":
            return row.state is InboundState.LATE
        case "done":
            return not row.coming
        case _:
            return True
