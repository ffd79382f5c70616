"""Edits of rules: always in a draft, which is then published as a version; an old version comes back as a draft."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.rule_families import RULE_FAMILIES
from app.queries.rules import (
    ALLOCATION,
    FAMILIES,
    RulesOf,
    State,
    draft_of,
    published,
    read_row,
    version_named,
    versions,
)
from models.domain.rules import InvalidRule, Kind, Rule, Scope, labelled, params_of, problems_of, read_rule, summary
from models.tables import Channel, RuleSet, Sku
from models.tables import Rule as RuleRow


def _topics(family: str) -> frozenset[str]:
    return frozenset({"rules", family, "history"})


def start_draft(ledger: Ledger, family: str = ALLOCATION) -> Done:
    """Begin a draft with the rules that are published, or with the preset where none are."""
    with ledger.change(f"Start a draft of the {family} rules", _topics(family)) as (session, done):
        found = published(session, family)
        done.label += f" from {found.version.title if found else RULE_FAMILIES[family].preset}"
        _begin(ledger, session, family, found)
    return done


def restore_version(ledger: Ledger, *, version: str, family: str = ALLOCATION) -> Done:
    """Begin a draft with the rules of an old version."""
    with ledger.change("Restore rules", _topics(family)) as (session, done):
        found = version_named(session, family, version)
        done.label = f"Restore {found.version.title} of the {family} rules as a draft"
        _begin(ledger, session, family, found)
    return done


def discard_draft(ledger: Ledger, family: str = ALLOCATION) -> Done:
    """Throw the draft away."""
    with ledger.change(f"Discard the draft of the {family} rules", _topics(family)) as (session, done):
        found = _draft(session, family)
        for row in session.scalars(select(RuleRow).where(RuleRow.rule_set_id == found.version.id)):
            session.delete(row)
        session.flush()
        session.delete(session.get_one(RuleSet, found.version.id))
    return done


def add_rule(
    ledger: Ledger,
    *,
    what: Kind,
    scope: Scope = Scope(),  # noqa: B008 - frozen
    first: date | None = None,
    last: date | None = None,
    note: str = "",
    family: str = ALLOCATION,
    begin: bool = False,
) -> Done:
    """Add a rule at the end of the draft; `begin` makes the draft first where there is none."""
    with ledger.change(f"Add rule: {summary(what)}", _topics(family)) as (session, done):
        if begin and draft_of(session, family) is None:
            _begin(ledger, session, family, published(session, family))
        found = _draft(session, family)
        place = max((rule.place for rule in found.rules), default=0) + 1
        rule = Rule(0, what, scope, first, last, note.strip(), place)
        row = RuleRow(rule_set_id=found.version.id, place=place)
        _fill(session, row, rule, family)
        session.add(row)
    return done


def edit_rule(
    ledger: Ledger,
    *,
    rule_id: int,
    what: Kind,
    scope: Scope,
    first: date | None = None,
    last: date | None = None,
    note: str = "",
) -> Done:
    """Change a rule of the draft."""
    with ledger.change(f"Edit rule: {summary(what)}") as (session, done):
        row, family = _own_row(session, rule_id)
        done.topics = _topics(family)
        _fill(session, row, Rule(rule_id, what, scope, first, last, note.strip(), row.place), family)
    return done


def move_rule(ledger: Ledger, *, rule_id: int, first: date, last: date, family: str) -> Done:
    """Give a rule of the draft other days; one that is published is moved in a draft, which begins with its version."""
    with ledger.change("Move", _topics(family)) as (session, done):
        row = _own_copy(ledger, session, rule_id, family)
        was = read_row(row, _names(session), family)
        rule = Rule(row.id, was.what, was.scope, first, last, was.note, row.place)
        done.label = f"Move {summary(was.what)} to {first} – {last}"
        _fill(session, row, rule, family)
    return done


def remove_rule(ledger: Ledger, *, rule_id: int) -> Done:
    """Take a rule out of the draft."""
    with ledger.change("Remove rule") as (session, done):
        row, family = _own_row(session, rule_id)
        done.topics = _topics(family)
        done.label = f"Remove rule: {summary(read_rule(row.kind, json.loads(row.params), FAMILIES[family]))}"
        session.delete(row)
    return done


def order_rules(ledger: Ledger, *, rule_ids: Sequence[int], family: str = ALLOCATION) -> Done:
    """Put the rules of the draft in another order, which decides between rules that are equally specific."""
    with ledger.change("Reorder rules", _topics(family)) as (session, done):
        if sorted(rule_ids) != sorted(rule.number for rule in _draft(session, family).rules):
            raise UserError("The order does not name every rule of the draft once. Nothing was changed.")
        for place, rule_id in enumerate(rule_ids, start=1):
            session.get_one(RuleRow, rule_id).place = place
    return done


def set_settings(ledger: Ledger, *, family: str, settings: Mapping[str, Any], label: str) -> Done:
    """Give the draft other settings, which hold for the whole set; the caller has checked them."""
    with ledger.change(label, _topics(family)) as (session, done):
        row = session.get_one(RuleSet, _draft(session, family).version.id)
        row.settings = _text(settings)
    return done


def publish(ledger: Ledger, *, name: str, reason: str, family: str = ALLOCATION) -> Done:
    """Make the draft the version that holds; refused while a rule is invalid or an assertion fails."""
    with ledger.change(f"Publish the {family} rules as “{name.strip()}”", _topics(family)) as (session, done):
        if not name.strip() or not reason.strip():
            raise UserError("A version needs a name and a reason. Nothing was published.")
        found = _draft(session, family)
        taken = [one.name.casefold() for one in versions(session, family)] + [State.DRAFT.value]
        if name.strip().casefold() in taken or name.strip().isdigit():
            raise UserError(f"“{name.strip()}” cannot be the name: it is a number or taken. Nothing was published.")
        _refuse_unfit(session, found, ledger.today())
        row = session.get_one(RuleSet, found.version.id)
        _put_in_force(ledger, row, _next_number(session, family), name, reason)
    return done


def republish(ledger: Ledger, *, version: str, reason: str, family: str = ALLOCATION) -> Done:
    """Put the rules of an old version in force again in one step, as a new version; a draft stays as it is."""
    with ledger.change("Publish rules again", _topics(family)) as (session, done):
        if not reason.strip():
            raise UserError("To go back to a version needs a reason. Nothing was published.")
        found = version_named(session, family, version)
        if found.version.state is not State.PUBLISHED:
            raise UserError("A draft was never in force. Nothing was published. Publish it with a name.")
        _refuse_unfit(session, found, ledger.today())
        done.label = f"Go back to {found.version.title} of the {family} rules"
        number = _next_number(session, family)
        row = _copied(ledger, session, family, found, number)
        _put_in_force(ledger, row, number, f"{found.version.name} again ({number})", reason)
    return done


def _next_number(session: Session, family: str) -> int:
    last = select(func.max(RuleSet.number)).where(RuleSet.family == family)
    return (session.execute(last).scalar() or 0) + 1


def _put_in_force(ledger: Ledger, row: RuleSet, number: int, name: str, reason: str) -> None:
    row.number, row.state = number, State.PUBLISHED.value
    row.name, row.reason = name.strip(), reason.strip()
    row.published_at, row.published_by = ledger.now(), ledger.who


def _refuse_unfit(session: Session, found: RulesOf, day: date) -> None:
    wrong = [
        f"{rule.sentence()}: {problem}"
        for rule in found.rules
        for problem in labelled(type(rule.what), problems_of(rule))
    ]
    if not wrong:
        wrong = RULE_FAMILIES[found.version.family].unfit(session, found, day)
    if wrong:
        raise UserError("Nothing was published, because the rules do not hold together:\n" + "\n".join(wrong))


def _draft(session: Session, family: str) -> RulesOf:
    found = draft_of(session, family)
    if found is None:
        raise UserError("There is no draft of the rules. Nothing was changed. Start one first.")
    return found


def _own_row(session: Session, rule_id: int) -> tuple[RuleRow, str]:
    """Give a rule of a draft and the draft's family; rules of versions stay as they are."""
    row = session.get_one(RuleRow, rule_id)
    owner = session.get_one(RuleSet, row.rule_set_id)
    if owner.state != State.DRAFT.value:
        raise UserError("This rule is not in the draft. Nothing was changed. Start a draft and edit it there.")
    return row, owner.family


