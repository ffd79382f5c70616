"""Looking for conflicts and keeping what changed; deciding about those that are there."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import UserError
from app.jobs import Progress
from app.ledger.bulk import without_collecting
from app.ledger.conflict_runs import NewFound, latest_run, open_rows, write_conflict_run
from app.ledger.ledger import Done, Ledger
from app.queries.conflict_facts.remembered import Remembered
from app.queries.conflict_states import standings, stored
from app.queries.conflicts import FAMILIES, Looked, look, look_at
from models.domain.conflicts.conflict import Conflict, Family
from models.domain.conflicts.lifecycle import State
from models.domain.words import counted
from models.tables import Batch, ConflictDecision, ConflictRun, ConflictTerms

_TOPICS = frozenset({"conflicts"})
_DECIDED = frozenset({"conflicts", "history"})
_LONGEST_LABEL = 80
_WHOLE = 10_000


@without_collecting()
def check_conflicts(
    ledger: Ledger,
    progress: Progress,
    *,
    day: date | None = None,
    families: Collection[Family] = FAMILIES,
    skus: Collection[str] | None = None,
    remembered: Remembered | None = None,
) -> Done:
    """Look for conflicts, of all or of some families and SKUs, and keep what is other than before.

    Where only rules of single SKUs have changed since what is `remembered` was read, these alone are looked at. It
    tells of no topic where nothing is other: the set and every stake are as the runs before left them.
    """
    today = day or ledger.today()
    progress.step(0, 2, "Looking for conflicts")
    with ledger.read() as session:
        if remembered is None:
            found = look(session, day=today, families=families, skus=skus)
        else:
            known, touched = remembered.known(session, today)
            part = known if touched is None else known.part(touched)
            found = look_at(session, part, families=families)
    progress.step(1, 2, "Comparing with what was found before")
    return keep(ledger, found)


def keep(ledger: Ledger, found: Looked) -> Done:
    """Store a look as a run where it changes the set or a stake, or is the first of what was imported; else nothing."""
    with ledger.read() as session:
        changed = _changed(session, found)
        is_first = not latest_run(session) and session.scalars(select(Batch.id).limit(1)).first() is not None
    if not changed and not is_first:
        return Done("Check conflicts", frozenset())
    with ledger.change("Check conflicts", _TOPICS) as (session, done):
        run = ConflictRun(made_at=ledger.now(), made_by=ledger.who, day=found.day.isoformat())
        write_conflict_run(session, run, changed)
    return done


def _changed(session: Session, found: Looked) -> list[NewFound]:
    before = open_rows(session, found.skus)
    now = {one.fingerprint: one for one in found.conflicts}
    moved, reworded = [], []
    for fingerprint, conflict in now.items():
        new, old = _row(conflict), before.get(fingerprint)
        if old is None or (new.stake, new.severity) != (old.stake, old.severity):
            moved.append(new)
        elif (new.sentence, new.formula, new.channels) != (old.sentence, old.formula, old.channels):
            reworded.append(new)
    known = stored(session, found.skus)
    gone = [
        NewFound(fingerprint, one.kind.code, _entities(one), _starts(one), gone=1)
        for fingerprint in before
        if fingerprint not in now and (one := known.get(fingerprint)) is not None and found.covers(one)
    ]
    # Words alone, such as an age, are no reason to keep a run; where one is kept, they come along.
    return [*moved, *gone, *reworded] if moved or gone else []


def _row(conflict: Conflict) -> NewFound:
    return NewFound(
        conflict.fingerprint,
        conflict.kind.code,
        _entities(conflict),
        _starts(conflict),
        0,
        conflict.stake.minor,
        int(conflict.severity),
        conflict.sentence,
        conflict.stake.formula,
        json.dumps(conflict.channels, ensure_ascii=False),
        int(conflict.between),
    )


def _entities(conflict: Conflict) -> str:
    return json.dumps([[one.thing.value, one.id] for one in conflict.entities], ensure_ascii=False)


def _starts(conflict: Conflict) -> str:
    return conflict.window.isoformat() if conflict.window else ""


def acknowledge(ledger: Ledger, *, fingerprints: Sequence[str]) -> Done:
    """Say that somebody has seen conflicts and cares for them."""
    return _decide(ledger, "Acknowledge", fingerprints, what="acknowledged", person=ledger.who)


def snooze(ledger: Ledger, *, fingerprints: Sequence[str], until: date) -> Done:
    """Put conflicts away until a day, on which they are new again."""
    today = ledger.today()
    if until <= today:
        raise UserError(f"A conflict is snoozed until a later day than {today}. Nothing was changed.")
    return _decide(ledger, "Snooze", fingerprints, what="snoozed", person=ledger.who, until=until)


def accept(ledger: Ledger, *, fingerprints: Sequence[str], reason: str, person: str = "") -> Done:
    """Take conflicts as they are, for a reason that a person answers for."""
    if not reason.strip():
        raise UserError("A conflict is accepted with a reason only. Nothing was changed. Say why.")
    answers = person.strip() or ledger.who
    return _decide(ledger, "Accept", fingerprints, what="accepted", person=answers, reason=reason.strip())


def assign(ledger: Ledger, *, fingerprints: Sequence[str], owner: str) -> Done:
    """Make somebody the owner of conflicts; an empty name is nobody."""
    verb = f"Assign to {owner.strip()}" if owner.strip() else "Assign to nobody"
    return _decide(ledger, verb, fingerprints, what="assigned", person=owner.strip())


def _decide(
    ledger: Ledger,
    verb: str,
    fingerprints: Sequence[str],
    *,
    what: str,
    person: str,
    reason: str = "",
    until: date | None = None,
) -> Done:
    today = ledger.today()
    with ledger.change(verb, _DECIDED) as (session, done):
        known, standing, after = stored(session), standings(session, today), latest_run(session)
        for fingerprint in fingerprints:
            one = standing.get(fingerprint)
            if one is None or one.state is State.RESOLVED:
                raise UserError(
                    "This conflict is not there any more, so there is nothing to decide. Nothing was changed."
                )
            session.add(
                ConflictDecision(
                    fingerprint=fingerprint,
                    run_id=after,
                    made_at=ledger.now(),
                    what=what,
                    person=person,
                    reason=reason,
                    until=until.isoformat() if until else "",
                )
            )
        named = known.get(fingerprints[0]) if len(fingerprints) == 1 else None
        said = named.sentence if named is not None else counted(len(fingerprints), "conflict")
        done.label = f"{verb}: {said[:_LONGEST_LABEL]}{'…' if len(said) > _LONGEST_LABEL else ''}"
    return done


def set_terms(
    ledger: Ledger,
    *,
    most_cover: int,
    claim: int,
    featured: int,
    shift: int,
    tolerance: int,
    margin: int,
    dispute: int,
) -> Done:
    """Set what the checks assume; parts are in basis points."""
    parts = {"claim": claim, "featured": featured, "shift": shift, "tolerance": tolerance, "dispute": dispute}
    with ledger.change("Set terms of conflicts", _DECIDED | {"terms"}) as (session, done):
        if most_cover < 1:
            raise UserError("The most days of cover are 1 or more. Nothing was changed.")
        wrong = [name for name, part in parts.items() if not 0 <= part <= _WHOLE]
        if wrong or not 0 <= margin < _WHOLE:
            raise UserError(f"{', '.join(wrong) or 'margin'} must lie between 0 and 100 %. Nothing was changed.")
        values = parts | {"most_cover": most_cover, "margin": margin}
        row = session.scalars(select(ConflictTerms)).first()
        if row is None:
            session.add(ConflictTerms(**values))
        else:
            for name, value in values.items():
                setattr(row, name, value)
    return done
