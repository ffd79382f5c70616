"""What is particular to each family of rules: what holds before anything is published, and when a draft is not fit.

A new family, such as pricing, is its kinds in `app.queries.rules` and one entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.queries.allocation import PRESET, book_of, broken_assertions, settings_of
from app.queries.assertions import Assertion, assertions
from app.queries.collisions import ACCEPTED
from app.queries.collisions import unfit as promotions_unfit
from app.queries.price_rule_notes import RuleNote, price_rule_notes
from app.queries.price_rules import PRESET as PRICING_PRESET
from app.queries.promotions import PRESET as PROMOTIONS_PRESET
from app.queries.rules import ALLOCATION, PRICING, PROMOTIONS, RulesOf
from models.domain.allocation.ladder import STANDARD


@dataclass(frozen=True)
class Family:
    """`preset` names what holds without a version, `settings` are what the first draft begins with.

    `unfit` says in sentences what stops a draft from being published on a day, beyond rules that are wrong by
    themselves. `checked` are the rules of a set that assert something, by their number, and whether it holds; `noted`
    those that do not do what they say, and why.
    """

    preset: str
    settings: Mapping[str, Any]
    unfit: Callable[[Session, RulesOf, date], list[str]]
    checked: Callable[[Session, RulesOf, date], Mapping[int, Assertion]]
    noted: Callable[[Session, RulesOf, date], Mapping[int, RuleNote]]


def _allocation_unfit(session: Session, found: RulesOf, day: date) -> list[str]:
    return broken_assertions(session, book_of(found), day=day)


def _allocation_checked(session: Session, found: RulesOf, day: date) -> Mapping[int, Assertion]:
    return assertions(session, book_of(found), day=day)


def _fit(_session: Session, _found: RulesOf, _day: date) -> list[str]:
    """Stop nothing: what a draft does to each price stands in its effect before it is published."""
    return []


def _none_checked(_session: Session, _found: RulesOf, _day: date) -> Mapping[int, Assertion]:
    return {}


def _none_noted(_session: Session, _found: RulesOf, _day: date) -> Mapping[int, RuleNote]:
    return {}


RULE_FAMILIES: Mapping[str, Family] = {
    ALLOCATION: Family(PRESET, settings_of(STANDARD), _allocation_unfit, _allocation_checked, _none_noted),
    PRICING: Family(PRICING_PRESET, {}, _fit, _none_checked, price_rule_notes),
    PROMOTIONS: Family(PROMOTIONS_PRESET, {ACCEPTED: {}}, promotions_unfit, _none_checked, _none_noted),
}
