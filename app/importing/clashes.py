"""What the ledger already holds of a file: the same file, the same settlement, or the same told by another export."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import ImportRefused
from app.importing.export import Control, Export
from app.importing.finding import FileToImport
from app.importing.recognising import all_exports
from models.domain.postings import Draft
from models.domain.uploads import Layout
from models.tables import Batch, Channel, Document, SourceFile, Upload


def control_sum(
    session: Session, drafts: Iterable[Draft], control: Control | None, export: Export, channel: Channel | None
) -> int | None:
    """Give what the rows add up to, beside what the file says; refuses another sum of a known settlement.

    Only a file that adds up may follow one that did not, as the whole follows a download that broke off.
    """
    if control is None:
        return None
    total = sum(p.amount for draft in drafts for p in draft.postings if p.currency == control.currency)
    same = select(SourceFile.control_sum, SourceFile.control_total)
    same = same.join(Batch, Batch.source_file_id == SourceFile.id)
    same = same.where(
        SourceFile.export == export.code,
        SourceFile.channel_id == (channel.id if channel else -1),
        SourceFile.control_name == control.name,
        Batch.active == 1,
    )
    is_whole = total == control.total
    for other, stated in session.execute(same):
        if other == total or (is_whole and other != stated):
            continue
        if not is_whole and other == stated:
            raise ImportRefused(
                f"Settlement {control.name} was imported before from a file that adds up to its total, and this file "
                "does not: its download broke off, or it was edited. Nothing was imported."
            )
        raise ImportRefused(
            f"Settlement {control.name} was imported before from a file with another sum. Nothing was imported. "
            "Undo that import if this file is the right one."
        )
    return total


def imported_before(session: Session, digest: str, channel: Channel | None, day: str) -> str:
    """Say when the very same file was imported into this channel, if it was and stands.

    A snapshot that shows the same on another `day` is another file; other exports have no day.
    """
    same = select(Batch.made_at).join(SourceFile, SourceFile.id == Batch.source_file_id)
    same = same.where(SourceFile.sha256 == digest, Batch.active == 1)
    if channel is not None:
        same = same.where(SourceFile.channel_id == channel.id)
    if day:
        same = same.where(SourceFile.options.contains(f'"day": "{day}"'))
    return session.scalars(same.order_by(Batch.id).limit(1)).first() or ""


def refuse_made_for_uploading(session: Session, file: FileToImport) -> None:
    """Refuse a file that this program made for uploading: it says what a channel is to have, not what it has.

    Asked before anything else, since not every such file is one that could be read.
    """
    if session.execute(select(Upload.id).limit(1)).first() is None:
        return
    digest = sha256(file.read()).hexdigest()
    made = select(Channel.name, Upload.day, Upload.layout).join(Channel, Channel.id == Upload.channel_id)
    found = session.execute(made.where(Upload.sha256 == digest).order_by(Upload.id.desc()).limit(1)).first()
    if found is not None:
        what = "stock" if found.layout in set(Layout) else "prices"
        raise ImportRefused(
            f"This file was made for {found.name} on {found.day}, to be uploaded there. Nothing was imported. "
            f"Upload it, then export the {what} of {found.name} and import that."
        )


def refuse_told_otherwise(session: Session, export: Export, channel: Channel | None, drafts: Iterable[Draft]) -> None:
    """Refuse what another export of the channel told before, such as a settlement in its other generation."""
    if not export.same_as or channel is None:
        return
    for name in sorted({draft.key.split(":", maxsplit=1)[0] for draft in drafts}):
        told = select(Document.source).join(Batch, Batch.id == Document.batch_id)
        told = told.where(Document.source.in_(export.same_as), Document.channel_id == channel.id, Batch.active == 1)
        # Keys that begin with the name, as a range that the index can walk.
        told = told.where(Document.key >= f"{name}:", Document.key < f"{name};")
        source = session.scalars(told.limit(1)).first()
        if source is not None:
            raise ImportRefused(
                f"Settlement {name} was imported before as {all_exports()[source].title}. Nothing was imported. "
                "Undo that import first if this file is to take its place."
            )
