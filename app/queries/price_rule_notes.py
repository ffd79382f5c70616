"""Pricing rules that stand but do not do what they say: held by a MAP, or for a currency that no price is in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.price_rules import of_version
from app.queries.prices import GovernedPrice, price_list
from app.queries.rules import RulesOf
from models.domain.money import Money, exponent
from models.domain.pricing.rules import PriceEnding, PriceOverride
from models.domain.pricing.steps import Stage, Step, Why
from models.domain.rules import Kind, Rule
from models.domain.words import amount, listed
from models.tables import BasePrice, ChannelFees


class RuleNote(NamedTuple):
    """What a person has to know of a rule; `counts` says whether it does anything anywhere."""

    counts: bool
    sentences: tuple[str, ...]


def price_rule_notes(session: Session, found: RulesOf, day: date) -> Mapping[int, RuleNote]:
    """Give by its number each rule of a set that counts nowhere, or not everywhere, as of a day.

    A rule that begins later is looked at on its first day; one that has ended is not.
    """
    rules = [rule for rule in found.rules if rule.last is None or rule.last >= day]
    used = _currencies(session)
    notes: dict[int, RuleNote] = {}
    for rule in rules:
        said = _unused(rule.what, used)
        if said:
            notes[rule.number] = RuleNote(counts=False, sentences=(said,))
    fixed = [rule for rule in rules if isinstance(rule.what, PriceOverride) and rule.number not in notes]
    for on in sorted({_looked_at(rule, day) for rule in fixed}):
        meant = [rule for rule in fixed if _looked_at(rule, day) == on]
        skus = {sku for rule in meant for sku in rule.scope.skus}
        prices = price_list(session, day=on, skus=skus, rules=of_version(found))
        notes |= {rule.number: note for rule in meant if (note := _held(rule, prices)) is not None}
    return notes


def _looked_at(rule: Rule[Kind], day: date) -> date:
    return day if rule.first is None else max(day, rule.first)


def _currencies(session: Session) -> set[str]:
    """Name the currencies that prices are in: of the ledger, of base prices and of fees."""
    typed = session.scalars(select(BasePrice.currency).where(BasePrice.in_force == 1).distinct())
    return {base_currency(session), *typed, *session.scalars(select(ChannelFees.currency).distinct())}


def _unused(what: Kind, used: set[str]) -> str:
    """Say that a rule is for a currency that no price is in; nothing where it is not."""
    named = getattr(what, "amount", None)
    if isinstance(named, Money) and named.currency not in used:
        return f"No price is in {named.currency}, so that the rule changes none; prices are in {listed(sorted(used))}"
    if isinstance(what, PriceEnding) and not any(what.of(exponent(currency)) for currency in used):
        decimals = [f"{exponent(currency)} decimals in {currency}" for currency in sorted(used)]
        return f"No price can end in {what.said()['endings']}: prices have {listed(decimals)}"
    return ""


def _held(rule: Rule[Kind], prices: Sequence[GovernedPrice]) -> RuleNote | None:
    """Say where a MAP holds an override, and which price it then is."""
    steps = [(one, step) for one in prices for step in _own(rule, one.steps)]
    held: dict[tuple[str, ...], list[str]] = {}
    for one, step in steps:
        if step.why is Why.FIXED_BELOW_MAP:
            fixed, minimum = (amount(figure, one.currency) for figure in step.figures)
            stays = "there is no price" if one.amount is None else f"the price is {amount(one.amount, one.currency)}"
            held.setdefault((fixed, minimum, stays), []).append(f"{one.sku} on {one.channel}")
    said = [
        f"{fixed} is below the MAP of {minimum} for {listed(where)}: it does not count, and {stays}"
        for (fixed, minimum, stays), where in held.items()
    ]
    counts = any(step.why is not Why.FIXED_BELOW_MAP for _, step in steps)
    return RuleNote(counts, tuple(said)) if said else None


def _own(rule: Rule[Kind], steps: Sequence[Step]) -> Iterator[Step]:
    """Give the step of an override, if it is that rule's."""
    for step in steps:
        if step.stage is Stage.OVERRIDE and step.winner is not None and step.winner.rule.number == rule.number:
            yield step
