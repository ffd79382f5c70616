"""Promotions: those typed as rules, published or drafted, and those that files told of, with SKUs for their scopes."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.rates import base_currency
from app.queries.rules import PROMOTIONS, RulesOf, draft_of, published
from models.domain.promotions.kinds import KINDS, OPEN_END, Promoted, promotion_of
from models.domain.promotions.promotion import Promotion
from models.domain.rules import Kind, Rule, Scope, read_rule
from models.tables import Batch, Channel, Document, PromotionRow, Sku, SourceFile

PRESET = "no promotions of its own"


@dataclass(frozen=True)
class Planned:
    """A promotion with the rule that says so, and where it comes from: the name of its file, or "" if it was typed.

    `reaches` is False where its category or brand has no SKU, so that it promotes nothing. `reference` says whether
    the EU's rule on reference prices applies to it.
    """

    promotion: Promotion
    rule: Rule[Promoted]
    source: str = ""
    reaches: bool = True

    @property
    def code(self) -> str:
        """Its code or name."""
        return self.promotion.code

    @property
    def typed(self) -> bool:
        """Whether it was typed and can be moved."""
        return not self.source

    @property
    def is_open(self) -> bool:
        """Whether it runs until somebody stops it."""
        return self.promotion.days.last == OPEN_END

    @property
    def reference(self) -> bool:
        """Whether the EU's rule on reference prices applies."""
        return self.rule.what.reference


def promotions(session: Session, *, draft: bool = False) -> list[Promotion]:
    """Give every promotion that has SKUs, by first day and code; the typed ones of the draft if that is asked for.

    Those that files told of count too, unless one of the same code is typed for their channel.
    """
    return [one.promotion for one in planned(session, draft=draft) if one.reaches]


def planned(session: Session, *, draft: bool = False) -> list[Planned]:
    """Give every promotion with its rule and its source, also those whose scope has no SKU."""
    return planned_of(session, rules_meant(session, draft=draft))


def rules_meant(session: Session, *, draft: bool) -> RulesOf | None:
    """Give the draft if it is asked for and there is one, else what is published."""
    return (draft_of(session, PROMOTIONS) if draft else None) or published(session, PROMOTIONS)


def planned_of(session: Session, found: RulesOf | None) -> list[Planned]:
    """Give the promotions of a set of rules with those that files told of."""
    reach, currency = _Reach(session), base_currency(session)
    typed = [_planned(rule, reach, currency) for rule in _promoted(found.rules if found else ())]
    told = [_planned(rule, reach, currency, source) for rule, source in _imported(session)]
    names = tuple(_channel_names(session).values())
    every = [*typed, *_not_typed(told, typed, names)]
    return sorted(every, key=lambda one: (one.promotion.days.first, one.code, one.rule.number))


class _Reach:
    """The SKUs of categories and brands."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._found: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def _skus(self) -> list[tuple[str, str, str]]:
        """Every SKU with its category and brand, read where any promotion is for one of them."""
        rows = self._session.execute(select(Sku.code, Sku.category, Sku.brand).where(Sku.active == 1))
        return [(code, category, brand) for code, category, brand in rows]

    def of(self, scope: Scope) -> frozenset[str] | None:
        """Give the SKUs of a scope, none being every SKU; None where there is none."""
        if scope.skus or not (scope.category or scope.brand):
            return frozenset(scope.skus)
        name = (scope.category, scope.brand)
        if name not in self._found:
            self._found[name] = frozenset(
                code for code, category, brand in self._skus if scope.concerns(sku=code, category=category, brand=brand)
            )
        return self._found[name] or None


def _promoted(rules: Iterable[Rule[Kind]]) -> Iterator[Rule[Promoted]]:
    for rule in rules:
        if isinstance(rule.what, Promoted) and rule.first is not None and rule.last is not None:
            yield Rule(rule.number, rule.what, rule.scope, rule.first, rule.last, rule.note, rule.place)


def _planned(rule: Rule[Promoted], reach: _Reach, currency: str, source: str = "") -> Planned:
    skus = reach.of(rule.scope)
    promotion = promotion_of(rule, frozenset() if skus is None else skus, currency)
    return Planned(promotion, rule, source, skus is not None)


def _imported(session: Session) -> Iterator[tuple[Rule[Promoted], str]]:
    """Read what files told of; numbers are below zero, so that they are never taken for those of rules."""
    names = _channel_names(session)
    rows = session.execute(
        select(PromotionRow, SourceFile.name)
        .join(Document, Document.id == PromotionRow.document_id)
        .join(Batch, Batch.id == Document.batch_id)
        .outerjoin(SourceFile, SourceFile.id == Batch.source_file_id)
        .where(PromotionRow.in_force == 1)
        .order_by(PromotionRow.id)
    )
    for row, file in rows:
        what: Promoted = read_rule(row.kind, json.loads(row.params), KINDS)
        on = (names[row.channel_id],) if row.channel_id is not None else ()
        scope = Scope(tuple(json.loads(row.skus)), row.category, row.brand, on)
        last = date.fromisoformat(row.valid_to) if row.valid_to else OPEN_END
        rule = Rule(-row.id, what, scope, date.fromisoformat(row.valid_from), last, row.note)
        yield rule, file or "a file"


def _not_typed(told: Iterable[Planned], typed: Iterable[Planned], channels: Collection[str]) -> Iterator[Planned]:
    """Leave out what is typed too: the same code on every channel it is told for."""
    where: dict[str, set[str]] = {}
    for one in typed:
        where.setdefault(one.code.casefold(), set()).update(one.promotion.channels or channels)
    for one in told:
        if not (one.promotion.channels or set(channels)) <= where.get(one.code.casefold(), set()):
            yield one


def _channel_names(session: Session) -> dict[int, str]:
    return dict(session.execute(select(Channel.id, Channel.name)).all())
