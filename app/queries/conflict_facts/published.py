"""The units of each SKU that channels show: what their last file said, less what they have sold since."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.queries.allocation import Book
from app.queries.allocation_runs import newest_run
from app.queries.listed import listed
from app.queries.names import Names
from app.queries.uploads_sent import SentFile, sent_files, sent_lines
from models.domain.accounts import SALES
from models.domain.allocation.rules import SharedPool
from models.domain.rules import Rules
from models.tables import Channel, Posting


def published_units(session: Session, day: date, rules: Book, names: Names) -> Mapping[str, Mapping[str, int]]:
    """Give units by SKU and channel; a bundle shows what its sale takes from stock.

    A channel that nobody has made a file for shows what its file would say, where a rule lists the whole pool there.
    """
    found: dict[str, dict[str, int]] = {}

    def add(channel: str, sku: str, units: int) -> None:
        for code, quantity in names.inside(sku).items():
            of_sku = found.setdefault(code, {})
            of_sku[channel] = of_sku.get(channel, 0) + units * quantity

    last: dict[int, SentFile] = {}
    for file in sent_files(session):
        last.setdefault(file.channel_id, file)
    for file in last.values():
        sold = _sold_since(session, file)
        for line in sent_lines(session, file.id):
            gone = min(line.units, sold.get(line.listing, 0))
            sold[line.listing] = sold.get(line.listing, 0) - gone
            add(file.channel, line.sku, line.units - gone)
    if Rules(rules.rules, day).has(SharedPool) and newest_run(session) is not None:
        channels: dict[int, str] = dict(session.execute(select(Channel.id, Channel.name)).all())
        for row in listed(session, day=day).rows:
            if row.channel_id not in last:
                add(channels[row.channel_id], row.sku, row.shown)
    return found


def _sold_since(session: Session, file: SentFile) -> dict[str, int]:
    """Count the units that each listing has sold after the day of a file."""
    rows = session.execute(
        select(Posting.sku, func.sum(Posting.quantity))
        .where(Posting.in_force == 1, Posting.channel_id == file.channel_id, Posting.account == SALES)
        .where(Posting.day > file.day.isoformat())
        .group_by(Posting.sku)
    )
    return {sku: max(0, units) for sku, units in rows}
