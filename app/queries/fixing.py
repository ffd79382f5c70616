"""Whether a number can be fixed: what a person gives one channel must leave what is fixed on the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.queries.allocation import allocations, book, outcomes
from app.queries.allocation_facts import load_facts
from app.queries.overrides import overrides
from models.domain.allocation.facts import Override
from models.domain.allocation.outcome import Outcome


def room(outcome: Outcome, channel: str) -> int:
    """Count the units that a channel can be fixed at: all there is to share, less what is fixed elsewhere."""
    codes = {one.code for one in outcome.planned.claimants}
    fixed = [units for name, units in outcome.planned.wanted.items() if name in codes and name != channel]
    return max(0, outcome.supply - sum(fixed))


def refusal(outcome: Outcome, channel: str, units: int) -> str:
    """Say why a channel cannot be fixed at some units because the sum would not be the pool, or nothing."""
    return _refused(outcome, channel, units, outcome.supply - room(outcome, channel))


def why_not(session: Session, *, sku: str, channel: str, units: int, first: date, until: date, day: date) -> str:
    """Say why a number cannot be fixed for some days, at the supply of a day, or nothing.

    On each of the days the numbers that are fixed on other channels then are left to them.
    """
    outcome = allocations(session, day=day, sku=sku)[0]
    codes = {one.code for one in outcome.planned.claimants}
    if channel not in codes:
        return f"{sku} is not on {channel}, so no units can be fixed there. Link a listing of {channel} to it."
    others = [one for one in overrides(session) if one.sku == sku and one.channel in codes and one.channel != channel]
    return _refused(outcome, channel, units, _most_fixed(others, first, until))


def if_fixed(session: Session, *, sku: str, channel: str, units: int, day: date) -> Outcome:
    """Share out a SKU as if a channel were fixed at some units, room at places shared anew; stores nothing."""
    asked = Override(0, sku, channel, units, "", day, day)
    others = [one for one in overrides(session, day=day) if (one.sku, one.channel) != (sku, channel)]
    ((_, outcome),) = outcomes(load_facts(session, day, sku=sku), book(session), [*others, asked])
    return outcome


def _most_fixed(others: Sequence[Override], first: date, until: date) -> int:
    """Add up what is fixed on the day on which it is most; it only grows on a day on which something begins."""
    days = {first, *(one.first for one in others if first <= one.first <= until)}
    return max(sum(one.units for one in others if one.holds_on(day)) for day in days)


def _refused(outcome: Outcome, channel: str, units: int, elsewhere: int) -> str:
    supply, sku = outcome.supply, outcome.planned.sku
    most = max(0, supply - elsewhere)
    if units <= most:
        return ""
    fixed = f", {elsewhere} of them fixed on other channels" if elsewhere else ""
    return f"{sku} has {supply} to share{fixed}: {channel} can have {most} at most."
