"""Rules in sets, one a version, and the numbers that people fixed for a while."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, Base


class RuleSet(Base):
    """A version of the rules of one family, such as allocation; the draft of a family has the number 0."""

    __tablename__ = "rule_set"
    __table_args__ = (UniqueConstraint("family", "number"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(Text)
    number: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    published_at: Mapped[str] = mapped_column(Text, default="")
    published_by: Mapped[str] = mapped_column(Text, default="")
    settings: Mapped[str] = mapped_column(Text)  # JSON: what holds for the whole set, such as the ladder


class Rule(Base):
    """One rule of a set: its kind with its figures, what it is for, and from when to when it holds."""

    __tablename__ = "rule"
    __table_args__ = (Index(None, "rule_set_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    place: Mapped[int]
    kind: Mapped[str] = mapped_column(Text)
    params: Mapped[str] = mapped_column(Text)
    skus: Mapped[str] = mapped_column(Text, default="[]")  # JSON: codes of SKUs
    category: Mapped[str] = mapped_column(Text, default="")
    brand: Mapped[str] = mapped_column(Text, default="")
    channels: Mapped[str] = mapped_column(Text, default="[]")  # JSON: ids of channels, kept by a trigger
    valid_from: Mapped[str] = mapped_column(Text, default="")
    valid_to: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")


class Override(Base):
    """The number of a SKU on a channel as a person fixed it, why, and until when; it lapses by itself."""

    __tablename__ = "override"
    __table_args__ = (Index(None, "family", "sku"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    family: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    units: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(Text)
    until: Mapped[str] = mapped_column(Text)
