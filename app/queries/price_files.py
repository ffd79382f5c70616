"""What a file of prices for a channel would say now: its lines, what it changes, and what needs a look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.errors import UserError
from app.queries.listed import LeftOut
from app.queries.live_prices import LiveListing, live_listings
from app.queries.price_files_sent import sent_prices
from app.queries.price_variants import Variant, variants
from app.queries.prices import GovernedPrice, price_list
from app.queries.uploads import first_of, unfit
from app.queries.uploads_sent import SentFile, last_file
from models.domain.catalog import NAMED
from models.domain.money import Money
from models.domain.pricing.step_words import step_sentence
from models.domain.uploads import Change, PriceLayout, SentPrice, changes, price_layout_of
from models.domain.words import counted
from models.tables import Channel, Listing, Sku


@dataclass(frozen=True)
class PriceToSend:
    """A line of the file; `live` is what the listing was seen at last, `before` what the last file said.

    `source` is the row of the export that the line is made from, if one is.
    """

    line: SentPrice
    title: str
    live: int | None
    before: int | None
    tax_inside: bool
    steps: tuple[str, ...]
    source: Variant | None = None

    @property
    def known(self) -> int | None:
        """What the channel shows as far as is known: the live price, else what was sent last."""
        return self.before if self.live is None else self.live

    @property
    def by(self) -> int | None:
        """How much more is sent than the channel shows; None where that is not known."""
        return None if self.known is None else self.line.price - self.known

    def money(self, minor: int | None) -> Money | None:
        """Give an amount with the currency of the line."""
        return None if minor is None else Money(minor, self.line.currency)


@dataclass(frozen=True)
class PricePlan:
    """A file of prices before it is written; `moved` are the lines that change what the channel shows.

    `gone` are lines that the last file had and this one has not.
    """

    channel_id: int
    channel: str
    layout: PriceLayout
    day: date
    last: SentFile | None
    lines: tuple[PriceToSend, ...]
    gone: tuple[Change[SentPrice], ...]
    left_out: tuple[LeftOut, ...]
    looks: tuple[str, ...]

    @property
    def moved(self) -> tuple[PriceToSend, ...]:
        """The lines that are another price than the channel shows, or the first one it is told."""
        return tuple(one for one in self.lines if one.by != 0)

    @property
    def suffix(self) -> str:
        """The suffix of a file in this layout."""
        return ".txt" if self.layout is PriceLayout.AMAZON else ".csv"


@dataclass(frozen=True)
class _Offered:
    """A listing of the channel with the SKU it stands for, as it would be in the file."""

    key: str
    listing: str
    title: str
    sku: str
    source: Variant | None = None


def price_plan(session: Session, channel_id: int, *, day: date) -> PricePlan:
    """Work out the file of a channel; refuses without any price, and for Shopify without its products export."""
    channel = session.get_one(Channel, channel_id)
    layout = price_layout_of(channel.platform)
    governed: dict[str, list[GovernedPrice]] = {}
    for price in price_list(session, day=day, channels={channel.name}):
        governed.setdefault(price.sku, []).append(price)
    if not any(price.amount is not None for prices in governed.values() for price in prices):
        raise UserError(
            f"The book has no price for {channel.name} on {day}. Nothing was written. Type base prices first, or take "
            "over the live ones: page Prices, tab Prices."
        )
    last = last_file(session, channel_id, of=PriceLayout)
    before = sent_prices(session, last.id) if last else []
    out: list[LeftOut] = []
    offered = _offered(session, channel, layout, out)
    seen = {one.listing: one for one in live_listings(session, channels={channel.name})}
    said = {line.key: line.price for line in before}
    lines = [line for one in offered if (line := _line(one, governed.get(one.sku, ()), seen, said, out)) is not None]
    gone = [one for one in changes(before, [one.line for one in lines]) if one.now is None]
    out.sort(key=lambda one: not one.look)
    looks = tuple(_looks(channel.name, lines, gone, out, last))
    return PricePlan(channel_id, channel.name, layout, day, last, tuple(lines), tuple(gone), tuple(out), looks)


def _offered(session: Session, channel: Channel, layout: PriceLayout, out: list[LeftOut]) -> list[_Offered]:
    """List what can be in the file; of Shopify every variant of the newest export, else every listing."""
    rows = session.execute(
        select(Listing.code, Listing.title, Sku.code.label("sku"), Sku.title.label("own"))
        .outerjoin(Sku, Sku.id == Listing.sku_id)
        .where(Listing.channel_id == channel.id)
        .order_by(Listing.code)
    ).all()
    if layout is not PriceLayout.SHOPIFY:
        return [_Offered(row.code, row.code, row.title or row.own or "", row.sku or "") for row in rows]
    found = variants(session, channel.id)
    if not found:
        raise UserError(
            f"A file for {channel.name} is made from its own products export, and none was imported. Nothing was "
            "written. Import it first: Shopify admin → Products → Export → Plain CSV file."
        )
    own = {row.code: row.sku or "" for row in rows}
    there = {one.listing for one in found}
    out += [
        LeftOut(row.code, row.title, row.sku, "not in the newest products export", look=False)
        for row in rows
        if row.sku and row.code not in there
    ]
    return [_Offered(one.key, one.listing, one.title, own.get(one.listing, ""), one) for one in found]


def _line(
    one: _Offered,
    prices: Sequence[GovernedPrice],
    seen: Mapping[str, LiveListing],
    said: Mapping[str, int],
    out: list[LeftOut],
) -> PriceToSend | None:
    """Make the line of a listing, or leave it out with the reason."""
    live = seen.get(one.listing)
    price = next((price for price in prices if live is None or price.currency == live.currency), None)
    amount = price.amount if price is not None else None
    fault = _lacks(one, prices, live) if amount is None else _unfit(one)
    if price is None or amount is None or fault:
        out.append(LeftOut(one.listing, one.title, one.sku, fault, look=bool(one.sku)))
        return None
    shown = live.price if live is not None else None
    if one.source is not None:
        shown = one.source.price if live is None or live.file_id == one.source.file_id else live.price
    line = SentPrice(one.key, one.listing, one.sku, amount, price.currency)
    steps = tuple(step_sentence(step, price.currency) for step in price.steps)
    return PriceToSend(line, one.title, shown, said.get(one.key), price.tax_inside, steps, one.source)


def _unfit(one: _Offered) -> str:
    cells = one.source.identity if one.source is not None else (one.listing,)
    return next((words for cell in cells if (words := unfit(cell))), "")


def _lacks(one: _Offered, prices: Sequence[GovernedPrice], live: LiveListing | None) -> str:
    """Say why there is no price for a listing."""
    if not one.sku:
        return "nobody has said which SKU it is"
    if not prices:
        return "the book does not know it on this channel"
    lacking = next((price for price in prices if price.priced.lack is not None), None)
    if lacking is not None and lacking.priced.lack is not None:
        return step_sentence(lacking.priced.lack, lacking.currency).rstrip(".")
    return f"the book has no price in {live.currency}, which it is live in" if live is not None else "there is no price"


def _looks(
    channel: str,
    lines: Sequence[PriceToSend],
    gone: Sequence[Change[SentPrice]],
    out: Sequence[LeftOut],
    last: SentFile | None,
) -> Iterator[str]:
    if gone:
        yield (
            f"{counted(len(gone), 'line')} of the last file {'is' if len(gone) == 1 else 'are'} not in this one, "
            f"and {channel} goes on showing what was sent: {first_of([one.line.sku for one in gone])}."
        )
    unseen = [one.line.sku for one in lines if one.live is None and one.before is None]
    if unseen:
        yield (
            f"What {channel} shows of {counted(len(unseen), 'listing')} is not known, so that nobody can see what the "
            f"file changes: {first_of(unseen)}."
        )
    sources = [one.source for one in lines if one.source is not None]
    if last is not None and any(source.batch_id <= last.after_batch for source in sources):
        yield (
            f"The last file for {channel} is newer than its products export. Titles and options are written as they "
            "stand in the export: export the products anew and import them first."
        )
    missing = [one for one in out if one.look]
    if missing:
        first = missing[0]
        yield (
            f"{counted(len(missing), 'listing')} {'is' if len(missing) == 1 else 'are'} left out; the first is "
            f"{first.listing.removeprefix(NAMED)}: {first.reason}."
        )


LINE_COLUMNS: tuple[Column[PriceToSend], ...] = (
    Column("SKU", lambda row: row.line.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("Listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
    Column("Live", lambda row: row.money(row.live), Kind.MONEY, hint="As the newest file tells it"),
    Column("Last file", lambda row: row.money(row.before), Kind.MONEY, hint="As sent last", absent=""),
    Column("To send", lambda row: row.money(row.line.price), Kind.MONEY, hint="As the book has it"),
    Column("Change", lambda row: row.money(row.by), Kind.MONEY, hint="To send less live, else less the last file"),
    Column("Tax", lambda row: "inside" if row.tax_inside else "on top"),
    Column("Currency", lambda row: row.line.currency),
)
GONE_COLUMNS: tuple[Column[Change[SentPrice]], ...] = (
    Column("SKU", lambda row: row.line.sku, Kind.CODE),
    Column("Listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
    Column("Last file", lambda row: Money(row.line.price, row.line.currency), Kind.MONEY),
)
