"""The base prices of the price book."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, Base


class BasePrice(Base):
    """What a SKU costs from a day on, typed by a person or read from a file; no channel means every channel.

    `valid_to` is the last day, empty until the next price begins; `tax_inside` is 1 where the price holds the tax.
    """

    __tablename__ = "base_price"
    __table_args__ = (Index(None, "sku", "valid_from"), Index(None, "document_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    row: Mapped[int | None]
    channel_id: Mapped[int | None] = mapped_column(ForeignKey("channel.id"))
    sku: Mapped[str] = mapped_column(Text)
    amount: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    valid_from: Mapped[str] = mapped_column(Text)
    valid_to: Mapped[str] = mapped_column(Text, default="")
    tax_inside: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    in_force: Mapped[int] = mapped_column(default=1)
