"""Runs that looked for conflicts, written once: what each of them changed, and its link of the chain."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple
from urllib.parse import quote

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.ledger import chain
from app.ledger.connect import bare
from app.ledger.digests import conflicts_digest
from models.tables import ConflictFound, ConflictName, ConflictRun

# So many SKUs are asked for by name; of more, everything is read.
_MANY = 100
_NAME = "INSERT INTO conflict_name (id, fingerprint, code, entities, starts) VALUES (?, ?, ?, ?, ?)"
_FOUND = """INSERT INTO conflict_found (run_id, name_id, gone, stake, severity, sentence, formula, channels, across)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


class NewFound(NamedTuple):
    """What a run changed of a conflict: how it stands now, or that it is `gone`; `entities`, `channels` are JSON."""

    fingerprint: str
    code: str
    entities: str
    starts: str
    gone: int = 0
    stake: int = 0
    severity: int = 0
    sentence: str = ""
    formula: str = ""
    channels: str = "[]"
    across: int = 0


def write_conflict_run(session: Session, run: ConflictRun, found: Sequence[NewFound]) -> None:
    """Write a run with what it changed, and let the chain cover it; conflicts that nobody has found get their names."""
    session.add(run)
    session.flush()
    ids: dict[str, int] = dict(session.execute(select(ConflictName.fingerprint, ConflictName.id)).all())
    last = session.execute(select(func.max(ConflictName.id))).scalar() or 0
    fresh = [one for one in found if one.fingerprint not in ids]
    ids |= {one.fingerprint: number for number, one in enumerate(fresh, start=last + 1)}
    connection = bare(session)
    connection.executemany(_NAME, [(ids[one.fingerprint], *one[:4]) for one in fresh])
    connection.executemany(_FOUND, [(run.id, ids[one.fingerprint], *one[4:]) for one in found])
    chain.add(session, kind="conflicts", subject_id=run.id, digest=conflicts_digest(connection, run.id))


def latest_run(session: Session) -> int:
    """Give the number of the newest run, 0 where there is none."""
    return session.execute(select(func.max(ConflictRun.id))).scalar() or 0


def open_rows(session: Session, skus: Collection[str] | None = None) -> dict[str, ConflictFound]:
    """Give the newest row of every conflict that is not gone, by fingerprint; of some SKUs those that may name them."""
    newest = select(func.max(ConflictFound.id)).group_by(ConflictFound.name_id)
    rows = session.execute(
        select(ConflictName.fingerprint, ConflictFound)
        .join(ConflictName, ConflictName.id == ConflictFound.name_id)
        .where(ConflictFound.id.in_(newest), ConflictFound.gone == 0, *naming(skus))
    )
    return {fingerprint: found for fingerprint, found in rows}  # noqa: C416 - rows are typed only so


def naming(skus: Collection[str] | None) -> list[ColumnElement[bool]]:
    """Select names of conflicts that may concern some SKUs, and all orders, since an order does not name its SKUs."""
    if skus is None or len(skus) > _MANY:
        return []
    words = [f"sku={quote(sku, safe='')}/" for sku in skus]
    return [or_(*[ConflictName.fingerprint.contains(one, autoescape=True) for one in ("/order=", *words)])]
