"""Costs: landed cost of a unit from a day on; what a new one restates is shown before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

import shiboken6
from PySide6.QtCore import Qt, QTimer

from app.actions.catalog import edit_cost, remove_cost, set_cost
from app.actions.costs_preview import Effect, effect_of_cost, effect_of_removal
from app.queries.catalog import COST_COLUMNS, CostRow, costs
from app.queries.gaps import Gaps, gaps
from models.domain.bounds import MOST_UNIT_COST
from models.domain.money import Money
from views.catalog.effect import EffectPanel, effect_words
from views.common.dialogs import question
from views.common.form import Form
from views.common.form_field import Field, FieldKind, Value
from views.common.numbers import parse_money
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.runner import Job
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone

_TONES = {"newest": Tone.POSITIVE, "overruled": Tone.ATTENTION}
_PATIENCE = 250  # milliseconds after the last letter before the effect is worked out


class CostsSection(Section):
    """Dated costs with their two dates."""

    KEY: ClassVar[str] = "costs"
    WORDS: ClassVar[str] = "Costs"
    HINT: ClassVar[str] = "Filter costs"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            COST_COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Landed cost": Paint(edit=self._typed),
                "Known since": Paint(quiet=True),
                "Note": Paint(quiet=True),
                "From": Paint(quiet=True),
                "State": Paint(tone=lambda row: _TONES.get(row.state, Tone.NEUTRAL)),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No cost yet",
                why="Without a landed cost, what a SKU sold has no cost of goods, and the read says so. "
                "Import the costs table or the product export of your shop, or type a cost.",
                button="Add cost",
                run=self.add,
            )
        )
        self.button("Add cost", "plus", self.add, primary=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PATIENCE)
        self._timer.timeout.connect(self._ask_effect)
        page.inspector.closed.connect(self._timer.stop)
        self._wanted: tuple[str, date, Money] | None = None
        self._job: Job | None = None
        self.panel: EffectPanel | None = None

    def refresh(self) -> None:
        """Ask the ledger for the costs."""
        self.table.loading()
        self.page.ask(costs, self._show, about=self.KEY)

    def _show(self, rows: Sequence[CostRow]) -> None:
        self.show_rows(rows)

    def add(self) -> None:
        """Open the form of a new cost, for the SKU under the cursor if there is one."""
        row = self.table.current()
        self.propose(row.sku if row is not None else "")

    def propose(self, sku: str, amount: str = "", *, row: CostRow | None = None) -> None:
        """Open the form of a cost, with its effect below; nothing is saved until it is said."""
        if self.gaps is None:
            self.page.ask(gaps, lambda found: self._propose_with(found, sku, amount), about="gaps")
            return
        currency = row.cost.currency if row is not None else self.gaps.currency
        money = parse_money(amount, self.text, currency=currency) if amount else None
        if amount and (money is None or money.minor < 0):
            example = self.text.exact(Money(1240, currency))
            self.page.notice.say(
                f"“{amount}” is not a landed cost in {currency}. Nothing was changed. Write it like {example}."
            )
            return
        self.page.notice.hide()
        self.page.inspector.explain(f"Cost of {sku}" if row else "New cost", self._about(row))
        form = self._edit_form(row, money) if row else self._new_form(sku, currency, money)
        form.changed.connect(lambda values: self._changed(values, row))
        self.panel = EffectPanel(self.look, self.text)
        self.page.inspector.add(self.panel)
        if row is not None and row.typed:
            self.page.inspector.add(
                Button(self.look, "Remove cost", icon="trash-2", run=partial(self._ask_removal, row))
            )
        self._changed(form.values(), row)
        first = form.save_button if money else form.editor("amount" if sku else "sku")
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _propose_with(self, found: Gaps, sku: str, amount: str) -> None:
        """Go on once it is known which currency the ledger reports in."""
        self.gaps, self.titles = found, dict(found.titles)
        self.propose(sku, amount)

    def explain(self, row: CostRow) -> None:
        """Open a cost without leaving the table."""
        had_focus = self.table.grid.hasFocus()
        self.propose(row.sku, row=row)
        if had_focus:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _about(self, row: CostRow | None) -> str:
        if row is None:
            return "Typed costs are known since today and overrule imported ones of the same day."
        dates = f"valid from {self.text.day(row.valid_from)}, known since {self.text.day(row.known_since)}"
        if row.typed:
            return f"Typed; {dates}"
        return f"From {row.file}; {dates}. A typed amount overrules it; the file stays as it is."

    def _edit_form(self, row: CostRow, money: Money | None) -> Form:
        form = self.form([_amount(row.cost.currency)], partial(self._save_edit, row), "Save cost")
        form.fill({"amount": money or row.cost})
        return form

    def _new_form(self, sku: str, currency: str, money: Money | None) -> Form:
        form = self.form(
            [
                Field("sku", "SKU", required=True, check=self.known_sku),
                Field(
                    "valid_from",
                    "Valid from",
                    FieldKind.DAY,
                    required=True,
                    hint="What is sold from this day on has this cost.",
                ),
                _amount(currency),
                Field("note", "Note", hint="Why it changed, or where the figure comes from."),
            ],
            self._save_new,
            "Save cost",
        )
        form.fill({"sku": sku, "valid_from": self._start(sku), "amount": money})
        self.complete_skus(form, "sku")
        return form

    def _start(self, sku: str) -> date:
        """Offer the first day of the ledger for a SKU that sold without a cost, else today."""
        if self.gaps is not None and self.gaps.first_day is not None and sku in self.gaps.missing_cost.skus:
            return self.gaps.first_day
        return self.page.today()

    # What it restates

    def _changed(self, values: dict[str, Value] | None, row: CostRow | None) -> None:
        self._wanted = None
        if values is not None and isinstance(values["amount"], Money):
            day = row.valid_from if row is not None else values["valid_from"]
            if isinstance(day, date):
                self._wanted = (row.sku if row is not None else str(values["sku"]), day, values["amount"])
        self._timer.start()

    def _ask_effect(self) -> None:
        if self._job is not None and self._job.running:
            self._job.cancel()
        panel = self.panel
        if self._wanted is None or panel is None or not shiboken6.isValid(panel):
            return
        sku, day, amount = self._wanted
        panel.wait()
        self._job = self.page.runner.job(partial(effect_of_cost, sku=sku, valid_from=day, amount=amount))
        self._job.done.connect(partial(self._show_effect, panel))
        self._job.refused.connect(self.page.fail)

    def _show_effect(self, panel: EffectPanel, effect: Effect) -> None:
        if shiboken6.isValid(panel):
            panel.show_effect(effect)

    # What is saved

    def _save_edit(self, row: CostRow, values: dict[str, Value]) -> None:
        amount = values["amount"]
        if isinstance(amount, Money) and amount != row.cost:
            self.finish(partial(edit_cost, cost_id=row.id, amount=amount))
        else:
            self.leave()

    def _save_new(self, values: dict[str, Value]) -> None:
        day, amount = values["valid_from"], values["amount"]
        if isinstance(day, date) and isinstance(amount, Money):
            note = str(values["note"] or "")
            self.finish(partial(set_cost, sku=str(values["sku"]), valid_from=day, amount=amount, note=note))

    def _typed(self, row: CostRow, typed: str) -> None:
        self.propose(row.sku, typed, row=row)

    def _ask_removal(self, row: CostRow) -> None:
        """Work out what the removal restates, then ask with it."""
        job = self.page.runner.job(partial(effect_of_removal, cost_id=row.id))
        job.refused.connect(self.page.fail)
        job.done.connect(partial(self._question_removal, row))

    def _question_removal(self, row: CostRow, effect: Effect) -> None:
        cost = f"{self.text.money(row.cost, code=True, zero=None)} from {self.text.day(row.valid_from)}"
        words = f"{cost}. {effect_words(effect, self.text)}"
        question(
            self.look,
            self.page,
            f"Remove this cost of {row.sku}?",
            words,
            yes="Remove cost",
            then=partial(self._remove, row),
        )

    def _remove(self, row: CostRow) -> None:
        self.finish(partial(remove_cost, cost_id=row.id))


def _amount(currency: str) -> Field:
    most = int(Money(MOST_UNIT_COST, currency).decimal())
    return Field(
        *("amount", "Landed cost of a unit", FieldKind.MONEY),
        currency=currency,
        required=True,
        minimum=0,
        maximum=most,
    )
