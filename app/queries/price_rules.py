"""Which pricing rules hold on a day: the version that was published last by then, or the draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.queries.rules import PRICING, RulesOf, State, draft_of, rules_in, versions
from models.domain.pricing.rules import MapPrice, windows_of
from models.domain.rules import Kind, Rule

PRESET = "the base prices alone"
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class RulesOfDay:
    """Rules with the name of their version."""

    title: str = PRESET
    rules: tuple[Rule[Kind], ...] = ()


def rules_of_day(session: Session, *, day: date) -> RulesOfDay:
    """Give the rules that had been published last on a day; none before the first version."""
    for version in versions(session, PRICING):
        if version.state is State.PUBLISHED and version.published_on <= day:
            return of_version(rules_in(session, version))
    return RulesOfDay()


def draft_rules(session: Session) -> RulesOfDay | None:
    """Give the rules of the draft, if there is one."""
    found = draft_of(session, PRICING)
    return of_version(found) if found is not None else None


def of_version(found: RulesOf) -> RulesOfDay:
    """Give the rules of a version."""
    return RulesOfDay(found.version.title, found.rules)


def days_of_change(session: Session, first: date, last: date) -> set[date]:
    """Name the days from first to last on which other rules begin to hold than the day before."""
    found = set()
    for version in versions(session, PRICING):
        if version.state is not State.PUBLISHED:
            continue
        found.add(version.published_on)
        for rule in rules_in(session, version).rules:
            found |= begins(rule)
    return {day for day in found if first <= day <= last}


def begins(rule: Rule[Kind]) -> set[date]:
    """Name the days on which a rule begins to hold, rests, or holds no more."""
    days = {rule.first, rule.last + _ONE if rule.last is not None else None}
    if isinstance(rule.what, MapPrice):
        for window in windows_of(rule.what.exempt):
            days |= {window.first, window.last + _ONE}
    return {day for day in days if day is not None}
