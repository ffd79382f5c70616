"""What planning knows of a place, in the inspector: the way to it, the cover to keep, and how much it can take."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from app.actions.places import remove_limit, set_limit, set_place_plan
from app.queries.place_facts import LimitRow
from app.queries.places import PlaceRow
from app.queries.planning import cubic_feet
from models.domain.stock import Limit, LimitKind, PlacePlanning
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.parts import Button
from views.common.section import Section

_THOUSAND, _WHOLE = 1000, 10_000
_UNITS = {LimitKind.VOLUME: "ft³", LimitKind.PACKED: "units a day", LimitKind.CARTONS: "cartons"}
_KINDS = tuple((kind.value, f"{kind.value} ({_UNITS[kind]})") for kind in LimitKind)


def show_plan(section: Section, row: PlaceRow, plan: PlacePlanning) -> None:
    """Add the form of what planning knows of a place."""
    _head(section, "Planning")
    fields = [
        Field(
            "lead_days",
            "Way there",
            FieldKind.UNITS,
            unit="days",
            minimum=0,
            hint="From sending units there until they can be sold.",
        ),
        Field(
            "target_days",
            "Cover to keep there",
            FieldKind.UNITS,
            unit="days",
            minimum=0,
            hint="Beside the days of the way. Left out, a service level decides; FBA needs it for a restock.",
        ),
        Field(
            "uplift",
            "Demand it adds",
            FieldKind.PERCENT,
            hint="What a badge or a faster promise brings; below 0 for what it costs.",
        ),
    ]
    form = section.form(fields, lambda values: _save_plan(section, row, values), "Save planning")
    uplift = Decimal(plan.uplift) / _WHOLE if plan.uplift else None
    form.fill({"lead_days": plan.lead_days, "target_days": plan.target_days, "uplift": uplift})


def _save_plan(section: Section, row: PlaceRow, values: dict[str, Value]) -> None:
    uplift = values["uplift"]
    plan = PlacePlanning(
        _days(values["lead_days"]),
        _days(values["target_days"]),
        int(uplift * _WHOLE) if isinstance(uplift, Decimal) else 0,
    )
    section.finish(partial(set_place_plan, location_id=row.id, plan=plan))


def show_limits(section: Section, row: PlaceRow, held: Sequence[LimitRow]) -> None:
    """Add the limits of a place, and the form of another one."""
    _head(section, "What it can take")
    inspector, text = section.page.inspector, section.text
    for one in held:
        limit = one.limit
        storage = f", {limit.storage_type}" if limit.storage_type else ""
        amount = f"{_amount(section, limit)} {_UNITS[limit.kind]}"
        day = text.day(date.fromisoformat(limit.valid_from))
        inspector.pairs([(f"{limit.kind.value.capitalize()}{storage}", f"{amount} from {day}")])
        remove = partial(section.finish, partial(remove_limit, limit_id=one.id))
        inspector.add(Button(section.look, "Remove limit", icon="trash-2", quiet=True, run=remove))
    if not held:
        inspector.line("No limit is typed: transfers and routing take it to have room.", quiet=True)
    fields = [
        Field("kind", "Limit", FieldKind.CHOICE, choices=_KINDS),
        Field("amount", "Most", FieldKind.NUMBER, required=True, minimum=0),
        Field("storage_type", "Storage type", hint="For volume alone, as it is typed with the SKUs in Routing."),
        Field(
            "valid_from",
            "From day",
            FieldKind.DAY,
            required=True,
            hint="It holds until the next one; a month's from its first day.",
        ),
    ]
    form = section.form(fields, lambda values: _save_limit(section, row, values), "Add limit")
    form.fill({"valid_from": section.page.today().replace(day=1)})


def _amount(section: Section, limit: Limit) -> str:
    if limit.kind is LimitKind.VOLUME:
        return section.text.exact(cubic_feet(limit.amount))
    return section.text.units(limit.amount, zero="0")


def _save_limit(section: Section, row: PlaceRow, values: dict[str, Value]) -> None:
    kind, amount, day = LimitKind(str(values["kind"])), values["amount"], values["valid_from"]
    if not isinstance(amount, Decimal) or not isinstance(day, date):
        return
    scaled = amount * _THOUSAND if kind is LimitKind.VOLUME else amount
    if scaled != int(scaled):
        wanted = "at most three decimals" if kind is LimitKind.VOLUME else "no decimals"
        section.page.notice.say(f"A limit of {_UNITS[kind]} has {wanted}. Nothing was changed.")
        return
    limit = Limit(kind, int(scaled), day.isoformat(), str(values["storage_type"] or ""))
    section.finish(partial(set_limit, location_id=row.id, limit=limit))


def _head(section: Section, words: str) -> None:
    inspector = section.page.inspector
    inspector.body.addSpacing(8)
    inspector.add(rule())
    inspector.add(label(words, font=medium()))


def _days(value: Value) -> int | None:
    return value if isinstance(value, int) else None
