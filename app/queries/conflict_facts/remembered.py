"""What was read of a ledger for the checks, kept in memory until anything but rules changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.allocation import book
from app.queries.conflict_facts.known import Known, known, terms
from app.queries.conflict_facts.published import published_units
from app.queries.price_rules import rules_of_day
from app.queries.promotions import Planned, planned
from models.tables import AllocationRun, Batch, ChangedRow, Sku

# Edits of these change no fact that is read: rules and terms are read anew at every look.
_NO_FACTS = ("rule", "rule_set", "conflict_decision", "conflict_terms")
_SKUS = select(Sku.code, Sku.category, Sku.brand)


class _Mark(NamedTuple):
    """Up to where a ledger was read."""

    day: date
    change: int
    batch: int
    run: int


class Remembered:
    """Gives what is known of a ledger, read anew only where facts have changed; for one thread.

    With it come the SKUs that the rules changed since are for, None where facts or promotions changed, or where all
    have to be looked at.
    """

    def __init__(self) -> None:
        self._mark: _Mark | None = None
        self._known: Known | None = None
        self._promoted: list[Planned] = []

    def known(self, session: Session, day: date) -> tuple[Known, frozenset[str] | None]:
        """Give what is known on a day, and the SKUs touched since it was asked last."""
        mark, before = _mark(session, day), self._known
        if before is None or mark != self._mark:
            self._mark, self._known, self._promoted = mark, known(session, day), planned(session)
            return self._known, None
        promoted, rules = planned(session), book(session)
        shown = published_units(session, day, rules, before.names)
        priced = rules_of_day(session, day=day)
        now = replace(before, rules=rules, published=shown, terms=terms(session), price_rules=priced)
        self._known = now
        same, self._promoted = promoted == self._promoted, promoted
        touched = _touched(session, before, now) if same else None
        ahead = [one for one in promoted if one.reaches and one.promotion.days.last >= day]
        return now, None if touched and _promotes(ahead, touched) else touched


def _mark(session: Session, day: date) -> _Mark:
    edits = select(func.max(ChangedRow.change_id)).where(ChangedRow.table_name.not_in(_NO_FACTS))
    newest = (edits, select(func.max(Batch.id)), select(func.max(AllocationRun.id)))
    return _Mark(day, *[session.execute(one).scalar() or 0 for one in newest])


def _promotes(ahead: Iterable[Planned], skus: frozenset[str]) -> bool:
    """Say whether any of some SKUs is promoted: what a promotion does has to be looked at as a whole."""
    return any(not one.promotion.skus or one.promotion.skus & skus for one in ahead)


def _touched(session: Session, before: Known, now: Known) -> frozenset[str] | None:
    """Give the SKUs that rules which came, went or changed are for; None where all have to be looked at."""
    if now.terms != before.terms or now.facts.rooms or now.rules.ladder != before.rules.ladder:
        return None
    was, is_now = [
        {
            (one.what, one.scope, one.first, one.last, one.place)
            for one in (*known.rules.rules, *known.price_rules.rules)
        }
        for known in (before, now)
    ]
    scopes = [scope for _, scope, *_ in was ^ is_now]
    if not scopes:
        return frozenset()
    found = {sku for scope in scopes for sku in scope.skus}
    # A scope that names its SKUs means no others; one by category or brand is asked of each.
    wide = [scope for scope in scopes if not scope.skus]
    if wide:
        every = {one.sku: (one.category, one.brand) for one in now.facts.skus}
        every |= {code: (category, brand) for code, category, brand in session.execute(_SKUS)}
        found |= {
            sku
            for sku, (category, brand) in every.items()
            if any(scope.concerns(sku=sku, category=category, brand=brand) for scope in wide)
        }
    # A pack is compared with the single units that it holds.
    return frozenset(found.union(*(now.names.holds.get(sku, ()) for sku in found)))
