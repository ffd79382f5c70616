"""Which version of each document stands: the newest of the active ones, unless a more trusted source tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from models.tables import Base, Batch, BundlePart, Cost, Document, ListedPrice, Posting, Rate, StockLevel

CHUNK = 500


class Standing(StrEnum):
    """What a document counts for."""

    IN_FORCE = "in force"
    CROSS_CHECK = "cross-check"
    REPLACED = "replaced"
    UNDONE = "undone"


_FACT_TABLES: tuple[Table, ...] = tuple(
    Base.metadata.tables[cls.__tablename__] for cls in (Posting, StockLevel, ListedPrice, Cost, Rate, BundlePart)
)


@dataclass(frozen=True)
class Identity:
    """What makes two documents versions of one another."""

    source: str
    channel_id: int | None
    key: str
    occurrence: int


def newest(versions: Sequence[tuple[str, int]]) -> int:
    """Give the id of the version that counts: the latest stamp, and among equal stamps the first that was imported."""
    latest = max(stamp for stamp, _ in versions)
    return min(identity for stamp, identity in versions if stamp == latest)


def settle(session: Session, identities: Iterable[Identity]) -> None:
    """Decide anew which versions stand for these identities, and mark documents and facts accordingly."""
    wanted = sorted(set(identities), key=lambda item: (item.source, item.channel_id or 0, item.key, item.occurrence))
    subjects: set[tuple[int | None, str, str]] = set()
    verdicts: dict[str, list[int]] = {standing: [] for standing in Standing}
    for versions in _versions(session, wanted):
        active = [(version.stamp, version.id) for version in versions if version.active]
        winner = newest(active) if active else None
        for version in versions:
            if version.subject:
                subjects.add((version.channel_id, version.fact, version.subject))
            if version.id == winner:
                should = Standing.IN_FORCE
            else:
                should = Standing.REPLACED if version.active else Standing.UNDONE
            if version.standing != should:
                verdicts[should].append(version.id)
    for standing, documents in verdicts.items():
        mark(session, documents, Standing(standing))
    cross_check(session, subjects)


def _versions(session: Session, identities: Sequence[Identity]) -> Iterable[list[_Version]]:
    """Fetch all versions of each identity, a chunk of keys at a time."""
    groups: dict[tuple[str, int | None], list[Identity]] = {}
    for identity in identities:
        groups.setdefault((identity.source, identity.channel_id), []).append(identity)
    for (source, channel_id), members in groups.items():
        for start in range(0, len(members), CHUNK):
            chunk = members[start : start + CHUNK]
            rows = session.execute(
                select(
                    Document.id,
                    Document.key,
                    Document.occurrence,
                    Document.stamp,
                    Document.standing,
                    Document.fact,
                    Document.subject,
                    Document.channel_id,
                    Batch.active,
                )
                .join(Batch, Batch.id == Document.batch_id)
                .where(
                    Document.source == source,
                    Document.channel_id.is_(None) if channel_id is None else Document.channel_id == channel_id,
                    Document.key.in_({member.key for member in chunk}),
                )
            ).all()
            found: dict[tuple[str, int], list[_Version]] = {}
            for row in rows:
                found.setdefault((row.key, row.occurrence), []).append(
                    _Version(row.id, row.stamp, row.standing, row.fact, row.subject, row.channel_id, bool(row.active))
                )
            yield from (found[pair] for member in chunk if (pair := (member.key, member.occurrence)) in found)


@dataclass(frozen=True)
class _Version:
    id: int
    stamp: str
    standing: str
    fact: str
    subject: str
    channel_id: int | None
    active: bool


def mark(session: Session, documents: Sequence[int], standing: Standing) -> None:
    """Set the standing of documents and the in-force flag of their facts."""
    if not documents:
        return
    in_force = int(standing is Standing.IN_FORCE)
    connection = session.connection()
    ids = [{"document": document} for document in documents]
    table = Base.metadata.tables[Document.__tablename__]
    connection.execute(update(table).where(table.c.id == bindparam("document")).values(standing=standing), ids)
    for facts in _FACT_TABLES:
        connection.execute(
            update(facts)
            .where(facts.c.document_id == bindparam("document"), facts.c.in_force != in_force)
            .values(in_force=in_force),
            ids,
        )


def subjects_of(session: Session, documents: Sequence[int]) -> set[tuple[int | None, str, str]]:
    """Find the subjects that documents tell of."""
    found: set[tuple[int | None, str, str]] = set()
    for start in range(0, len(documents), CHUNK):
        told = select(Document.channel_id, Document.fact, Document.subject).distinct()
        told = told.where(Document.id.in_(documents[start : start + CHUNK]), Document.subject != "")
        found.update((row.channel_id, row.fact, row.subject) for row in session.execute(told))
    return found


def cross_check(session: Session, subjects: Iterable[tuple[int | None, str, str]]) -> None:
    """Let the most trusted documents that tell of a subject stand, and hold what the others say as a cross-check."""
    for channel_id, fact, subject in sorted(subjects, key=str):
        told = session.execute(
            select(Document.id, Document.rank, Document.standing).where(
                Document.channel_id.is_(None) if channel_id is None else Document.channel_id == channel_id,
                Document.fact == fact,
                Document.subject == subject,
                Document.standing.in_([Standing.IN_FORCE, Standing.CROSS_CHECK]),
            )
        ).all()
        trusted = min((row.rank for row in told), default=0)
        for standing in (Standing.IN_FORCE, Standing.CROSS_CHECK):
            should = standing is Standing.IN_FORCE
            moved = [row.id for row in told if (row.rank == trusted) is should and row.standing != standing]
            mark(session, moved, standing)
