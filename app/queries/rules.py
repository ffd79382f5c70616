"""Rules as the ledger keeps them: versions, the draft, and the set that holds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column
from app.columns import Kind as ColumnKind
from app.errors import UserError
from app.moments import day_here, here
from models.domain.allocation.rules import KINDS
from models.domain.pricing.response_rules import KINDS as RESPONSE_KINDS
from models.domain.pricing.rules import KINDS as PRICING_KINDS
from models.domain.promotions.kinds import KINDS as PROMOTION_KINDS
from models.domain.rules import InvalidRule, Kind, Rule, Scope, params_of, read_rule
from models.tables import Channel, RuleSet
from models.tables import Rule as RuleRow

ALLOCATION, PRICING, PROMOTIONS = "allocation", "pricing", "promotions"
# The kinds of rule of each family.
FAMILIES: Mapping[str, tuple[type[Kind], ...]] = {
    ALLOCATION: KINDS,
    PRICING: (*PRICING_KINDS, *RESPONSE_KINDS),
    PROMOTIONS: PROMOTION_KINDS,
}


class State(StrEnum):
    """Whether a set of rules is still being edited."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True)
class Version:
    """A set of rules: the draft of a family, which has the number 0, or a published version."""

    id: int
    family: str
    number: int
    name: str
    reason: str
    state: State
    made_at: str
    made_by: str
    published_at: str
    published_by: str
    settings: Mapping[str, Any]

    @property
    def title(self) -> str:
        """Name it: "version 3, Autumn" or "draft"."""
        return f"version {self.number}, {self.name}" if self.state is State.PUBLISHED else State.DRAFT.value

    @property
    def published_on(self) -> date:
        """Give the day from which a published version holds, on the calendar of this computer."""
        return day_here(self.published_at)


@dataclass(frozen=True)
class RulesOf:
    """A version with its rules in the order of its list."""

    version: Version
    rules: tuple[Rule[Kind], ...]


def versions(session: Session, family: str) -> list[Version]:
    """List the draft, if there is one, and the published versions, the newest first."""
    rows = session.scalars(select(RuleSet).where(RuleSet.family == family).order_by(RuleSet.number.desc()))
    found = [_version(row) for row in rows]
    return sorted(found, key=lambda one: one.state is not State.DRAFT)


def draft_of(session: Session, family: str) -> RulesOf | None:
    """Give the draft of a family with its rules."""
    found = versions(session, family)
    return rules_in(session, found[0]) if found and found[0].state is State.DRAFT else None


def published(session: Session, family: str) -> RulesOf | None:
    """Give the newest published version of a family with its rules."""
    found = [one for one in versions(session, family) if one.state is State.PUBLISHED]
    return rules_in(session, found[0]) if found else None


def version_named(session: Session, family: str, name: str) -> RulesOf:
    """Give the draft, or a published version by its number or name."""
    for one in versions(session, family):
        names = {one.name.casefold(), str(one.number)} if one.state is State.PUBLISHED else {State.DRAFT.value}
        if name.strip().casefold() in names:
            return rules_in(session, one)
    known = ", ".join(one.title for one in versions(session, family)) or "none"
    raise UserError(f"There are no rules “{name}”. Nothing was changed. There are: {known}.")


def rules_in(session: Session, version: Version) -> RulesOf:
    """Read the rules of a version."""
    names: dict[int, str] = dict(session.execute(select(Channel.id, Channel.name)).all())
    rows = session.scalars(select(RuleRow).where(RuleRow.rule_set_id == version.id).order_by(RuleRow.place, RuleRow.id))
    return RulesOf(version, tuple([read_row(row, names, version.family) for row in rows]))


def read_row(row: RuleRow, channels: Mapping[int, str], family: str) -> Rule[Kind]:
    """Make a rule of its row."""
    try:
        what = read_rule(row.kind, json.loads(row.params), FAMILIES[family])
    except InvalidRule as error:
        raise UserError(
            f"Rule {row.id} cannot be read: {error}. Restore a version of the rules from before it."
        ) from error
    on = tuple(channels[one] for one in json.loads(row.channels))
    scope = Scope(tuple(json.loads(row.skus)), row.category, row.brand, on)
    return Rule(row.id, what, scope, _day(row.valid_from), _day(row.valid_to), row.note, row.place)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def digest_of(rules: Sequence[Rule[Kind]], settings: Mapping[str, Any]) -> str:
    """Hash what rules say, in their order; the same rules in another version have the same digest.

    A scope of at most one SKU and channel is written as it was when there was no other, so that a stored run still
    knows its rules.
    """
    told = [
        [rule.what.KIND, params_of(rule.what), *_plain(rule.scope), str(rule.first), str(rule.last), rule.note]
        + ([rule.scope.brand] if rule.scope.brand else [])
        for rule in rules
    ]
    return sha256(json.dumps([settings, told], sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _plain(scope: Scope) -> list[object]:
    several = [sorted(names) if len(names) > 1 else "".join(names) for names in (scope.skus, scope.channels)]
    return [several[0], scope.category, several[1]]


def _version(row: RuleSet) -> Version:
    return Version(
        row.id,
        row.family,
        row.number,
        row.name,
        row.reason,
        State(row.state),
        row.made_at,
        row.made_by,
        row.published_at,
        row.published_by,
        json.loads(row.settings),
    )


COLUMNS: tuple[Column[Version], ...] = (
    Column("Version", lambda row: row.number or "", ColumnKind.COUNT),
    Column("Name", lambda row: row.name or row.state.value),
    Column("Reason", lambda row: row.reason),
    Column("Published", lambda row: here(row.published_at) if row.published_at else None, ColumnKind.TIME, absent=""),
    Column("By", lambda row: row.published_by or row.made_by),
)
