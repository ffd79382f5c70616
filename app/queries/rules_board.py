"""The rules of one family in force and the draft beside them, with what a form of a rule can offer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column
from app.columns import Kind as ColumnKind
from app.ledger.rates import base_currency
from app.queries.assertions import Assertion
from app.queries.catalog import channels
from app.queries.price_rule_notes import RuleNote
from app.queries.rule_families import RULE_FAMILIES
from app.queries.rules import RulesOf, Version, draft_of, published, versions
from models.domain.rules import Kind, Rule, summary
from models.tables import Sku


class Standing(StrEnum):
    """Whether a rule counts today, would once its draft is published, or does not; an assertion holds or fails."""

    IN_FORCE = "in force"
    DRAFTED = "in the draft"
    LATER = "later"
    ENDED = "ended"
    HOLDS = "holds"
    FAILS = "fails"
    WITHOUT = "does not count"


@dataclass(frozen=True)
class ListedRule:
    """A rule of the set that is shown, its place in the list from 1, and what an assertion is broken by.

    `notes` say where it does not do what it says, and why.
    """

    rule: Rule[Kind]
    place: int
    standing: Standing
    broken: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """The rule's number."""
        return self.rule.number


@dataclass(frozen=True)
class RulesBoard:
    """What holds, what is being drafted, every version, and what a rule can be for: channels, SKUs, categories, brands.

    `rules` are those of the draft while there is one; `preset` names what holds while nothing is published.
    """

    preset: str
    published: RulesOf | None
    draft: RulesOf | None
    rules: tuple[ListedRule, ...]
    versions: tuple[Version, ...]
    channels: tuple[str, ...]
    skus: Mapping[str, str]
    categories: tuple[str, ...]
    brands: tuple[str, ...]
    currency: str

    @property
    def shown(self) -> RulesOf | None:
        """The set that is shown: the draft while there is one."""
        return self.draft or self.published

    @property
    def title(self) -> str:
        """Name what holds."""
        return self.published.version.title if self.published is not None else self.preset


def rules_board(session: Session, family: str, *, day: date) -> RulesBoard:
    """Read the rules of a family that hold, the draft, and the versions; assertions are checked on a day."""
    held, draft = published(session, family), draft_of(session, family)
    shown = draft or held
    told = RULE_FAMILIES[family]
    checked = told.checked(session, shown, day) if shown is not None else {}
    noted = told.noted(session, shown, day) if shown is not None else {}
    rules = shown.rules if shown is not None else ()
    counts = Standing.DRAFTED if draft is not None else Standing.IN_FORCE
    known = session.execute(select(Sku.code, Sku.title, Sku.category, Sku.brand).order_by(Sku.code)).all()
    return RulesBoard(
        told.preset,
        held,
        draft,
        tuple(
            _noted(_listed(rule, place, checked.get(rule.number), day, counts), noted.get(rule.number))
            for place, rule in enumerate(rules, start=1)
        ),
        tuple(versions(session, family)),
        tuple(one.name for one in channels(session)),
        {row.code: row.title for row in known},
        tuple(sorted({row.category for row in known if row.category}, key=str.casefold)),
        tuple(sorted({row.brand for row in known if row.brand}, key=str.casefold)),
        base_currency(session),
    )


def _listed(rule: Rule[Kind], place: int, checked: Assertion | None, day: date, counts: Standing) -> ListedRule:
    if checked is not None:
        return ListedRule(rule, place, Standing.HOLDS if checked.holds else Standing.FAILS, checked.broken)
    if rule.holds_on(day):
        return ListedRule(rule, place, counts)
    return ListedRule(rule, place, Standing.LATER if rule.first is not None and day < rule.first else Standing.ENDED)


def _noted(row: ListedRule, note: RuleNote | None) -> ListedRule:
    if note is None:
        return row
    today = row.standing in {Standing.IN_FORCE, Standing.DRAFTED}
    standing = Standing.WITHOUT if today and not note.counts else row.standing
    return replace(row, standing=standing, notes=note.sentences)


COLUMNS: tuple[Column[ListedRule], ...] = (
    Column("Place", lambda row: row.place, ColumnKind.COUNT, hint="Of equally specific rules the higher one wins"),
    Column("Rule", lambda row: summary(row.rule.what)),
    Column("For", lambda row: row.rule.scope.words()),
    Column(
        "Today",
        lambda row: row.standing.value,
        ColumnKind.CHIP,
        hint="A rule of the draft counts once it is published; an assertion holds or fails",
    ),
    Column("Kind", lambda row: row.rule.what.TITLE),
    Column("From", lambda row: row.rule.first or "", ColumnKind.DAY),
    Column("Until", lambda row: row.rule.last or "", ColumnKind.DAY),
    Column("Note", lambda row: row.rule.note),
)
