"""Live prices: what each listing was seen to cost last, since when, and what it cost before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, takewhile
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, literal, select
from sqlalchemy.orm import Session

from app.ledger.standing import Standing
from models.domain.money import Money
from models.tables import Batch, Channel, Document, ListedPrice, Listing, LivePrice, Sku, SourceFile


class Seen(NamedTuple):
    """What a listing was seen to cost on a day, in minor units."""

    day: date
    price: int
    currency: str
    compare_at: int | None = None


@dataclass(frozen=True)
class LiveListing:
    """A listing with the newest price it was seen at; `sku` is the brand's own, empty where nobody linked it.

    `since` is the first day from which every file told this price, `day` the last; `history` has a price a day, the
    oldest first. `tax_inside` is None where the file does not say. `file_id` and `row` are where it was read.
    """

    channel_id: int
    channel: str
    listing: str
    title: str
    sku: str
    price: int
    currency: str
    compare_at: int | None
    tax_inside: bool | None
    since: date
    day: date
    source: str
    file: str
    file_id: int
    row: int
    history: tuple[Seen, ...]

    @property
    def money(self) -> Money:
        """The price with its currency."""
        return Money(self.price, self.currency)


def live_prices(
    session: Session, *, skus: Collection[str] | None = None, channels: Collection[str] | None = None
) -> dict[tuple[str, str], LiveListing]:
    """Give the live price of each SKU on each channel by (SKU code, channel name); None asks for all.

    Where a channel has several listings of a SKU, the cheapest is the one that a customer finds.
    """
    found: dict[tuple[str, str], LiveListing] = {}
    for one in live_listings(session, skus=skus, channels=channels):
        known = found.get((one.sku, one.channel))
        if one.sku and (known is None or one.price < known.price):
            found[one.sku, one.channel] = one
    return found


def live_listings(
    session: Session, *, skus: Collection[str] | None = None, channels: Collection[str] | None = None
) -> list[LiveListing]:
    """List every listing whose price was seen, by channel and code; with `skus` only those linked to one of them."""
    wanted = select(Listing.channel_id, Listing.code, Channel.name, Listing.title, Sku.code.label("sku"))
    wanted = wanted.join(Channel, Channel.id == Listing.channel_id).outerjoin(Sku, Sku.id == Listing.sku_id)
    if channels is not None:
        wanted = wanted.where(Channel.name.in_(channels))
    if skus is not None:
        wanted = wanted.where(Sku.code.in_(skus))
    named = {(row.channel_id, row.code): row for row in session.execute(wanted)}
    files: dict[int, str] = dict(session.execute(select(SourceFile.id, SourceFile.name)).all())
    return [
        _listing(named[key], told, files)
        for key, told in _told(session, {channel_id for channel_id, _ in named})
        if key in named
    ]


def _told(session: Session, channel_ids: Collection[int]) -> Iterator[tuple[tuple[int, str], list[Row[Any]]]]:
    """Give what files told of each listing, the newest of a day last and the cheapest where one file tells twice."""
    rows = [row for query in _queries(channel_ids) for row in session.execute(query)]
    rows.sort(key=lambda row: (row.channel_id, row.sku, row.day, row.stamp.partition("|")[2], row.source, -row.price))
    for (channel_id, code), told in groupby(rows, key=lambda row: (row.channel_id, row.sku)):
        yield (channel_id, code), list(told)


def _queries(channel_ids: Collection[int]) -> Iterator[Select[Any]]:
    """Select the prices of catalogues and of tables; replaced versions were true on their day, undone ones never."""
    for table, tax_inside in ((ListedPrice, literal(None)), (LivePrice, LivePrice.tax_inside)):
        yield (
            select(table.channel_id, table.sku, table.day, table.price, table.currency, table.compare_at, table.row)
            .add_columns(tax_inside.label("tax_inside"), Document.stamp, Document.source, Batch.source_file_id)
            .join(Document, Document.id == table.document_id)
            .join(Batch, Batch.id == Document.batch_id)
            .where(
                table.channel_id.in_(channel_ids),
                table.price.is_not(None),
                Document.standing.in_((Standing.IN_FORCE, Standing.REPLACED)),
            )
        )


def _listing(named: Row[int, str, str, str, str], told: Sequence[Row[Any]], files: Mapping[int, str]) -> LiveListing:
    """Make one listing of all that was told of it, which is in order of time."""
    by_day = {row.day: row for row in told}
    history = tuple(
        Seen(date.fromisoformat(row.day), row.price, row.currency, row.compare_at) for row in by_day.values()
    )
    last = told[-1]
    same = takewhile(lambda seen: (seen.price, seen.currency) == (last.price, last.currency), reversed(history))
    return LiveListing(
        channel_id=named.channel_id,
        channel=named.name,
        listing=named.code,
        title=named.title,
        sku=named.sku or "",
        price=last.price,
        currency=last.currency,
        compare_at=last.compare_at,
        tax_inside=None if last.tax_inside is None else bool(last.tax_inside),
        since=history[-1].day if len(history) == 1 else min(seen.day for seen in same),
        day=history[-1].day,
        source=last.source,
        file=files.get(last.source_file_id, ""),
        file_id=last.source_file_id or 0,
        row=last.row,
        history=history,
    )
