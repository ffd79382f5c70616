"""Promotions that files told of; those that people type are rules of their own family."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import STRICT, Base


class PromotionRow(Base):
    """A promotion as a row of a file tells it; no channel means every channel.

    `params` is JSON with the figures of its `kind`, as a rule of the promotions family holds them. `valid_to` is the
    last day, empty where it runs until somebody stops it.
    """

    __tablename__ = "promotion"
    __table_args__ = (Index(None, "document_id"), STRICT)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    code: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    params: Mapped[str] = mapped_column(Text)
    skus: Mapped[str] = mapped_column(Text)  # JSON: codes of SKUs, none being all
    category: Mapped[str] = mapped_column(Text)
    brand: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(Text)
    valid_to: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    in_force: Mapped[int]
