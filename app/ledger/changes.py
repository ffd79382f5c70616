"""The change log: before and after images of audited rows, undo and redo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import event, insert, inspect, select
from sqlalchemy.orm import ORMExecuteState, Session

from app.errors import RevertConflict
from app.ledger import chain
from app.ledger.connect import bare
from app.ledger.digests import change_digest
from app.ledger.images import Image, read_image
from models.tables import Base, Change, ChangedRow


@dataclass(frozen=True)
class RowChange:
    """One audited row before and after; None where it did not exist."""

    table: str
    row_id: int
    before: Image | None
    after: Image | None


class Recorder:
    """Watches one session and remembers every audited row as it was before the change."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._created: list[Base] = []
        self._before: dict[tuple[str, int], tuple[Base, Image]] = {}
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "do_orm_execute", _refuse_bulk)

    def _before_flush(self, session: Session, _context: object, _instances: object) -> None:
        for row in session.new:
            if isinstance(row, Base) and row.AUDITED and row not in self._created:
                self._created.append(row)
        for row in [*session.dirty, *session.deleted]:
            if not (isinstance(row, Base) and row.AUDITED) or row in self._created:
                continue
            if row in session.deleted or session.is_modified(row, include_collections=False):
                self._before.setdefault((row.__tablename__, _row_id(row)), (row, _image_before(row)))

    def row_changes(self) -> list[RowChange]:
        """Flush, and give what became of every audited row that was touched."""
        session = self._session
        session.flush()
        changes = [
            RowChange(row.__tablename__, _row_id(row), None, _image(row)) for row in self._created if row in session
        ]
        for (table, row_id), (row, before) in self._before.items():
            after = _image(row) if row in session else None
            if after != before:
                changes.append(RowChange(table, row_id, before, after))
        return changes


def _refuse_bulk(state: ORMExecuteState) -> None:
    """Refuse bulk UPDATE and DELETE on audited tables, whose images nobody would have taken."""
    if not (state.is_update or state.is_delete) or state.execution_options.get("derived"):
        return
    mapper = state.bind_mapper
    if mapper is not None and mapper.class_.AUDITED:
        raise TypeError(f"rows of {mapper.class_.__tablename__} are changed one at a time, so that each is recorded")


def _row_id(row: Base) -> int:
    identity = inspect(row).mapper.primary_key_from_instance(row)
    return int(identity[0])


def _image(row: Base) -> Image:
    return {attribute.key: getattr(row, attribute.key) for attribute in inspect(row).mapper.column_attrs}


def _image_before(row: Base) -> Image:
    state = inspect(row)
    image = {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        image[attribute.key] = history.deleted[0] if history.deleted else getattr(row, attribute.key)
    return image


def _text(image: Image | None) -> str | None:
    return None if image is None else json.dumps(image, sort_keys=True, ensure_ascii=False)


def write_change(session: Session, change: Change, rows: Sequence[RowChange]) -> None:
    """Write a change with its row images and its link of the chain."""
    session.add(change)
    session.flush()
    images = [(row.table, row.row_id, _text(row.before), _text(row.after)) for row in rows]
    if images:
        session.execute(
            insert(ChangedRow),
            [
                {"change_id": change.id, "table_name": table, "row_id": row_id, "before": before, "after": after}
                for table, row_id, before, after in images
            ],
        )
    chain.add(session, kind="change", subject_id=change.id, digest=change_digest(bare(session), change.id))


def put_back(session: Session, change_id: int) -> None:
    """Put every row of a change back to its before image; refuses when a row has been changed since."""
    rows = session.scalars(select(ChangedRow).where(ChangedRow.change_id == change_id).order_by(ChangedRow.id)).all()
    for row in rows:
        current = session.get(class_of(row.table_name), row.row_id)
        if (None if current is None else _image(current)) != read_image(row.table_name, row.after):
            raise RevertConflict(_conflict_sentence(session, row))
    apply_images(session, [(row.table_name, row.row_id, read_image(row.table_name, row.before)) for row in rows])


def apply_images(session: Session, images: Sequence[tuple[str, int, Image | None]]) -> None:
    """Make audited rows what their images say: deleted, changed or there again, whatever order they refer in."""
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    rows = [(class_of(table), session.get(class_of(table), row_id), image) for table, row_id, image in images]
    for _, current, image in rows:
        if current is not None and image is None:
            session.delete(current)
    session.flush()
    for _, current, image in rows:
        if current is not None and image is not None:
            for name, value in image.items():
                setattr(current, name, value)
    session.flush()
    session.add_all([cls(**image) for cls, current, image in rows if current is None and image is not None])
    session.flush()


def class_of(table: str) -> type[Base]:
    """Give the class whose rows a table holds."""
    classes: dict[str, type[Base]] = {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}
    return classes[table]


def _conflict_sentence(session: Session, row: ChangedRow) -> str:
    later = session.execute(
        select(Change.label, Change.made_at)
        .join(ChangedRow, ChangedRow.change_id == Change.id)
        .where(
            ChangedRow.table_name == row.table_name,
            ChangedRow.row_id == row.row_id,
            ChangedRow.change_id > row.change_id,
        )
        .order_by(Change.id.desc())
        .limit(1)
    ).first()
    blame = f"“{later.label}” ({later.made_at[:16].replace('T', ' ')})" if later else "a later import"
    return (
        f"This cannot be undone because {blame} changed the same row since. Nothing was changed. Undo that one first."
    )


def currencies_of(session: Session, change_id: int) -> set[str]:
    """Name the currencies whose rates a change touched."""
    rows = session.execute(
        select(ChangedRow.before, ChangedRow.after).where(
            ChangedRow.change_id == change_id, ChangedRow.table_name == "rate"
        )
    )
    return {json.loads(text)["currency"] for row in rows for text in row if text}


@dataclass(frozen=True)
class Stacks:
    """The changes that undo and redo would take next, newest first."""

    undo: tuple[tuple[int, str], ...]
    redo: tuple[tuple[int, str], ...]


def stacks(session: Session, *, after: int = 0) -> Stacks:
    """Replay the log since change `after` into what can be undone and redone."""
    undo: list[tuple[int, str]] = []
    redo: list[tuple[int, str]] = []
    undone: dict[int, tuple[int, str]] = {}
    log = select(Change.id, Change.label, Change.reverts_id).where(Change.id > after).order_by(Change.id)
    for change in session.execute(log):
        if change.reverts_id is None:
            undo.append((change.id, change.label))
            redo.clear()
        elif any(change.reverts_id == identity for identity, _ in undo):
            original = next(entry for entry in undo if entry[0] == change.reverts_id)
            undo.remove(original)
            undone[change.id] = original
            redo.append((change.id, original[1]))
        elif change.reverts_id in undone:
            original = undone[change.reverts_id]
            redo = [entry for entry in redo if entry[0] != change.reverts_id]
            undo.append((change.id, original[1]))
        else:
            # A change from before `after` was taken back by name: a step of its own.
            undo.append((change.id, change.label))
            redo.clear()
    return Stacks(tuple(reversed(undo)), tuple(reversed(redo)))
