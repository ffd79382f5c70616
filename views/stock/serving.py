"""How a SKU is stored and returned, where it may not be served from, and the terms of routing, in the inspector."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from app.actions.places import bar_place, set_serving, set_terms
from app.queries.place_facts import Terms
from models.domain.stock import Serving
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.parts import Button
from views.stock.values import number

if TYPE_CHECKING:
    from views.stock.routing import RoutingSection

_WHOLE = 10_000


def show_serving(section: RoutingSection, sku: str) -> None:
    """Add the forms of what the cost of a SKU depends on, and of a place that may not serve it."""
    inspector, found = section.page.inspector, section.found
    serving = found.servings.get(sku, Serving())
    inspector.add(rule())
    inspector.add(label(f"How {sku} is stored and returned", font=medium()))
    form = section.form(
        [
            Field("size_tier", "Size", hint="As it is written with the fees of a size, such as small standard."),
            Field("storage_type", "Storage type", hint="As it is written with the limits of a place."),
            Field("return_rate", "Returned", FieldKind.PERCENT, minimum=0, maximum=100, hint="Of the units sold."),
        ],
        lambda values: _save_serving(section, sku, values),
        "Save",
    )
    rate = None if serving.return_rate is None else Decimal(serving.return_rate) / _WHOLE
    form.fill({"size_tier": serving.size_tier, "storage_type": serving.storage_type, "return_rate": rate})
    inspector.add(Button(section.look, "Volume and case pack", icon="book-open", run=partial(_catalogue, section, sku)))
    inspector.add(rule())
    inspector.add(label("Places that may not serve it", font=medium()))
    names = {place.id: place.name for place in found.places}
    for (code, place), reason in found.barred.items():
        if code == sku:
            inspector.pairs([(names[place], reason)])
            let = partial(bar_place, sku=sku, location_id=place, reason="")
            run = partial(section.page.do, let, then=lambda _done: section.leave())
            inspector.add(Button(section.look, f"Let {names[place]} serve it", icon="undo-2", quiet=True, run=run))
    section.form(
        [
            Field("place", "Place", FieldKind.CHOICE, choices=tuple((str(key), name) for key, name in names.items())),
            Field("reason", "Why it may not", required=True, hint="Such as: melts, or a battery that FBA refuses."),
        ],
        lambda values: _bar(section, sku, values),
        "Leave place out",
    )


def show_terms(section: RoutingSection, terms: Terms) -> None:
    """Open the form of what every comparison assumes."""
    section.page.inspector.explain("Terms of routing", "What every comparison of places assumes")
    form = section.form(
        [
            Field("days", "Days of storage", FieldKind.UNITS, unit="days", required=True, minimum=0),
            Field(
                "holding",
                "Cost of holding stock",
                FieldKind.PERCENT,
                hint="Of the landed cost, a year; it weighs units on the way and safety stock in several places.",
                minimum=0,
            ),
        ],
        lambda values: _save_terms(section, values),
        "Save terms",
        focus="days",
    )
    form.fill({"days": terms.days, "holding": Decimal(terms.holding) / _WHOLE if terms.holding else None})


def _catalogue(section: RoutingSection, sku: str) -> None:
    section.page.go.emit("catalog", ("skus", sku))


def _save_serving(section: RoutingSection, sku: str, values: dict[str, Value]) -> None:
    serving = Serving(
        str(values["size_tier"] or ""), str(values["storage_type"] or ""), _basis_points(values["return_rate"])
    )
    section.page.do(partial(set_serving, sku=sku, serving=serving), then=lambda _done: section.leave())


def _bar(section: RoutingSection, sku: str, values: dict[str, Value]) -> None:
    action = partial(bar_place, sku=sku, location_id=int(str(values["place"])), reason=str(values["reason"]))
    section.page.do(action, then=lambda _done: section.leave())


def _save_terms(section: RoutingSection, values: dict[str, Value]) -> None:
    holding = _basis_points(values["holding"]) or 0
    action = partial(set_terms, days=number(values["days"]), holding=holding)
    section.page.do(action, then=lambda _done: section.leave())


def _basis_points(value: Value) -> int | None:
    return int(value * _WHOLE) if isinstance(value, Decimal) else None
