"""Currencies of a file that the ledger has no rate for, so that figures would be refused once it is imported."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.ledger.rates import Rates, base_currency
from app.queries.contribution import TRADE_FACTS, known_period
from models.domain.postings import CostFact, Draft, OtherFact, RateFact


def lacking_rates(
    session: Session,
    told: Iterable[tuple[str, str]],
    *,
    costs: Iterable[CostFact] = (),
    coming: Iterable[Draft] = (),
) -> dict[str, str]:
    """Give the currencies among these (currency, day) without a rate on some day, each with the first such day.

    A cost wants a rate from its first day on, but for days before any trade that the ledger knows. `coming` may hold
    rates that will be known by then. A rate holds from its day on, so to ask again of what was given is to ask of all.
    """
    base = base_currency(session)
    begin = {(cost.currency, cost.valid_from) for cost in costs if cost.currency != base}
    traded = known_period(session, TRADE_FACTS) if begin else None
    first = traded.first.isoformat() if traded else ""
    wanted = {*told, *((currency, max(day, first)) for currency, day in begin)}
    foreign = sorted((currency, day) for currency, day in wanted if currency != base)
    if not foreign:
        return {}
    rates, soon = Rates(session), _begin(coming, base)
    lacking: dict[str, str] = {}
    for currency, day in foreign:
        if rates.on(currency, day) is None and not (currency in soon and soon[currency] <= day):
            lacking.setdefault(currency, day)
    return lacking


def costs_among(facts: Iterable[OtherFact]) -> list[CostFact]:
    """Give the landed costs among the facts of some documents."""
    return [fact for fact in facts if isinstance(fact, CostFact)]


def _begin(coming: Iterable[Draft], base: str) -> dict[str, str]:
    """Give the first day of the rates of each currency that drafts tell."""
    facts = (fact for draft in coming for fact in draft.others if isinstance(fact, RateFact) and fact.into == base)
    first: dict[str, str] = {}
    for fact in facts:
        first[fact.currency] = min(first.get(fact.currency, fact.day), fact.day)
    return first
