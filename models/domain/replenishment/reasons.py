"""Why a proposal has its number: plain sentences in the order of the reckoning, and what to be careful about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from models.domain.cases import cases_down
from models.domain.cover import Cover
from models.domain.replenishment.need import DaysOfCover, Need, ServiceLevel
from models.domain.replenishment.quantity import Levels, Required
from models.domain.words import amount, counted, figure, percent

_SPREAD_FROM = 2


@dataclass(frozen=True)
class Reckoned:
    """All that has been worked out for a need."""

    need: Need
    cover: Cover
    levels: Levels
    required: Required
    units: int
    order_by: date | None
    avoidable_loss: int
    lost_anyway: int


def steps(reckoned: Reckoned) -> tuple[str, ...]:
    """Say step by step how the number came about."""
    parts = (_demand, _cover, _arrivals, _level, _required, _rounding, _order_by, _loss)
    return tuple(step for part in parts for step in part(reckoned))


def _demand(reckoned: Reckoned) -> Iterator[str]:
    need = reckoned.need
    source = "" if need.weeks is None else f", from {counted(need.weeks, 'usable week')}"
    yield f"{need.sku} sells {figure(need.rate, 2)} a day from {need.location}{source}"


def _cover(reckoned: Reckoned) -> Iterator[str]:
    covered = reckoned.cover
    promised = reckoned.need.promised
    stock = f"{counted(covered.on_hand + promised, 'unit')} on hand"
    stock += f" less {promised} promised" if promised else ""
    coming = sum(arrival.units for arrival in covered.in_time)
    stock += f" and {coming} coming in time" if coming else ""
    if covered.days is None:
        yield f"{stock}; without demand they do not run out"
    else:
        end = f": out of stock on {covered.stockout}" if covered.stockout else ""
        yield f"{stock}, {figure(covered.days)} days of cover{end}"


def _arrivals(reckoned: Reckoned) -> Iterator[str]:
    for arrival in reckoned.cover.late:
        yield f"{_named(arrival.reference)} brings {arrival.units} on {arrival.day}, too late: no cover"
    for arrival in reckoned.cover.overdue:
        yield (
            f"{_named(arrival.reference)} was due on {arrival.day} with {arrival.units}: "
            "no cover until it has a new date, but not ordered again"
        )


def _named(reference: str) -> str:
    return reference or "An order"


def _level(reckoned: Reckoned) -> Iterator[str]:
    need, levels = reckoned.need, reckoned.levels
    lead = f"lead time {figure(need.terms.lead_days)} days"
    match need.target:
        case ServiceLevel(service=service, review_days=review):
            spread = f"{levels.safety} of them against spread at {percent(service)} service"
            if review:
                yield f"The reorder point is {counted(levels.reorder_point, 'unit')}"
                yield f"Order up to {levels.up_to} units: {lead} and review every {review} days, {spread}"
            else:
                yield f"Keep {levels.up_to} units at hand or coming: {lead}, {spread}"
        case DaysOfCover(days=days):
            yield f"Order up to {levels.up_to} units: {days} days of cover and {lead}"


def _required(reckoned: Reckoned) -> Iterator[str]:
    required, up_to = reckoned.required, reckoned.levels.up_to
    if required.units == 0:
        yield f"{required.position} at hand and coming reach {up_to}: nothing to order"
    elif required.bridge == required.units:
        yield f"{required.bridge} units bridge the days until what comes late can be sold"
    else:
        yield f"{up_to} less {required.position} at hand and coming: {required.units} needed"


def _rounding(reckoned: Reckoned) -> Iterator[str]:
    terms, needed = reckoned.need.terms, reckoned.required.units
    if not needed:
        return
    if terms.batch > max(needed, terms.moq):
        yield f"An order of {terms.batch} costs least to place and to keep"
    elif terms.moq > needed:
        yield f"The supplier takes no fewer than {terms.moq}"
    if terms.limit is not None and reckoned.units < needed:
        allowed = cases_down(terms.limit, terms.case)
        short = f", fewer than the {terms.moq} that can be ordered" if allowed < terms.moq else ""
        yield f"The limit of {terms.limit} allows {allowed} units in whole cases{short}"
    cases = f" in {counted(reckoned.units // terms.case, 'case')} of {terms.case}" if terms.case > 1 else ""
    yield f"Order {counted(reckoned.units, 'unit')}{cases}" if reckoned.units else "Nothing can be ordered"


def _order_by(reckoned: Reckoned) -> Iterator[str]:
    day, today = reckoned.order_by, reckoned.need.today
    if day is None:
        return
    if not reckoned.required.units:
        if day >= today:
            yield f"An order is proposed once fewer are at hand and coming; {day} is the last day to order in time"
    elif day >= today:
        yield f"Order by {day} to have it before the stock-out day"
    else:
        yield f"The last day to order in time was {day}, {counted((today - day).days, 'day')} ago"


def _loss(reckoned: Reckoned) -> Iterator[str]:
    need = reckoned.need
    if reckoned.avoidable_loss:
        lost = amount(reckoned.avoidable_loss, need.currency)
        yield f"Without an order {lost} of contribution are lost in the {need.loss_days} days after it could arrive"
    if reckoned.lost_anyway:
        lost = amount(reckoned.lost_anyway, need.currency)
        yield f"{lost} of contribution are lost before an order placed today can be sold"


def warnings(reckoned: Reckoned) -> tuple[str, ...]:
    """Say what to be careful about."""
    return tuple(_warnings(reckoned))


def _warnings(reckoned: Reckoned) -> Iterator[str]:
    need = reckoned.need
    if reckoned.levels.unreliable:
        yield (
            "The normal formula is unreliable at a service level of 50 to 70 % with a lead time that varies: "
            "read the safety stock with care"
        )
    if need.weeks is not None and need.weeks < _SPREAD_FROM and isinstance(need.target, ServiceLevel):
        yield f"{counted(need.weeks, 'usable week')}: the spread of demand is unknown and no stock is kept against it"
    if need.contribution < Fraction(0):
        yield "A unit loses money: running out of stock costs nothing"
    if reckoned.cover.late and reckoned.cover.stockout:
        yield f"Ask for the late orders before {reckoned.cover.stockout}"
    if reckoned.cover.overdue:
        yield "Ask when the overdue orders arrive"