def _own_copy(ledger: Ledger, session: Session, rule_id: int, family: str) -> RuleRow:
    """Give a rule of the draft, or the copy of a published one in a draft that begins with its version."""
    held = published(session, family)
    numbers = [rule.number for rule in held.rules] if held is not None else []
    if rule_id in numbers and draft_of(session, family) is None:
        _begin(ledger, session, family, held)
        session.flush()
        rule_id = _draft(session, family).rules[numbers.index(rule_id)].number
    return _own_row(session, rule_id)[0]


def _names(session: Session) -> dict[int, str]:
    return dict(session.execute(select(Channel.id, Channel.name)).all())


def _begin(ledger: Ledger, session: Session, family: str, source: RulesOf | None) -> None:
    """Make a draft with the rules of a version."""
    if draft_of(session, family) is not None:
        raise UserError("There is a draft already. Nothing was changed. Publish or discard it first.")
    _copied(ledger, session, family, source)


def _copied(ledger: Ledger, session: Session, family: str, source: RulesOf | None, number: int = 0) -> RuleSet:
    """Make a set with the rules of a version."""
    settings = source.version.settings if source else RULE_FAMILIES[family].settings
    row = RuleSet(family=family, state=State.DRAFT.value, made_at=ledger.now(), made_by=ledger.who)
    row.number, row.settings = number, _text(settings)
    session.add(row)
    session.flush()
    for rule in source.rules if source else ():
        copied = RuleRow(rule_set_id=row.id, place=rule.place)
        _fill(session, copied, rule, family, checked=False)
        session.add(copied)
    return row


def _fill(session: Session, row: RuleRow, rule: Rule[Kind], family: str, *, checked: bool = True) -> None:
    """Write a rule into its row; refuses one that does not hold together or speaks of what is not there."""
    params = params_of(rule.what)
    try:
        read_rule(rule.what.KIND, params, FAMILIES[family])
        wrong = list(problems_of(rule))
    except InvalidRule as error:
        wrong = list(error.problems)
    scope = rule.scope
    ids = {name.casefold(): number for number, name in session.execute(select(Channel.id, Channel.name))}
    wrong += [f"channels: there is no channel “{name}”" for name in scope.channels if name.casefold() not in ids]
    if checked:
        known = set(session.scalars(select(Sku.code).where(Sku.code.in_(scope.skus)))) if scope.skus else set()
        wrong += [f"skus: there is no SKU “{code}”" for code in scope.skus if code not in known]
    if wrong and checked:
        raise UserError(f"This rule cannot stand: {'; '.join(labelled(type(rule.what), wrong))}. Nothing was changed.")
    row.kind, row.params = rule.what.KIND, _text(params)
    row.skus, row.category, row.brand = _text(scope.skus), scope.category, scope.brand
    row.channels = _text([ids[name.casefold()] for name in scope.channels])
    row.valid_from = rule.first.isoformat() if rule.first else ""
    row.valid_to = rule.last.isoformat() if rule.last else ""
    row.note = rule.note


def _text(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
