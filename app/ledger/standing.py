"""Which version of each document stands: the newest of the active ones, unless a more trusted source tells of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Table, func, select, update
from sqlalchemy.orm import Session

from models.tables import (
    Base,
    BasePrice,
    Batch,
    BundlePart,
    Commitment,
    CompetitorPrice,
    Cost,
    Document,
    Inbound,
    ListedPrice,
    LivePrice,
    PlanningFact,
    Posting,
    PromotionRow,
    Rate,
    StockLevel,
)

CHUNK = 500


class Standing(StrEnum):
    """What a document counts for."""

    IN_FORCE = "in force"
    CROSS_CHECK = "cross-check"
    REPLACED = "replaced"
    UNDONE = "undone"


_FACT_TABLES: tuple[Table, ...] = tuple(
    Base.metadata.tables[cls.__tablename__]
    for cls in (
        *(Posting, StockLevel, ListedPrice, Cost, Rate, BundlePart, Inbound, Commitment, PlanningFact),
        *(BasePrice, LivePrice, CompetitorPrice, PromotionRow),
    )
)


# A channel, a fact, and what documents of several sources tell of it under the same name.
Subject = tuple[int | None, str, str]


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
    subjects: set[Subject] = set()
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
    # All of them with each statement: one after the other, a hundred thousand take half a minute.
    ids = select(func.json_each(json.dumps(documents)).table_valued("value").c.value)
    table = Base.metadata.tables[Document.__tablename__]
    connection.execute(update(table).where(table.c.id.in_(ids)).values(standing=standing))
    for facts in _FACT_TABLES:
        connection.execute(
            update(facts).where(facts.c.document_id.in_(ids), facts.c.in_force != in_force).values(in_force=in_force)
        )


def subjects_of(session: Session, documents: Sequence[int]) -> set[Subject]:
    """Find the subjects that documents tell of."""
    found: set[Subject] = set()
    for start in range(0, len(documents), CHUNK):
        told = select(Document.channel_id, Document.fact, Document.subject).distinct()
        told = told.where(Document.id.in_(documents[start : start + CHUNK]), Document.subject != "")
        found.update((row.channel_id, row.fact, row.subject) for row in session.execute(told))
    return found


def cross_check(session: Session, subjects: Iterable[Subject]) -> None:
    """Let the most trusted documents that tell of a subject stand, and hold what the others say as a cross-check."""
    named: dict[tuple[int | None, str], list[str]] = {}
    for channel_id, fact, subject in sorted(subjects, key=str):
        named.setdefault((channel_id, fact), []).append(subject)
    moved: dict[Standing, list[int]] = {Standing.IN_FORCE: [], Standing.CROSS_CHECK: []}
    for (channel_id, fact), names in named.items():
        for start in range(0, len(names), CHUNK):
            for told in _telling(session, (channel_id, fact), names[start : start + CHUNK]):
                trusted = min(rank for _, rank, _ in told)
                for document, rank, standing in told:
                    should = Standing.IN_FORCE if rank == trusted else Standing.CROSS_CHECK
                    if standing != should:
                        moved[should].append(document)
    for standing, documents in moved.items():
        mark(session, documents, standing)


def _telling(
    session: Session, of: tuple[int | None, str], subjects: Sequence[str]
) -> Iterable[list[tuple[int, int, str]]]:
    """Give id, rank and standing of the documents that tell of each subject and are not replaced or undone."""
    channel_id, fact = of
    rows = session.execute(
        select(Document.subject, Document.id, Document.rank, Document.standing).where(
            Document.channel_id.is_(None) if channel_id is None else Document.channel_id == channel_id,
            Document.fact == fact,
            # The index over subjects leaves documents without one out.
            Document.subject != "",
            Document.subject.in_(subjects),
            Document.standing.in_([Standing.IN_FORCE, Standing.CROSS_CHECK]),
        )
    )
    told: dict[str, list[tuple[int, int, str]]] = {}
    for subject, document, rank, standing in rows:
        told.setdefault(subject, []).append((document, rank, standing))
    return told.values()
