"""The planning facts of a SKU and of a listing: their fields, and what is typed over a cell."""

from __future__ import annotations

from decimal import Decimal

from app.queries.planning import cubic_feet
from models.domain.stock import ListingPlanning, SkuPlanning
from views.common.form_field import Field, FieldKind, Value
from views.common.numbers import parse_number
from views.common.text import Text

_THOUSAND = 1000


def sku_fields() -> list[Field]:
    """Give the fields of a SKU's planning facts."""
    return [
        Field("case_pack", "Case pack", FieldKind.UNITS, unit="units", required=True, minimum=1),
        Field(
            "volume",
            "Volume of a unit",
            FieldKind.NUMBER,
            unit="ft³",
            check=volume_fault,
            hint="With up to three decimals; storage and inbound capacity are counted with it.",
        ),
        Field("supplier", "Supplier"),
        Field("lead_days", "Lead time", FieldKind.UNITS, unit="days", minimum=0, hint="From the order to the arrival."),
        Field(
            "lead_spread",
            "Its spread",
            FieldKind.UNITS,
            unit="days",
            minimum=0,
            hint="One standard deviation; left out, it is not known.",
        ),
        Field("moq", "MOQ", FieldKind.UNITS, unit="units", required=True, minimum=0, hint="Least order; 0 is none."),
    ]


def listing_fields() -> list[Field]:
    """Give the fields of a listing's planning facts."""
    return [
        Field("moq", "MOQ", FieldKind.UNITS, unit="units", required=True, minimum=0, hint="Least it takes; 0 is none."),
        Field("priority", "Priority", FieldKind.UNITS, required=True, minimum=1, hint="1 comes before 2."),
    ]


def values_of(plan: SkuPlanning) -> dict[str, Value]:
    """Give what the form of a SKU shows."""
    return plan._asdict() | {"volume": cubic_feet(plan.volume)}


def sku_plan(values: dict[str, Value]) -> SkuPlanning:
    """Give the planning facts that a form holds."""
    volume = values["volume"]
    return SkuPlanning(
        _units(values["case_pack"]) or 0,
        int(volume * _THOUSAND) if isinstance(volume, Decimal) else None,
        str(values["supplier"] or ""),
        _units(values["lead_days"]),
        _units(values["lead_spread"]),
        _units(values["moq"]) or 0,
    )


def listing_plan(values: dict[str, Value]) -> ListingPlanning:
    """Give the planning facts of a listing that a form holds."""
    return ListingPlanning(_units(values["moq"]) or 0, _units(values["priority"]) or 0)


def volume_fault(value: Value) -> str:
    """Say what is wrong with a volume, or nothing."""
    if not isinstance(value, Decimal):
        return ""
    thousandths = value * _THOUSAND
    if value <= 0 or thousandths != int(thousandths):
        return "A volume is above 0 and has at most three decimals."
    return ""


def typed_over(plan: SkuPlanning, name: str, typed: str, *, text: Text) -> SkuPlanning:
    """Give the planning facts with a cell typed over; raises ValueError with what is wrong."""
    if name == "supplier":
        return plan._replace(supplier=typed.strip())
    if not typed.strip():
        return plan._replace(**{name: getattr(SkuPlanning(), name)})
    number = parse_number(typed, text)
    if number is None:
        raise ValueError(f"“{typed}” is not a number. Nothing was changed.")
    if name == "volume":
        if fault := volume_fault(number):
            raise ValueError(f"“{typed}” is no volume. Nothing was changed. {fault}")
        return plan._replace(volume=int(number * _THOUSAND))
    return SkuPlanning(**(plan._asdict() | {name: whole(number, typed)}))


def whole(number: Decimal | None, typed: str) -> int:
    """Give a number that is whole; raises ValueError with what is wrong."""
    if number is None or number != int(number):
        raise ValueError(f"“{typed}” is not a whole number. Nothing was changed.")
    return int(number)


def _units(value: Value) -> int | None:
    return value if isinstance(value, int) else None
