"""Fees: what places charge, each from a day on; what serving, storing and moving costs is reckoned from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from app.actions.fees import add_fee, edit_fee, remove_fee
from app.queries.fees import COLUMNS, MONTHS, UNITS, FeeRow, currency_of_fees, fees, missing, place_kind, tariffs
from app.queries.places import PlaceRow, places
from app.queries.planning import sku_plans
from models.domain.money import Money
from models.domain.routing.fees import BY_ORDER, FIELDS, Fee, PlaceKind, Season
from models.domain.routing.fees import Field as FeeField
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value, day_of
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.stock.route_words import fees_sentence
from views.stock.values import number

_EVERY = (("", "every month"), *((str(place), name) for place, name in enumerate(MONTHS, start=1)))


@dataclass(frozen=True)
class _Read:
    """What the tab shows, and what its forms offer."""

    rows: list[FeeRow]
    places: list[PlaceRow]
    titles: dict[str, str]
    currency: str


def _read(session: Any) -> _Read:  # noqa: ANN401 -- views know no session
    skus = {row.sku: row.title for row in sku_plans(session)}
    return _Read(fees(session), places(session), skus, currency_of_fees(session))


class FeesSection(Section):
    """The fees of all places."""

    KEY: ClassVar[str] = "fees"
    WORDS: ClassVar[str] = "Fees"
    HINT: ClassVar[str] = "Filter fees"
    HELP: ClassVar[str] = "routing"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._places: list[PlaceRow] = []
        self._currency = ""
        self.make_table(
            COLUMNS,
            {
                "Place": Paint(bold=True),
                "For a": Paint(quiet=True),
                "Months": Paint(quiet=True),
                "Only for": Paint(quiet=True),
                "Counts": Paint(tone=lambda row: Tone.NEUTRAL if row.counts else Tone.ATTENTION),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No fee yet",
                why="Type what your own warehouse, your 3PL and FBA charge, each fee from the day it holds: picking, "
                "labels, storage by cubic foot and month, with the rates of October to December beside the others. "
                "No price list is in the program. Places come with stock reports.",
                button="Add fee",
                icon="boxes",
                run=self.add,
            )
        )
        self.button("Places", "boxes", partial(page.show_this, "places"))
        self.button("Add fee", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Ask the ledger for the fees."""
        self.table.loading()
        self.page.ask(_read, self._show, about=self.KEY)

    def _show(self, found: _Read) -> None:
        self._places, self.titles, self._currency = found.places, found.titles, found.currency
        self.show_rows(found.rows)
        held = tariffs(found.rows, found.places, found.currency)
        self.said.emit(fees_sentence(found.rows, [(one, missing(one)) for one in held.values()]))

    def explain(self, row: FeeRow) -> None:
        """Open the form of a fee."""
        had_focus = self.table.grid.hasFocus()
        self.page.inspector.explain(
            f"{row.fee.field.value.capitalize()} at {row.place}",
            "A new price from a later day is a fee of its own: Add fee. This form mends the one that was typed.",
        )
        fields = [one for one in self._fields(row.kind) if one.name != "place"]
        form = self.form(fields, partial(self._save, row), "Save fee")
        self._complete(form)
        form.fill(_values(row))
        self.page.inspector.add(Button(self.look, "Remove fee", icon="trash-2", run=partial(self._remove, row)))
        if had_focus:
            self.table.setFocus()

    def add(self, *, place: PlaceRow | None = None, typed: Mapping[str, Value] | None = None) -> None:
        """Open the form of a new fee, at the place of the row in view; another place has other fees.

        It holds what was `typed` for another place.
        """
        if not self._places:
            self.page.notice.say("Fees belong to places, and there is none yet. Import a stock report first.")
            return
        row = self.table.current()
        here = place or next((one for one in self._places if row and one.id == row.location_id), self._places[0])
        self.page.inspector.explain("New fee", "It holds from its day until the next one for the same begins.")
        form = self.form(list(self._fields(place_kind(here.kind))), self._add, "Add fee", focus="amount")
        self._complete(form)
        form.fill({"place": str(here.id), "valid_from": self.page.today().replace(day=1)})
        if typed is not None:
            form.retype({name: value for name, value in typed.items() if name != "place"})
        self.on_choice(form, "place", lambda key: self.add(place=self._at(key), typed=form.typed()))

    def _at(self, key: str) -> PlaceRow:
        return next(one for one in self._places if str(one.id) == key)

    def _fields(self, kind: PlaceKind) -> Sequence[Field]:
        known = FIELDS[kind]
        order = ", ".join(field.value for field in known if field in BY_ORDER)
        return (
            Field("place", "Place", FieldKind.CHOICE, choices=tuple((str(one.id), one.name) for one in self._places)),
            Field("field", "Fee", FieldKind.CHOICE, choices=tuple((one.value, _named(one)) for one in known)),
            Field("amount", "Amount", FieldKind.MONEY, currency=self._currency, required=True, minimum=0),
            Field("by_order", f"Paid by order ({order}), not by unit", FieldKind.SWITCH),
            Field("valid_from", "From day", FieldKind.DAY, required=True),
            Field("first", "From month", FieldKind.CHOICE, choices=_EVERY, hint="For a rate of some months alone."),
            Field("last", "To month", FieldKind.CHOICE, choices=_EVERY),
            Field("size_tier", "Only for size", hint="The size of a SKU is typed in Routing. Left out: all sizes."),
            Field("sku", "Only for SKU", check=self.known_sku, hint="Left out: all SKUs."),
            Field("from_days", "Only for stock kept", FieldKind.UNITS, unit="days or more", minimum=0),
        )

    def _complete(self, form: Form) -> None:
        self.complete_skus(form, "sku")

    # What is saved

    def _add(self, values: dict[str, Value]) -> None:
        action = partial(add_fee, location_id=int(str(values["place"])), fee=_fee(values))
        self.finish(action)

    def _save(self, row: FeeRow, values: dict[str, Value]) -> None:
        self.finish(partial(edit_fee, fee_id=row.id, fee=_fee(values)))

    def _remove(self, row: FeeRow) -> None:
        self.finish(partial(remove_fee, fee_id=row.id))


def _named(field: FeeField) -> str:
    return f"{field.value}, by {UNITS[field]}" if field in UNITS else field.value


def _values(row: FeeRow) -> dict[str, Value]:
    fee = row.fee
    return {
        "field": fee.field.value,
        "amount": row.amount,
        "by_order": fee.by_order,
        "valid_from": fee.valid_from,
        "first": str(fee.season.first) if fee.season else "",
        "last": str(fee.season.last) if fee.season else "",
        "size_tier": fee.size_tier,
        "sku": fee.sku,
        "from_days": fee.from_days or None,
    }


def _fee(values: dict[str, Value]) -> Fee:
    amount = values["amount"]
    first, last = str(values["first"] or ""), str(values["last"] or "")
    season = Season(int(first or last), int(last or first)) if first or last else None
    return Fee(
        FeeField(str(values["field"])),
        amount.minor if isinstance(amount, Money) else 0,
        day_of(values["valid_from"]),
        str(values["size_tier"] or ""),
        season,
        number(values["from_days"]),
        str(values["sku"] or ""),
        bool(values["by_order"]),
    )
