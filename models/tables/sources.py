"""Source files, batches and documents: where every posting came from."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from models.tables.base import STRICT, Base


class SourceFile(Base):
    """A file that was imported, kept whole and compressed; a source row is (file, row number)."""

    __tablename__ = "source_file"
    __table_args__ = (Index(None, "sha256"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    file_time: Mapped[str] = mapped_column(Text)
    export: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    dialect: Mapped[str] = mapped_column(Text)
    options: Mapped[str] = mapped_column(Text)
    stamp: Mapped[str] = mapped_column(Text)
    first_day: Mapped[str] = mapped_column(Text)
    last_day: Mapped[str] = mapped_column(Text)
    rows: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    control_name: Mapped[str] = mapped_column(Text)
    control_total: Mapped[int | None]
    control_sum: Mapped[int | None]
    importer_version: Mapped[int]
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class Batch(Base):
    """One thing that wrote or withdrew facts: an import, an undo, a costing run; `active` is derived."""

    __tablename__ = "batch"
    __table_args__ = (Index(None, "source_file_id"), Index(None, "reverts_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    source_file_id: Mapped[int | None] = mapped_column(ForeignKey("source_file.id"))
    reverts_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))
    made_at: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    app_version: Mapped[str] = mapped_column(Text)
    rules_version: Mapped[int]
    counts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(Text)
    active: Mapped[int] = mapped_column(default=1)


class Document(Base):
    """What a source calls one thing, in one version; `standing` is derived: in force, replaced, cross-check, undone."""

    __tablename__ = "document"
    __table_args__ = (
        # Versions of a document lie side by side, and no batch tells of the same one twice.
        Index("ix_document_identity", "source", "channel_id", "key", "occurrence", "batch_id", unique=True),
        Index(None, "batch_id"),
        Index("ix_document_subject", "channel_id", "fact", "subject", sqlite_where=text("subject <> ''")),
        STRICT,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    source: Mapped[str] = mapped_column(Text)
    fact: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    occurrence: Mapped[int]
    stamp: Mapped[str] = mapped_column(Text)
    day: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(Text)
    rank: Mapped[int]
    billed: Mapped[int]
    digest: Mapped[str] = mapped_column(Text)
    standing: Mapped[str] = mapped_column(Text)


class Remark(Base):
    """What was said of a row at import: left out on purpose, not readable, or worth a look, with the reason."""

    __tablename__ = "remark"
    __table_args__ = (Index(None, "batch_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("batch.id"))
    row: Mapped[int]
    verdict: Mapped[str] = mapped_column(Text)
    column: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    amount: Mapped[int | None]
    currency: Mapped[str] = mapped_column(Text)
