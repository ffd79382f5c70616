"""The files that were made for channels, what they said, and what the channels reported after them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.moments import here
from app.queries.shopify_places import reports_after
from models.domain.catalog import NAMED
from models.domain.uploads import Difference, Layout, Line, PriceLayout, SentLine, differences
from models.tables import Channel, Upload, UploadLine, UploadPrice


@dataclass(frozen=True)
class SentFile:
    """A file that was made for a channel; one of prices comes from no run and has no units."""

    id: int
    channel_id: int
    channel: str
    run_id: int
    after_batch: int
    day: date
    made_at: datetime
    made_by: str
    layout: Layout | PriceLayout
    file_name: str
    sha256: str
    lines: int
    units: int


@dataclass(frozen=True)
class Compared(Generic[Line]):
    """The last file of a channel beside the reports that were imported after it; `reports` counts them.

    `lines` counts those that a report tells of; without a layout that a report answers to, nothing is compared.
    """

    file: SentFile | None
    reports: int = 0
    lines: int = 0
    differences: tuple[Difference[Line], ...] = ()


def sent_files(
    session: Session, channel_id: int | None = None, *, of: type[Layout | PriceLayout] = Layout
) -> list[SentFile]:
    """List the files of quantities (or of prices) of all channels or of one, the newest first."""
    units: ColumnElement[int] = func.coalesce(func.sum(UploadLine.units), 0) if of is Layout else literal(0)
    lines = UploadLine if of is Layout else UploadPrice
    query = (
        select(Upload, Channel.name, func.count(lines.id), units)
        .join(Channel, Channel.id == Upload.channel_id)
        .outerjoin(lines, lines.upload_id == Upload.id)
        .where(Upload.layout.in_([layout.value for layout in of]))
        .group_by(Upload.id)
        .order_by(Upload.id.desc())
    )
    rows = session.execute(query if channel_id is None else query.where(Upload.channel_id == channel_id))
    return [
        SentFile(
            file.id,
            file.channel_id,
            channel,
            file.run_id,
            file.after_batch,
            date.fromisoformat(file.day),
            datetime.fromisoformat(file.made_at),
            file.made_by,
            of(file.layout),
            file.file_name,
            file.sha256,
            count,
            total,
        )
        for file, channel, count, total in rows
    ]


def last_file(session: Session, channel_id: int, *, of: type[Layout | PriceLayout] = Layout) -> SentFile | None:
    """Give the last file of quantities (or of prices) that was made for a channel."""
    return next(iter(sent_files(session, channel_id, of=of)), None)


def sent_lines(session: Session, upload_id: int) -> list[SentLine]:
    """List what a file said."""
    rows = session.execute(
        select(UploadLine.key, UploadLine.listing, UploadLine.sku, UploadLine.place, UploadLine.units)
        .where(UploadLine.upload_id == upload_id)
        .order_by(UploadLine.id)
    )
    return [SentLine(*row) for row in rows]


def compared(session: Session, channel_id: int) -> Compared[SentLine]:
    """Compare the last file of a channel with what the channel has reported since."""
    file = last_file(session, channel_id)
    if file is None or file.layout is not Layout.SHOPIFY:
        return Compared(file)
    sent = sent_lines(session, file.id)
    reports = [one for one in reports_after(session, channel_id, file.after_batch) if one.day >= file.day]
    told = frozenset[str]().union(*(report.places for report in reports))
    known = sum(1 for line in sent if line.place in told)
    return Compared(file, len(reports), known, tuple(differences(sent, reports)))


FILE_COLUMNS: tuple[Column[SentFile], ...] = (
    Column("File", lambda row: row.file_name),
    Column("Channel", lambda row: row.channel),
    Column("Made", lambda row: here(row.made_at), Kind.TIME),
    Column("By", lambda row: row.made_by),
    Column("Lines", lambda row: row.lines, Kind.COUNT),
    Column("Units", lambda row: row.units, Kind.UNITS),
    Column("Run", lambda row: row.run_id, Kind.COUNT, hint="The run of the allocation that its quantities come from"),
    Column("Layout", lambda row: row.layout.value),
)
DIFFERENCE_COLUMNS: tuple[Column[Difference[SentLine]], ...] = (
    Column("SKU", lambda row: row.line.sku, Kind.CODE),
    Column("Listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
    Column("Place", lambda row: row.line.place),
    Column("Sent", lambda row: row.line.units, Kind.UNITS),
    Column("Found", lambda row: row.found, Kind.UNITS, hint="By the newest stock report after the file"),
    Column("Off by", lambda row: row.off, Kind.UNITS, hint="Found less sent"),
    Column("Since", lambda row: row.since, Kind.DAY, hint="The day of the first report that says so"),
    Column("Report", lambda row: row.file),
)
