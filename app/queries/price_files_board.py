"""What the tab Price files shows of a channel: the file it would get now, those it got, and what came of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from app.errors import UserError
from app.queries.catalog import ChannelRow, channels
from app.queries.price_files import PricePlan, price_plan
from app.queries.price_files_sent import compared_prices
from app.queries.uploads_sent import Compared, SentFile, sent_files
from models.domain.uploads import PriceLayout, SentPrice


@dataclass(frozen=True)
class PriceFilesBoard:
    """The channels, and of the chosen one its files of prices; `refused` says why there is no plan."""

    channels: tuple[ChannelRow, ...]
    chosen: ChannelRow | None = None
    plan: PricePlan | None = None
    refused: str = ""
    compared: Compared[SentPrice] = field(default_factory=lambda: Compared(None))
    files: tuple[SentFile, ...] = ()


def price_files_board(session: Session, *, channel_id: int | None, day: date) -> PriceFilesBoard:
    """Read the files of a channel, of the first one where none is chosen or it is not there any more."""
    active = tuple(row for row in channels(session) if row.active)
    if not active:
        return PriceFilesBoard(())
    chosen = next((row for row in active if row.id == channel_id), active[0])
    plan, refused = None, ""
    try:
        plan = price_plan(session, chosen.id, day=day)
    except UserError as error:
        refused = str(error)
    told = compared_prices(session, chosen.id)
    return PriceFilesBoard(active, chosen, plan, refused, told, tuple(sent_files(session, chosen.id, of=PriceLayout)))
