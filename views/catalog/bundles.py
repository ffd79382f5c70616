"""Bundles: which SKUs in which quantities make a bundle."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.actions.catalog import set_component
from app.queries.bundles import COLUMNS, ComponentRow, components
from views.common.form_field import Field, FieldKind, Value
from views.common.numbers import parse_number
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState

_WHAT = "A bundle without a cost of its own costs what its components cost."


class BundlesSection(Section):
    """The components of every bundle."""

    KEY: ClassVar[str] = "bundles"
    WORDS: ClassVar[str] = "Bundles"
    HINT: ClassVar[str] = "Filter bundles"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            COLUMNS,
            {
                "Bundle": Paint(bold=True),
                "Name": Paint(quiet=True),
                "Component name": Paint(quiet=True),
                "Quantity": Paint(edit=self._typed),
            },
            lambda row: (row.bundle, row.sku),
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No bundle yet",
                why=f"Say which SKUs a bundle holds, or import the bundles table. {_WHAT}",
                button="Add component",
                run=self.add,
            )
        )
        self.button("Add component", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Ask the ledger for the bundles."""
        self.table.loading()
        self.page.ask(components, self.show_rows, about=self.KEY)

    def explain(self, row: ComponentRow) -> None:
        """Open the quantity of a component."""
        had_focus = self.table.grid.hasFocus()
        self.page.inspector.explain(row.bundle, f"{row.bundle_title} · {row.sku} {row.title}")
        form = self.form(
            [Field("quantity", f"Units of {row.sku} in one bundle", FieldKind.UNITS, required=True, minimum=1)],
            lambda values: self._save(row, values),
            "Save quantity",
        )
        form.fill({"quantity": row.quantity})
        take_out = Button(self.look, "Take the component out", icon="trash-2", run=partial(self._set, row, 0))
        self.page.inspector.add(take_out)
        if had_focus:
            self.table.setFocus()

    def add(self) -> None:
        """Open the form of a new component."""
        row = self.table.current()
        self.page.inspector.explain("New component", _WHAT)
        form = self.form(
            [
                Field("bundle", "Bundle", required=True, check=self.known_sku, hint="A SKU of the catalogue."),
                Field("sku", "Component", required=True, check=self.known_sku, hint="Another SKU of the catalogue."),
                Field("quantity", "Units in one bundle", FieldKind.UNITS, required=True, minimum=1, start=1),
            ],
            self._add,
            "Add component",
            focus="bundle",
        )
        self.complete_skus(form, "bundle")
        self.complete_skus(form, "sku")
        if row is not None:
            form.fill({"bundle": row.bundle})
            form.editor("sku").setFocus()

    def _add(self, values: dict[str, Value]) -> None:
        bundle, sku, quantity = str(values["bundle"]), str(values["sku"]), values["quantity"]
        if isinstance(quantity, int):
            action = partial(set_component, bundle=bundle, sku=sku, quantity=quantity)
            self.finish(action)

    def _save(self, row: ComponentRow, values: dict[str, Value]) -> None:
        quantity = values["quantity"]
        if isinstance(quantity, int):
            self._set(row, quantity)

    def _set(self, row: ComponentRow, quantity: int) -> None:
        if quantity != row.quantity:
            self.finish(partial(set_component, bundle=row.bundle, sku=row.sku, quantity=quantity))
        else:
            self.leave()

    def _typed(self, row: ComponentRow, typed: str) -> None:
        number = parse_number(typed, self.text)
        if number is None or number < 0 or number != int(number):
            self.page.notice.say(
                f"“{typed}” is not a quantity. Nothing was changed. Type whole units; 0 takes the component out."
            )
            return
        self.page.notice.hide()
        self.page.do(partial(set_component, bundle=row.bundle, sku=row.sku, quantity=int(number)))
