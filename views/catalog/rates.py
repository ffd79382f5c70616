"""Rates: what one unit of a foreign currency is worth in the ledger's, from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from typing import ClassVar

from app.actions.catalog import edit_rate, remove_rate, set_rate
from app.queries.catalog import RATE_COLUMNS, RateRow, rates
from models.domain.bounds import MOST_RATE
from views.common.form_field import Field, FieldKind, Value
from views.common.numbers import parse_rate
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState

_EXAMPLES, _LETTERS = ("CAD", "USD"), 3


class RatesSection(Section):
    """Dated exchange rates."""

    KEY: ClassVar[str] = "rates"
    WORDS: ClassVar[str] = "Rates"
    HINT: ClassVar[str] = "Filter rates"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            RATE_COLUMNS,
            {
                "Currency": Paint(bold=True),
                "Into": Paint(quiet=True),
                "Rate": Paint(edit=self._typed),
                "From": Paint(quiet=True),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No rate yet",
                why="Rates are needed only for amounts in other currencies than the ledger's. "
                "A sum over a currency without a rate is refused, never guessed.",
                button="Add rate",
                run=self.add,
            )
        )
        self.button("Add rate", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Ask the ledger for the rates."""
        self.table.loading()
        self.page.ask(rates, self.show_rows, about=self.KEY)

    def explain(self, row: RateRow) -> None:
        """Open a rate."""
        had_focus = self.table.grid.hasFocus()
        source = "Typed" if not row.file else f"From {row.file}; a typed rate overrules it, the file stays as it is."
        self.page.inspector.explain(f"{row.currency} from {self.text.day(row.day)}", source)
        form = self.form(
            [self._rate(f"One {row.currency} is worth", row.into, row.currency)],
            lambda values: self._edit(row, f"{values['rate']:f}"),
            "Save rate",
        )
        form.fill({"rate": Decimal(row.rate)})
        if not row.file:
            self.page.inspector.add(Button(self.look, "Remove rate", icon="trash-2", run=partial(self._remove, row)))
        if had_focus:
            self.table.setFocus()

    def add(self) -> None:
        """Open the form of a new rate."""
        row = self.table.current()
        into = self.gaps.currency if self.gaps is not None else ""
        foreign = next(one for one in _EXAMPLES if one != into)

        def code(value: Value) -> str:
            typed = str(value or "").strip()
            good = len(typed) == _LETTERS and typed.isascii() and typed.isalpha()
            return "" if good else f"A currency has three letters, such as {foreign}."

        self.page.inspector.explain("New rate", "It holds from its day until the next one begins.")
        form = self.form(
            [
                Field("currency", "Currency", required=True, hint=f"Three letters, such as {foreign}.", check=code),
                Field("day", "From day", FieldKind.DAY, required=True, start=self.page.today()),
                self._rate("One unit is worth", into),
            ],
            self._add,
            "Save rate",
            focus="currency",
        )
        if row is not None:
            form.fill({"currency": row.currency})
            form.editor("rate").setFocus()

    def _rate(self, words: str, into: str, currency: str = "") -> Field:
        def reading(right: Mapping[str, Value]) -> str:
            of = currency or str(right.get("currency", "")).strip().upper() or "unit"
            rate = right["rate"]
            return f"1 {of} is {self.text.exact(rate)} {into}." if isinstance(rate, Decimal) else ""

        return Field(
            "rate",
            words,
            FieldKind.RATE,
            unit=into,
            required=True,
            maximum=MOST_RATE,
            check=_above_zero,
            reading=reading,
        )

    def _plain(self, typed: str) -> str:
        number = parse_rate(typed, self.text)
        return typed if number is None else f"{number:f}"

    def _add(self, values: dict[str, Value]) -> None:
        day = values["day"]
        if isinstance(day, date):
            rate = f"{values['rate']:f}"
            action = partial(set_rate, day=day, currency=str(values["currency"]), rate=rate)
            self.finish(action)

    def _edit(self, row: RateRow, rate: str) -> None:
        if rate != row.rate:
            self.finish(partial(edit_rate, rate_id=row.id, rate=rate))
        else:
            self.leave()

    def _typed(self, row: RateRow, typed: str) -> None:
        self.page.notice.hide()
        self.page.do(partial(edit_rate, rate_id=row.id, rate=self._plain(typed)))

    def _remove(self, row: RateRow) -> None:
        self.finish(partial(remove_rate, rate_id=row.id))


def _above_zero(value: Value) -> str:
    return "" if isinstance(value, Decimal) and value > 0 else "A rate is above 0."
