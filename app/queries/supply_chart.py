"""The supply curve of a SKU as a chart: what every channel would get at every supply, and the tier there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.queries.allocation import DRAFT, allocations
from models.domain.allocation.curve import Curve
from models.domain.allocation.outcome import Outcome, curve_of
from models.domain.allocation.tiers import Tier
from models.domain.charts import ChartData, ChartKind, Here, Point, Series, Zone
from models.tables import Channel

_POINTS = 120
_SHADES = {Tier.BLACK: "control_line", Tier.RED: "critical_soft", Tier.AMBER: "attention_soft"}


def supply_chart(outcome: Outcome, colours: Mapping[str, str]) -> ChartData:
    """Draw the units by channel against supply, with bands of tiers and today's supply marked."""
    curve = curve_of(outcome.planned, points=_POINTS)
    today, end = outcome.planned.supply.to_share, curve.points[-1].supply
    series = []
    for place, code in enumerate(curve.codes):
        points = [
            Point(f"at {one.supply}", Decimal(one.units[place].all), x=Decimal(one.supply)) for one in curve.points
        ]
        series.append(Series(code, tuple(points), colours.get(code, "neutral")))
    zones = [
        Zone(band.tier.value, Decimal(band.first), Decimal(end if band.last is None else band.last + 1), colour)
        for band in curve.bands
        if (colour := _SHADES.get(band.tier)) and band.first <= end
    ]
    shades = ", ".join(dict.fromkeys(zone.label for zone in zones))
    return ChartData(
        ChartKind.CURVES,
        _title(curve, today),
        f"Units by channel against supply{f'; shaded: {shades}' if shades else ''}",
        "",
        tuple(series),
        x_title="Supply",
        y_title="Units",
        zones=tuple(zones),
        marks=(Here(f"today {today}", Decimal(today)),),
    )


def draft_supply_chart(session: Session, *, day: date, sku: str) -> ChartData:
    """Draw the curve of a SKU by the draft of the rules."""
    (outcome,) = allocations(session, day=day, version=DRAFT, sku=sku)
    return supply_chart(
        outcome, {one.name: one.colour for one in session.execute(select(Channel.name, Channel.colour))}
    )


def _title(curve: Curve, today: int) -> str:
    """Answer from which supply on all is met but the last rung, which shares out the rest."""
    green = [band.first for band in curve.bands if band.tier is Tier.GREEN]
    if not green:
        return "Promises and cover are not all met at any supply"
    first = green[-1]
    if not first:
        return "Promises and cover are met at every supply"
    more = f", {first - today} more" if first > today else ""
    return f"Promises and cover are met from {first} on{more}"
