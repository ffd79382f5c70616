"""Runs of the allocation: what went in, and who was awarded which units; written once, never changed."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import STRICT, Base


class AllocationRun(Base):
    """One run over all SKUs; without `rule_set_id` no rules were published yet and the preset held.

    A draft that was published, taken back and discarded may be gone from `rule_set`; its id is never used again.
    """

    __tablename__ = "allocation_run"
    __table_args__ = (STRICT,)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    day: Mapped[str] = mapped_column(Text)
    rule_set_id: Mapped[int | None]
    rules_digest: Mapped[str] = mapped_column(Text)
    input_digest: Mapped[str] = mapped_column(Text)
    engine_version: Mapped[int]


class AllocationCase(Base):
    """One SKU of a run: its input as a case that `allocate --case` reads, and what it came to."""

    __tablename__ = "allocation_case"
    __table_args__ = (Index(None, "run_id"), Index(None, "sku", "run_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("allocation_run.id"))
    sku: Mapped[str] = mapped_column(Text)
    input: Mapped[str] = mapped_column(Text)
    supply: Mapped[int]
    pool: Mapped[int]
    buffer: Mapped[int]
    unassigned: Mapped[int]
    tier: Mapped[str] = mapped_column(Text)  # as this run found it, before hysteresis
    blocked: Mapped[str] = mapped_column(Text)  # JSON; empty where no lot was


class AwardRow(Base):
    """Units of a SKU that one rung gave to a channel; rung 0 is a number that a person fixed."""

    __tablename__ = "award"
    __table_args__ = (Index(None, "case_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("allocation_case.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    rung: Mapped[int]
    rule: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    units: Mapped[int]
    line: Mapped[str] = mapped_column(Text)
