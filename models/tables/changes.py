"""The change log, the chain that covers it, and facts about the ledger itself."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import STRICT, Base


class Fixed(Base):
    """A named fact about the ledger that was settled when it was made: its currency, its name."""

    __tablename__ = "fixed"
    __table_args__ = (STRICT,)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class Change(Base):
    """One thing a person did: an edit, an import, an undo; `reverts_id` names the change it took back."""

    __tablename__ = "change"
    __table_args__ = (Index(None, "reverts_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    topics: Mapped[str] = mapped_column(Text)
    reverts_id: Mapped[int | None] = mapped_column(ForeignKey("change.id"))
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"))


class ChangedRow(Base):
    """A row before and after a change, as JSON; null before an insert and after a delete."""

    __tablename__ = "changed_row"
    __table_args__ = (Index(None, "change_id"), Index(None, "table_name", "row_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("change.id"))
    table_name: Mapped[str] = mapped_column(Text)
    row_id: Mapped[int]
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)


class Link(Base):
    """A link of the chain: hash = SHA-256(previous hash, digest of a batch or change)."""

    __tablename__ = "link"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    subject_id: Mapped[int]
    digest: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text)


class BackupRecord(Base):
    """A verified backup that was made of this ledger."""

    __tablename__ = "backup"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    chain_head: Mapped[str] = mapped_column(Text)
    verified_at: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
