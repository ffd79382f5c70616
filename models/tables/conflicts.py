"""Conflicts as runs found them, written once, and what people decided about them and assume of them."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, STRICT, Base


class ConflictRun(Base):
    """A run that found something else than the one before it; one that found the same is not kept."""

    __tablename__ = "conflict_run"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    day: Mapped[str] = mapped_column(Text)


class ConflictName(Base):
    """A conflict that was found once: its fingerprint, and what the fingerprint says, which never changes."""

    __tablename__ = "conflict_name"
    __table_args__ = (UniqueConstraint("fingerprint"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Text)
    code: Mapped[str] = mapped_column(Text)
    entities: Mapped[str] = mapped_column(Text)  # JSON: pairs of what a thing is and its id
    starts: Mapped[str] = mapped_column(Text)  # the first day of its window, where it has one


class ConflictFound(Base):
    """What a run changed of a conflict: from then on it stands thus, or it is gone; what stayed as it was has no row.

    Money is in minor units of the ledger's currency.
    """

    __tablename__ = "conflict_found"
    __table_args__ = (Index(None, "run_id"), Index(None, "name_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("conflict_run.id"))
    name_id: Mapped[int] = mapped_column(ForeignKey("conflict_name.id"))
    gone: Mapped[int]
    stake: Mapped[int]
    severity: Mapped[int]  # 1 low to 4 critical
    sentence: Mapped[str] = mapped_column(Text)
    formula: Mapped[str] = mapped_column(Text)
    channels: Mapped[str] = mapped_column(Text)  # JSON
    across: Mapped[int]  # stands between channels


class ConflictDecision(Base):
    """What a person decided about a conflict, after which run; undoing takes it back.

    `run_id` refers to no row: a ledger that is rebuilt from its files and edits has no runs.
    """

    __tablename__ = "conflict_decision"
    __table_args__ = (Index(None, "fingerprint"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Text)
    run_id: Mapped[int]
    made_at: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)  # acknowledged, snoozed, accepted or assigned
    person: Mapped[str] = mapped_column(Text)  # who decided; of "assigned" the owner, empty for nobody
    reason: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[str] = mapped_column(Text, default="")


class ConflictTerms(Base):
    """What the checks assume until somebody types otherwise; one row at most. Parts are in basis points."""

    __tablename__ = "conflict_terms"
    __table_args__ = (AUDITED,)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    most_cover: Mapped[int]  # days of cover from which on stock is too much
    claim: Mapped[int]  # of open wholesale orders that may be claimed after a breach of MAP
    featured: Mapped[int]  # of sales that are lost with the featured offer
    shift: Mapped[int]  # of units that move to a cheaper channel
    tolerance: Mapped[int]  # by which prices may differ between channels
    margin: Mapped[int]  # that retailers need
    dispute: Mapped[int]  # chance that a retailer disputes an order
