"""Fees: what each channel charges, by version, with what it has charged beside what is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt

from app.actions.fee_schedules import add_schedule, edit_schedule, remove_schedule
from app.queries.catalog import ChannelRow
from app.queries.fee_schedules import HOLDS, LATER, versions_of
from app.queries.fees_board import COLUMNS, FeesBoard, FeesRow, fees_board
from models.domain.catalog import ChannelKind
from models.domain.pricing.measured import Charge
from models.domain.pricing.schedule import FeeSchedule
from models.domain.pricing.templates import CHECK, CURRENCY, TEMPLATES, templates_for
from views.common.fonts import medium
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.pricing.fee_form import fields_of, typed_schedule, values_of
from views.pricing.words import compared_words, fees_sentence, points

_TONES = {HOLDS: Tone.POSITIVE, LATER: Tone.ACCENT}
_FEES = (Charge.REFERRAL, Charge.PAYMENT)
_MARKED = Fraction(1, 200)  # half a point of sales


class FeesSection(Section):
    """A row for each version of the fees of a channel or of one category of it."""

    KEY: ClassVar[str] = "fees"
    WORDS: ClassVar[str] = "Fees"
    HINT: ClassVar[str] = "Filter fees"
    HELP: ClassVar[str] = "fees"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.found = FeesBoard([], [], [], [], [])
        self.make_table(
            COLUMNS,
            {
                "Channel": Paint(swatch=lambda row: row.row.colour, bold=True),
                "State": Paint(tone=lambda row: _TONES.get(row.row.state, Tone.NEUTRAL)),
                "Fees typed": Paint(quiet=True),
                "Fees charged": Paint(tone=_tone, note=_note, why=_why),
                "Returns typed": Paint(quiet=True),
                "Returned": Paint(why=_why),
                "Referral": Paint(width=230),
            },
            lambda row: row.row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No fees yet",
                why="Type what each channel charges and what a unit has to earn there, from a day on. Examples for "
                "common channels fill the form; check them against your account.",
                button="Add fees",
                icon="tag",
                run=self.add,
            )
        )
        self.button("Add fees", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Ask the ledger for the fees, and for what was charged."""
        self.table.loading()
        self.page.ask(partial(fees_board, today=self.page.today()), self._show, about=self.KEY)

    def _show(self, found: FeesBoard) -> None:
        self.found = found
        self.show_rows(found.rows)
        self.said.emit(fees_sentence(found))

    def explain(self, row: FeesRow) -> None:
        """Open a version: what was charged beside what is typed, its form, and the other versions."""
        self._explain(row, row.row.schedule.currency, {})

    def _explain(self, row: FeesRow, currency: str, typed: Mapping[str, Value]) -> None:
        had_focus = self.table.grid.hasFocus()
        schedule = row.row.schedule
        of = f", {schedule.category}" if schedule.category else ""
        self.page.inspector.explain(
            f"Fees of {row.row.channel}{of}",
            "What is charged from a later day on is a version of its own: New version. This form mends this one.",
        )
        self._compare(row)
        form = self._open(row.row.kind, schedule, currency, typed, partial(self._save, row))
        self.on_choice(form, "currency", lambda code: self._explain(row, code, form.typed()))
        self._others(row)
        if had_focus:
            self.table.setFocus()

    def add(
        self,
        channel: ChannelRow | None = None,
        schedule: FeeSchedule | None = None,
        *,
        currency: str = "",
        typed: Mapping[str, Value] | None = None,
        focus: str = "channel",
    ) -> None:
        """Open the form of new fees, for the first channel without any if none is named.

        In another `currency` it holds what was `typed`, in major units, and says which amounts that cannot have.
        """
        if not self.found.channels:
            self.page.notice.say("Fees belong to channels, and there is none yet. Import an export of a channel first.")
            return
        here = channel or self._next_channel()
        start = schedule or FeeSchedule(self.found.currencies[0], self.page.today().replace(day=1), returns_of_sku=True)
        code = currency or start.currency
        self.page.inspector.explain("New fees", "They hold from their day until the next version begins.")
        kind = ChannelKind(here.kind)
        form = self._open(kind, start, code, typed or {}, partial(self._add, here), first=self._first_fields(kind))
        form.fill({"channel": str(here.id)})
        again = partial(self.add, schedule=start)
        self.on_choice(form, "channel", lambda key: again(self._at(key), currency=code, typed=form.typed()))
        self.on_choice(
            form, "currency", lambda other: again(here, currency=other, typed=form.typed(), focus="currency")
        )
        self.on_choice(form, "template", lambda name: self._fill(form, name, here, code))
        form.editor(focus).setFocus(Qt.FocusReason.OtherFocusReason)

    def renew(self, row: FeesRow) -> None:
        """Open the form of a new version, filled with this one, from today."""
        self.add(self._at(str(row.row.channel_id)), replace(row.row.schedule, valid_from=self.page.today()))

    # The form

    def _open(
        self,
        kind: ChannelKind,
        schedule: FeeSchedule,
        currency: str,
        typed: Mapping[str, Value],
        save: Callable[[dict[str, Value]], object],
        *,
        first: Sequence[Field] = (),
    ) -> Form:
        """Open a form in a currency, filled with a schedule in its own, else with what was typed."""
        places = [place.name for place in self.found.places]
        currencies = [*dict.fromkeys([*self.found.currencies, schedule.currency, currency])]
        fields = fields_of(kind, currency, currencies=currencies, places=places)
        form = self.form([*first, *fields], save, "Add fees" if first else "Save fees")
        if currency == schedule.currency:
            values = values_of(schedule)
            form.fill({field.name: values[field.name] for field in fields})
        form.retype(typed)
        form.fill({"currency": currency})
        self.complete(form, "category", self.found.categories)
        return form

    def _first_fields(self, kind: ChannelKind) -> list[Field]:
        channels = tuple((str(one.id), one.name) for one in self.found.channels)
        names = (("", "nothing"), *((one.name, one.name) for one in templates_for(kind)))
        return [
            Field("channel", "Channel", FieldKind.CHOICE, choices=channels),
            Field("template", "Start from an example", FieldKind.CHOICE, f"In {CURRENCY}: {CHECK}.", choices=names),
        ]

    def _fill(self, form: Form, name: str, channel: ChannelRow, currency: str) -> None:
        """Fill the form from an example, in the currency of the example; what it is for stays as typed."""
        template = next((one for one in TEMPLATES if one.name == name), None)
        if template is None:
            return
        if currency != CURRENCY:
            self.add(channel, currency=CURRENCY, typed=form.typed(), focus="template")
            form = self.page.inspector.findChildren(Form)[-1]
        kept = {"category", "valid_from", "currency", "place"}
        form.fill(
            {one: value for one, value in values_of(template.schedule).items() if one not in kept and form.has(one)}
        )

    def _next_channel(self) -> ChannelRow:
        """Give the first channel without fees, else that of the row in view."""
        row, typed = self.table.current(), {one.row.channel_id for one in self.found.rows}
        without = [one for one in self.found.channels if one.id not in typed]
        return without[0] if without else self._at(str(row.row.channel_id) if row else str(self.found.channels[0].id))

    def _at(self, key: str) -> ChannelRow:
        return next((one for one in self.found.channels if str(one.id) == key), self.found.channels[0])

    # What stands beside the form

    def _compare(self, row: FeesRow) -> None:
        """Say what was charged beside what is typed."""
        inspector = self.page.inspector
        if row.measured is None:
            return
        if not row.sold:
            inspector.line("Nothing was sold under it in the last 52 weeks, so nothing can be compared.", quiet=True)
            return
        inspector.add(label("In the last 52 weeks, of sales; difference in points", font=medium()))
        for one in row.measured.compared:
            if one.typed or one.charged:
                figure = "?" if one.difference is None else points(one.difference)
                inspector.step(
                    "", one.charge.value.capitalize(), compared_words(one, row.row.currency, self.text), figure
                )
        inspector.line("Sales are goods after discounts, with shipping. Returns are refunds by value.", quiet=True)

    def _others(self, row: FeesRow) -> None:
        """List the versions, and offer a new one."""
        inspector = self.page.inspector
        versions = versions_of([one.row for one in self.found.rows], row.row)
        if len(versions) > 1:
            inspector.add(label("Versions", font=medium()))
            inspector.pairs(
                [(f"From {self.text.day(one.schedule.valid_from)}", f"{one.state}, {one.referral}") for one in versions]
            )
        inspector.add(Button(self.look, "New version", icon="plus", run=partial(self.renew, row)))
        inspector.add(Button(self.look, "Remove this version", icon="trash-2", run=partial(self._remove, row)))

    # What is saved

    def _add(self, channel: ChannelRow, values: dict[str, Value]) -> None:
        action = partial(add_schedule, channel_id=channel.id, schedule=typed_schedule(values))
        self.finish(action)

    def _save(self, row: FeesRow, values: dict[str, Value]) -> None:
        action = partial(edit_schedule, schedule_id=row.row.id, schedule=typed_schedule(values))
        self.finish(action)

    def _remove(self, row: FeesRow) -> None:
        self.finish(partial(remove_schedule, schedule_id=row.row.id))


def _tone(row: FeesRow) -> Tone | None:
    difference = row.difference(*_FEES)
    return Tone.ATTENTION if difference is not None and abs(difference) >= _MARKED else None


def _note(row: FeesRow) -> str:
    difference = row.difference(*_FEES) if row.sold else None
    return "" if difference is None else points(difference)


def _why(_row: FeesRow) -> str:
    return "Some of it was charged to the channel without a SKU and cannot be told apart by category"
