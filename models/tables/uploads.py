"""Files of quantities and of prices that were made for a channel, and what each of them said."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.tables.base import AUDITED, Base


class Upload(Base):
    """A file that was made for a channel, one of quantities from a stored run; undoing says that it was not sent.

    Reports of later batches than `after_batch` were imported after it.
    """

    __tablename__ = "upload"
    __table_args__ = (Index(None, "channel_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channel.id"))
    run_id: Mapped[int]  # refers to no row: a ledger that is rebuilt from its files and edits has no runs
    after_batch: Mapped[int]
    day: Mapped[str] = mapped_column(Text)
    made_at: Mapped[str] = mapped_column(Text)
    made_by: Mapped[str] = mapped_column(Text)
    layout: Mapped[str] = mapped_column(Text)
    file_name: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)


class UploadLine(Base):
    """Units of a listing at a place of the channel; `written` is the number in the file, such as units on hand.

    `lying` are the units that could be sold there when the file was made; the channel knows no more of those held back.
    """

    __tablename__ = "upload_line"
    __table_args__ = (Index(None, "upload_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    key: Mapped[str] = mapped_column(Text)
    listing: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    units: Mapped[int]
    written: Mapped[int]
    lying: Mapped[int | None]


class UploadPrice(Base):
    """The price of a listing in a file of prices, in minor units; such a file comes from no run, its `run_id` is 0.

    `live` is what the listing was seen at when the file was made.
    """

    __tablename__ = "upload_price"
    __table_args__ = (Index(None, "upload_id"), AUDITED)
    AUDITED = True

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("upload.id"))
    key: Mapped[str] = mapped_column(Text)
    listing: Mapped[str] = mapped_column(Text)
    sku: Mapped[str] = mapped_column(Text)
    price: Mapped[int]
    currency: Mapped[str] = mapped_column(Text)
    live: Mapped[int | None]
