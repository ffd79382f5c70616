"""Live prices: what each listing was seen to cost last, since when, and what it cost before."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import takewhile
from typing import Any, NamedTuple

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from app.ledger.rows import rows_of
from app.ledger.standing import Standing
from models.domain.making import made
from models.domain.money import Money
from models.tables import Batch, Channel, Document, ListedPrice, Listing, LivePrice, Sku, SourceFile

_Row = tuple[Any, ...]  # channel, code, day, price, currency, price before, tax inside, stamp, source, file, row


class Seen(NamedTuple):
    """What a listing was seen to cost on a day, in minor units."""

    day: date
    price: int
    currency: str
    compare_at: int | None = None


class LiveListing(NamedTuple):
    """A listing with the newest price it was seen at; `sku` is the brand's own, empty where nobody linked it.

    `since` is the first day from which every file told this price, `day` the last; `told` is all that files told, in
    order of time. `tax_inside` is None where the file does not say. `file_id` and `row` are where it was read.
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
    told: Sequence[_Row] = ()

    @property
    def history(self) -> tuple[Seen, ...]:
        """What was told last on each day, the oldest first."""
        by_day = {day: Seen(date.fromisoformat(day), *seen[:3]) for _, _, day, *seen in self.told}
        return tuple(by_day.values())

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
        if one.sku:
            key = (one.sku, one.channel)
            known = found.setdefault(key, one)
            if known is not one and one.price < known.price:
                found[key] = one
    return found


def live_listings(
    session: Session, *, skus: Collection[str] | None = None, channels: Collection[str] | None = None
) -> list[LiveListing]:
    """List every listing whose price was seen, by channel and code; with `skus` only those linked to one of them."""
    wanted = select(Listing.channel_id, Listing.code, Channel.name, Listing.title, Sku.code)
    wanted = wanted.join(Channel, Channel.id == Listing.channel_id).outerjoin(Sku, Sku.id == Listing.sku_id)
    wanted = wanted.order_by(Listing.channel_id, Listing.code)
    if channels is not None:
        wanted = wanted.where(Channel.name.in_(channels))
    if skus is not None:
        wanted = wanted.where(Sku.code.in_(skus))
    named = rows_of(session, wanted)
    files: dict[int | None, str] = dict(session.execute(select(SourceFile.id, SourceFile.name)).all())
    found = _told(session, {row[0] for row in named})
    days: dict[str, date] = {}
    return [
        _listing((channel_id, name, code, title, sku or ""), told, files, days)
        for channel_id, code, name, title, sku in named
        if (told := found.get((channel_id, code))) is not None
    ]


def _told(session: Session, channel_ids: Collection[int]) -> dict[tuple[int, str], list[_Row]]:
    """Give what files told of each listing, the newest of a day last and the cheapest where one file tells twice."""
    found: dict[tuple[int, str], list[_Row]] = {}
    several: set[tuple[int, str]] = set()
    for query in _queries(channel_ids):
        for row in rows_of(session, query):
            key = (row[0], row[1])
            told = found.get(key)
            if told is None:
                found[key] = [row]
            else:
                told.append(row)
                several.add(key)
    for key in several:
        found[key].sort(key=_in_order)
    return found


def _queries(channel_ids: Collection[int]) -> Iterator[Select[*tuple[Any, ...]]]:
    """Select the prices of catalogues and of tables; replaced versions were true on their day, undone ones never."""
    for table, tax_inside in ((ListedPrice, literal(None)), (LivePrice, LivePrice.tax_inside)):
        yield (
            select(table.channel_id, table.sku, table.day, table.price, table.currency, table.compare_at)
            .add_columns(tax_inside, Document.stamp, Document.source, Batch.source_file_id, table.row)
            .join(Document, Document.id == table.document_id)
            .join(Batch, Batch.id == Document.batch_id)
            .where(
                table.channel_id.in_(channel_ids),
                table.price.is_not(None),
                Document.standing.in_((Standing.IN_FORCE, Standing.REPLACED)),
            )
        )


def _in_order(told: _Row) -> tuple[str, str, str, int]:
    _, _, day, price, _, _, _, stamp, source, _, _ = told
    return day, stamp.partition("|")[2], source, -price


def _listing(
    named: tuple[int, str, str, str, str],
    told: Sequence[_Row],
    files: Mapping[int | None, str],
    days: dict[str, date],
) -> LiveListing:
    """Make one listing of all that was told of it, which is in order of time; `days` keeps those read already."""
    _, _, last, price, currency, compare_at, inside, _, source, file_id, row = told[-1]
    day = days.get(last) or days.setdefault(last, date.fromisoformat(last))
    tax_inside, file = None if inside is None else bool(inside), files.get(file_id, "")
    terms = (*named, price, currency, compare_at, tax_inside, day, day, source, file, file_id or 0, row, told)
    found: LiveListing = made(LiveListing, terms)
    return found if len(told) == 1 else found._replace(since=_since(found.history))


def _since(history: Sequence[Seen]) -> date:
    """Give the first day of those up to the last on which the price was the same."""
    last = history[-1]
    same = takewhile(lambda seen: (seen.price, seen.currency) == (last.price, last.currency), reversed(history))
    return min(seen.day for seen in same)
