"""SKUs: name, category, brand, newest landed cost, listings and components."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Signal

from app.actions.catalog import edit_sku, keep_ready_made
from app.actions.planning import set_sku_plan
from app.queries.catalog import SKU_COLUMNS, CostRow, SkuRow, costs, skus
from models.domain.stock import SkuPlanning
from views.catalog.planning import sku_fields, sku_plan, typed_over, values_of
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone

_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("uncosted", "Without cost", Tone.ATTENTION),
    ("bundles", "Bundles", Tone.NEUTRAL),
)


_KEPT = {True: ", kept ready-made", False: ", put together when it is sold", None: ""}
_WAYS = (("", "Not said: put together when sold"), ("sold", "Put together when sold"), ("ready", "Ready-made"))


class SkusSection(Section):
    """The brand's own stock-keeping units."""

    KEY: ClassVar[str] = "skus"
    WORDS: ClassVar[str] = "SKUs"
    HINT: ClassVar[str] = "Filter SKUs"

    cost_wanted = Signal(str, str)  # the SKU and what was typed

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            SKU_COLUMNS,
            {
                "SKU": Paint(bold=True),
                "Name": Paint(edit=lambda row, typed: self._edit(row, typed, row.category, row.brand)),
                "Category": Paint(edit=lambda row, typed: self._edit(row, row.title, typed, row.brand)),
                "Brand": Paint(edit=lambda row, typed: self._edit(row, row.title, row.category, typed)),
                "Landed cost": Paint(
                    why=lambda row: f"No landed cost of {row.code} is known. Type one here.",
                    edit=lambda row, typed: self.cost_wanted.emit(row.code, typed),
                ),
                "Components": Paint(quiet=True),
                "Case pack": Paint(edit=partial(self._plan_cell, "case_pack")),
                "Volume ft³": Paint(edit=partial(self._plan_cell, "volume"), why=_not_typed),
                "Supplier": Paint(edit=partial(self._plan_cell, "supplier")),
                "Lead days": Paint(edit=partial(self._plan_cell, "lead_days"), why=_not_typed),
                "MOQ": Paint(edit=partial(self._plan_cell, "moq")),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No SKU yet",
                why="SKUs come with the files that name them: orders, settlements, the product export of a shop, "
                "or the tables for costs and stock.",
                button="Import files",
                run=lambda: self.page.go.emit("import", None),
            )
        )
        self.filter_chips(_fits)

    def refresh(self) -> None:
        """Ask the ledger for the SKUs."""
        self.table.loading()
        self.page.ask(skus, self._show, about=self.KEY)

    def _show(self, rows: Sequence[SkuRow]) -> None:
        self.show_chips(rows, _CHIPS)
        self.show_rows(rows)

    def explain(self, row: SkuRow) -> None:
        """Open the form of a SKU with its costs below."""
        inspector = self.page.inspector
        inspector.explain(row.code, row.components and f"Bundle of {row.components}{_KEPT[row.ready_made]}")
        form = self.form(
            [
                Field("title", "Name"),
                Field("category", "Category", hint="Groups SKUs in reports."),
                Field(
                    "brand", "Brand", hint="Rules can be for a brand. Filled from Shopify’s vendor where it is blank."
                ),
            ],
            lambda values: self._save(row, values),
            "Save SKU",
        )
        form.fill({"title": row.title, "category": row.category, "brand": row.brand})
        if row.components:
            self._show_bundle(row)
        self.page.ask(partial(costs, sku=row.code), partial(self._show_costs, row), about="costs of a SKU")

    def _show_bundle(self, row: SkuRow) -> None:
        inspector = self.page.inspector
        inspector.body.addSpacing(8)
        inspector.add(rule())
        inspector.add(label("Bundle", font=medium()))
        field = Field(
            "kept",
            "Kept",
            FieldKind.CHOICE,
            choices=_WAYS,
            hint="Ready-made, it has stock, sales and allocation of its own; else it takes its components from stock.",
        )
        form = self.form([field], partial(self._keep, row), "Save bundle")
        form.fill({"kept": {True: "ready", False: "sold", None: ""}[row.ready_made]})

    def _keep(self, row: SkuRow, values: dict[str, Value]) -> None:
        chosen = {"ready": True, "sold": False}.get(str(values["kept"] or ""))
        self.finish(partial(keep_ready_made, sku_id=row.id, ready_made=chosen))

    def _show_costs(self, row: SkuRow, found: Sequence[CostRow]) -> None:
        inspector = self.page.inspector
        inspector.body.addSpacing(8)
        inspector.add(rule())
        inspector.add(label("Landed cost of a unit", font=medium()))
        inspector.pairs([(f"From {self.text.day(cost.valid_from)}", self._source(cost)) for cost in found])
        if not found:
            nothing = "That of its components." if row.components else "None is known: its sales have no cost of goods."
            inspector.line(nothing, quiet=True)
        inspector.add(Button(self.look, "Add cost", icon="plus", run=lambda: self.cost_wanted.emit(row.code, "")))
        self._show_plan(row)

    def _show_plan(self, row: SkuRow) -> None:
        inspector = self.page.inspector
        inspector.body.addSpacing(8)
        inspector.add(rule())
        inspector.add(label("Planning", font=medium()))
        form = self.form(sku_fields(), lambda values: self._save_plan(row, sku_plan(values)), "Save planning")
        form.fill(values_of(row.plan))

    def _source(self, cost: CostRow) -> str:
        known = f"known since {self.text.day(cost.known_since)}, {cost.file or 'typed'}"
        overruled = ", overruled" if cost.state == "overruled" else ""
        return f"{self.text.money(cost.cost, code=True, zero=None)}\n{known}{overruled}"

    def _save(self, row: SkuRow, values: dict[str, Value]) -> None:
        title, category, brand = (str(values[name] or "") for name in ("title", "category", "brand"))
        if (title, category, brand) == (row.title, row.category, row.brand):
            self.leave()
        else:
            self.finish(partial(edit_sku, sku_id=row.id, title=title, category=category, brand=brand))

    def _save_plan(self, row: SkuRow, plan: SkuPlanning) -> None:
        if plan == row.plan:
            self.leave()
        else:
            self.finish(partial(set_sku_plan, sku=row.code, plan=plan))

    def _plan_cell(self, name: str, row: SkuRow, typed: str) -> None:
        try:
            plan = typed_over(row.plan, name, typed, text=self.text)
        except ValueError as wrong:
            self.page.notice.say(str(wrong))
            return
        self.page.notice.hide()
        self.page.do(partial(set_sku_plan, sku=row.code, plan=plan))

    def _edit(self, row: SkuRow, title: str, category: str, brand: str) -> None:
        if (title, category, brand) != (row.title, row.category, row.brand):
            self.page.do(partial(edit_sku, sku_id=row.id, title=title, category=category, brand=brand))


def _not_typed(row: SkuRow) -> str:
    return f"Nobody has typed it for {row.code}. Type it here."


def _fits(row: SkuRow, chip: str) -> bool:
    match chip:
        case "uncosted":
            return row.cost is None
        case "bundles":
            return bool(row.components)
        case _:
            return True
