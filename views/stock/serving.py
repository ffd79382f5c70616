"""How a SKU is stored and returned, where it may not be served from, and the terms of routing, in the inspector."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial

from app.actions.places import bar_place, set_serving, set_terms
from app.queries.place_facts import Terms
from models.domain.stock import Serving
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.parts import Button
from views.common.section import Section
from views.stock.values import number

_WHOLE = 10_000


def show_serving(
    section: Section, sku: str, serving: Serving, *, places: Mapping[int, str], barred: Mapping[int, str]
) -> None:
    """Add the forms of what the cost of a SKU depends on, and of a place that may not serve it.

    `places` are named by their ids; those that are `barred` from serving it are so for a reason.
    """
    inspector = section.page.inspector
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
    for place, reason in barred.items():
        inspector.pairs([(places[place], reason)])
        let = partial(bar_place, sku=sku, location_id=place, reason="")
        run = partial(section.finish, let)
        inspector.add(Button(section.look, f"Let {places[place]} serve it", icon="undo-2", quiet=True, run=run))
    section.form(
        [
            Field("place", "Place", FieldKind.CHOICE, choices=tuple((str(key), name) for key, name in places.items())),
            Field("reason", "Why it may not", required=True, hint="Such as: melts, or a battery that FBA refuses."),
        ],
        lambda values: _bar(section, sku, values),
        "Leave place out",
    )


def show_terms(section: Section, terms: Terms) -> None:
    """Open the form of what every comparison assumes."""
    section.page.inspector.explain("Terms of routing", "What every comparison of places assumes.")
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


def _catalogue(section: Section, sku: str) -> None:
    section.page.go.emit("catalog", ("skus", sku))


def _save_serving(section: Section, sku: str, values: dict[str, Value]) -> None:
    serving = Serving(
        str(values["size_tier"] or ""), str(values["storage_type"] or ""), _basis_points(values["return_rate"])
    )
    section.finish(partial(set_serving, sku=sku, serving=serving))


def _bar(section: Section, sku: str, values: dict[str, Value]) -> None:
    action = partial(bar_place, sku=sku, location_id=int(str(values["place"])), reason=str(values["reason"]))
    section.finish(action)


def _save_terms(section: Section, values: dict[str, Value]) -> None:
    holding = _basis_points(values["holding"]) or 0
    action = partial(set_terms, days=number(values["days"]), holding=holding)
    section.finish(action)


def _basis_points(value: Value) -> int | None:
    return int(value * _WHOLE) if isinstance(value, Decimal) else None
