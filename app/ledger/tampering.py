"""Checks against the chain: whether anything was changed from outside, and which batch or change came first."""

from __future__ import annotations

import json
from collections.abc import Iterator

from app.ledger.book import undo_digest
from app.ledger.chain import START, link_hash
from app.ledger.digests import (
    Connection,
    FactsDigest,
    StoredBatch,
    batch_digest,
    change_digest,
    conflicts_digest,
    run_digest,
    start_digest,
    stored_batches,
    tables_there,
)
from app.ledger.images import Image, as_now, read_image
from app.ledger.report import Finding, judged
from app.ledger.soundness import Examined, changed_files
from models.tables import Base


def chain(examined: Examined) -> Finding:
    """Walk every link, and hash every batch and change anew from the stored rows."""
    total = examined.bare.execute("SELECT count(*) FROM link").fetchone()[0]
    faults = list(broken(examined.bare))
    first = f" The first: {faults[0]}." if faults else ""
    return judged(
        "Chain of batches and changes",
        faults,
        sound="The first link, made with the ledger, is in place; no batch and no change has followed yet."
        if total == 1
        else f"All {total} links follow from one another, and every batch and change is as its link says.",
        wrong=f"Something was changed from outside.{first}",
    )


def broken(connection: Connection) -> Iterator[str]:
    """Describe everything that is not as the chain says, in the order of the links."""
    stored = stored_batches(connection)
    linked = {"batch": "batch", "change": "change", "run": "allocation_run", "conflicts": "conflict_run"}
    there = tables_there(connection)
    unlinked = {kind: _ids(connection, table) for kind, table in linked.items() if table in there}
    previous = START
    links = connection.execute("SELECT id, kind, subject_id, digest, hash FROM link ORDER BY id").fetchall()
    for number, (identity, kind, subject, digest, value) in enumerate(links, start=1):
        if identity != number or link_hash(previous, kind, subject, digest) != value:
            yield f"link {identity} ({kind} {subject}) does not follow from the one before"
        previous = value
        if kind in unlinked and subject not in unlinked[kind]:
            yield f"{kind} {subject} is gone, or stands in the chain twice"
            continue
        unlinked.get(kind, set()).discard(subject)
        match kind:
            case "batch":
                yield from _changed_batch(connection, subject, digest, stored.pop(subject, StoredBatch(subject)))
            case "change" if change_digest(connection, subject) != digest:
                yield f"{_change_name(connection, subject)} was changed"
            case "run" if run_digest(connection, subject) != digest:
                yield f"run {subject} of the allocation was changed"
            case "conflicts" if conflicts_digest(connection, subject) != digest:
                yield f"run {subject} of the conflicts was changed"
            case "start" if start_digest(connection) != digest:
                yield "what was settled when the ledger was made, such as its currency, was changed"
            case _:
                pass
    for kind, subjects in {**unlinked, "file": _unused_files(connection)}.items():
        yield from (f"{kind} {subject} was added from outside" for subject in sorted(subjects))
    yield from (f"documents were added to a batch {identity} that is not there" for identity in sorted(stored))


def _unused_files(connection: Connection) -> set[int]:
    used = "SELECT source_file_id FROM batch WHERE source_file_id IS NOT NULL"
    return {row[0] for row in connection.execute(f"SELECT id FROM source_file WHERE id NOT IN ({used})")}  # noqa: S608 - our own words


def _ids(connection: Connection, table: str) -> set[int]:
    return {row[0] for row in connection.execute(f"SELECT id FROM {table}")}  # noqa: S608 - names of our own tables


def _changed_batch(connection: Connection, batch_id: int, linked: str, stored: StoredBatch) -> Iterator[str]:
    kind, content = connection.execute("SELECT kind, digest FROM batch WHERE id = ?", (batch_id,)).fetchone()
    name = _batch_name(connection, batch_id)
    wanted = undo_digest(*undone_by(connection, batch_id)) if kind == "undo" else stored.facts.content()
    if kind == "undo" and stored.facts.content() != FactsDigest().content():
        yield f"documents were added to {name}"
    if batch_digest(connection, batch_id, stored.facts.origins()) != linked:
        yield f"{name} or its file was changed"
    elif content != wanted:
        yield f"the facts of {name} were changed"
    if stored.changed:
        more = f" and {len(stored.changed) - 1} more" if len(stored.changed) > 1 else ""
        yield f"in {name}: document {stored.changed[0]}{more}"


def undone_by(connection: Connection, batch_id: int) -> tuple[int, int]:
    """Give the batch that a batch of kind undo bears on, and whether it left that one active."""
    target, active = batch_id, 1
    for _ in range(batch_id):
        row = connection.execute("SELECT reverts_id FROM batch WHERE id = ?", (target,)).fetchone()
        if row is None or row[0] is None:
            break
        target, active = row[0], 1 - active
    return target, active


def _batch_name(connection: Connection, batch_id: int) -> str:
    kind, made_at, file = connection.execute(
        "SELECT b.kind, b.made_at, s.name FROM batch b LEFT JOIN source_file s ON s.id = b.source_file_id "
        "WHERE b.id = ?",
        (batch_id,),
    ).fetchone()
    what = f"{kind} of {file}" if file else kind
    return f"batch {batch_id} ({what}, {made_at[:16].replace('T', ' ')})"


def _change_name(connection: Connection, change_id: int) -> str:
    label, made_at = connection.execute("SELECT label, made_at FROM change WHERE id = ?", (change_id,)).fetchone()
    return f"change {change_id} (“{label}”, {made_at[:16].replace('T', ' ')}) or what was said of its rows"


def edited_rows(examined: Examined) -> Finding:
    """Compare every row that people edit with what its last change left."""
    return judged(
        "Edited rows",
        edited_outside(examined.bare),
        sound="Everything that people edit is as its last change left it.",
        wrong="Rows were edited outside of Channelbook.",
    )


def every_fault(connection: Connection) -> Iterator[str]:
    """Describe whatever was changed from outside, as far as the ledger can tell by itself."""
    yield from broken(connection)
    yield from edited_outside(connection)
    yield from changed_files(connection)


_LAST_IMAGES = """SELECT row_id, after FROM changed_row
                  WHERE id IN (SELECT max(id) FROM changed_row WHERE table_name = ? GROUP BY row_id)"""


def edited_outside(connection: Connection) -> Iterator[str]:
    """Describe every row that people edit which is not as its last change left it."""
    audited = {mapper.class_.__tablename__ for mapper in Base.registry.mappers if mapper.class_.AUDITED}
    for table in sorted(audited & tables_there(connection)):
        images = {row_id: _readable(table, after) for row_id, after in connection.execute(_LAST_IMAGES, (table,))}
        found = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - a name of our own tables
        names = [told[0] for told in found.description]
        rows = {row[names.index("id")]: as_now(table, dict(zip(names, row, strict=True))) for row in found}
        for row_id, image in sorted(images.items()):
            if rows.get(row_id) != image:
                yield f"{table} {row_id} is {_short(rows.get(row_id))}, and its last change left {_short(image)}"
        if "document_id" in names:
            yield from (
                f"{table} {row_id} was added from outside"
                for row_id, row in sorted(rows.items())
                if row["document_id"] is None and row_id not in images
            )


def _readable(table: str, text: str | None) -> Image | None:
    try:
        return read_image(table, text)
    except ValueError:
        return {"unreadable": text}


def _short(image: Image | None) -> str:
    return "not there" if image is None else json.dumps(image, ensure_ascii=False)
