"""What the Uploads tab shows of a channel: the file it would get now, those it got, and what it reported after them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.errors import UserError
from app.queries.catalog import ChannelRow, channels
from app.queries.uploads import UploadPlan, upload_plan
from app.queries.uploads_sent import Compared, SentFile, compared, sent_files
from models.domain.uploads import SentLine


@dataclass(frozen=True)
class UploadBoard:
    """The channels, and of the chosen one its files; `refused` says why there is no plan."""

    channels: tuple[ChannelRow, ...]
    chosen: ChannelRow | None = None
    plan: UploadPlan | None = None
    refused: str = ""
    compared: Compared[SentLine] = field(default_factory=lambda: Compared(None))
    files: tuple[SentFile, ...] = ()


def upload_board(session: Session, *, channel_id: int | None, day: date) -> UploadBoard:
    """Read the files of a channel, of the first one where none is chosen or it is not there any more."""
    active = tuple(row for row in channels(session) if row.active)
    if not active:
        return UploadBoard(())
    chosen = next((row for row in active if row.id == channel_id), active[0])
    plan, refused = None, ""
    try:
        plan = upload_plan(session, chosen.id, day=day)
    except UserError as error:
        refused = str(error)
    told = compared(session, chosen.id)
    return UploadBoard(active, chosen, plan, refused, told, tuple(sent_files(session, chosen.id)))
