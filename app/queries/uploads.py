"""What a file for a channel would say now: its lines, what changed since the last one, and what needs a look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.columns import Column, Kind, is_formula
from app.errors import UserError
from app.queries.allocation_board import LastRun, board
from app.queries.listed import Exposure, LeftOut, ListedRow, listed
from app.queries.shopify_places import ShopifyPlace, shopify_places
from app.queries.uploads_sent import SentFile, last_file, sent_lines
from models.domain.allocation.divided import spread
from models.domain.catalog import NAMED
from models.domain.uploads import Change, Layout, SentLine, changes, layout_of
from models.domain.words import counted
from models.tables import Channel

_LONGEST_LIST = 3


@dataclass(frozen=True)
class ToSend:
    """A line of the file: what was sent is compared by `line`; `written` is the number that the file has.

    `before` is what the last file said; `source` is the row of the report that the line is made from, if one is.
    """

    line: SentLine
    title: str
    written: int
    before: int | None
    steps: tuple[str, ...]
    source: ShopifyPlace | None = None


@dataclass(frozen=True)
class UploadPlan:
    """A file for a channel before it is written; `looks` says what needs a look first."""

    channel_id: int
    channel: str
    layout: Layout
    day: date
    run_id: int
    last: SentFile | None
    lines: tuple[ToSend, ...]
    changes: tuple[Change[SentLine], ...]
    left_out: tuple[LeftOut, ...]
    exposures: tuple[Exposure, ...]
    looks: tuple[str, ...]

    @property
    def units(self) -> int:
        """All units that the file lists."""
        return sum(one.line.units for one in self.lines)

    @property
    def suffix(self) -> str:
        """The suffix of a file in this layout."""
        return ".txt" if self.layout is Layout.AMAZON else ".csv"


def upload_plan(session: Session, channel_id: int, *, day: date) -> UploadPlan:
    """Work out the file of a channel; refuses without a stored run, and for Shopify without an inventory report."""
    channel = session.get_one(Channel, channel_id)
    every = listed(session, day=day)
    last = last_file(session, channel_id)
    before = sent_lines(session, last.id) if last else []
    said = {line.key: line.units for line in before}
    layout = layout_of(channel.platform)
    rows = [row for row in every.rows if row.channel_id == channel_id]
    out = [*every.left_out.get(channel_id, ())]
    looks = [*_run_looks(session, day)]
    if layout is Layout.SHOPIFY:
        places = shopify_places(session, channel_id)
        if not places:
            raise UserError(
                f"A file for {channel.name} is made from its own inventory export, and none was imported. "
                "Nothing was written. Import it first: Shopify admin → Products → Inventory → Export → All states."
            )
        lines = _shopify_lines(rows, places, said, out, channel.name)
        looks += _shopify_looks(channel.name, lines, last)
    else:
        lines = _plain_lines(rows, said, out, layout)
    moved = changes(before, [one.line for one in lines])
    exposures = tuple(one for one in every.exposures if channel.name in one.channels)
    out.sort(key=lambda one: not one.look)
    looks += _looks(channel.name, moved, exposures, out)
    return UploadPlan(
        channel_id, channel.name, layout, day, every.run.id, last, tuple(lines), tuple(moved), tuple(out), exposures,
        tuple(looks),
    )  # fmt: skip


def _plain_lines(rows: Sequence[ListedRow], said: dict[str, int], out: list[LeftOut], layout: Layout) -> list[ToSend]:
    """Make a line for each listing; a loader has no quotes, so what would break a line of it is left out."""
    found = []
    for row in rows:
        if layout is Layout.AMAZON and (fault := unfit(row.listing)):
            out.append(LeftOut(row.listing, row.title, row.sku, fault))
            continue
        line = SentLine(row.listing, row.listing, row.sku, "", row.shown)
        found.append(ToSend(line, row.title, row.shown, said.get(line.key), row.steps))
    return found


def _shopify_lines(
    rows: Sequence[ListedRow],
    places: Sequence[ShopifyPlace],
    said: dict[str, int],
    out: list[LeftOut],
    channel: str,
) -> list[ToSend]:
    """Spread each listing over the rows of the report; on hand is what is listed and what lies beside it."""
    of_listing: dict[str, list[ShopifyPlace]] = {}
    for place in places:
        of_listing.setdefault(place.listing, []).append(place)
    found = []
    for row in rows:
        here = [place for place in of_listing.get(row.listing, ()) if place.shared]
        fault = next((words for place in here for cell in place.identity if (words := unfit(cell))), "")
        if not here:
            fault = "at no shared location of the newest inventory export"
        if fault:
            out.append(LeftOut(row.listing, row.title, row.sku, fault))
            continue
        for place, units in zip(here, spread(row.shown, [one.available for one in here]), strict=True):
            line = SentLine(place.key, row.listing, row.sku, place.location, units)
            steps = (*row.steps, *_at_place(place, units, channel, several=len(here) > 1))
            found.append(ToSend(line, row.title, units + place.beside, said.get(line.key), steps, place))
    return sorted(found, key=lambda one: (one.source.file_id, one.source.row) if one.source else (0, 0))


def _at_place(place: ShopifyPlace, units: int, channel: str, *, several: bool) -> Iterator[str]:
    if several:
        yield f"{units} of them are listed at {place.location}, in proportion to the {place.available} available there."
    if place.available > place.reported:
        more = place.available - place.reported
        yield f"{channel} reports {place.reported} there; {more} more lie there that earlier files held back from it."
    if place.beside:
        yield f"On hand is {units} and the {place.beside} that are committed or unavailable there."


def unfit(text: str) -> str:
    """Say why a text by which a channel knows a listing cannot stand in a file as it is, or nothing."""
    if is_formula(text.removeprefix(NAMED)):
        return f"“{text}” begins as a formula does, and changed it would name another listing; rename it in the channel"
    if any(sign in text for sign in "\t\r\n"):
        return f"“{' '.join(text.split())}” holds a tab or a line break, which the file cannot"
    return ""


def last_run_look(last: LastRun | None) -> str:
    """Say that the newest run would be another one now, or nothing."""
    if last is None or last.holds:
        return ""
    why = "the rules are others now" if last.rules_changed else "stock, sales or orders are others now"
    return f"Run {last.run.id} of {last.run.day} is not what an allocation gives today: {why}. Allocate again first."


def _run_looks(session: Session, day: date) -> Iterator[str]:
    if look := last_run_look(board(session, day=day).last):
        yield look


def _shopify_looks(channel: str, lines: Sequence[ToSend], last: SentFile | None) -> Iterator[str]:
    """Say what Shopify would skip."""
    places = [one.source for one in lines if one.source is not None]
    if last is not None and any(place.batch_id <= last.after_batch for place in places):
        yield (
            f"The last file for {channel} is newer than its inventory export. Shopify skips rows whose on hand has "
            "changed since the export: export the inventory anew and import it first."
        )


def _looks(
    channel: str, moved: Sequence[Change[SentLine]], exposures: Sequence[Exposure], out: Sequence[LeftOut]
) -> Iterator[str]:
    gone = [one.line.sku for one in moved if one.now is None]
    if gone:
        yield (
            f"{counted(len(gone), 'line')} of the last file {'is' if len(gone) == 1 else 'are'} not in this one, "
            f"and {channel} goes on showing what was sent: {first_of(gone)}."
        )
    if exposures:
        units = sum(one.oversold for one in exposures)
        yield (
            f"{counted(units, 'unit')} of {counted(len(exposures), 'SKU')} could be sold twice, since the pool is "
            f"listed on several channels: {first_of([one.sku for one in exposures])}."
        )
    missing = [one for one in out if one.look]
    if missing:
        first = missing[0]
        yield (
            f"{counted(len(missing), 'listing')} {'is' if len(missing) == 1 else 'are'} left out; the first is "
            f"{first.listing.removeprefix(NAMED)}: {first.reason}."
        )


def first_of(skus: Sequence[str]) -> str:
    """Name the first of some SKUs, and how many more there are."""
    known = list(dict.fromkeys(skus))
    more = len(known) - _LONGEST_LIST
    return ", ".join(known[:_LONGEST_LIST]) + (f" and {more} more" if more > 0 else "")


_TOLD = "As the file tells it: the units to send, and those that are committed or unavailable there"


def line_columns(layout: Layout) -> tuple[Column[ToSend], ...]:
    """Declare the lines of a file; only Shopify's has places, where on hand is more than what is listed."""
    places: tuple[Column[ToSend], ...] = ()
    on_hand: tuple[Column[ToSend], ...] = ()
    if layout is Layout.SHOPIFY:
        places = (Column("Place", lambda row: row.line.place),)
        on_hand = (
            Column("Available", _available, Kind.UNITS, hint="Units that lie there and can be sold", total=True),
            Column("On hand to send", lambda row: row.written, Kind.UNITS, hint=_TOLD, total=True),
        )
    return (
        Column("SKU", lambda row: row.line.sku, Kind.CODE),
        Column("Name", lambda row: row.title),
        Column("Listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
        *places,
        Column("Last file", lambda row: "" if row.before is None else row.before, Kind.UNITS, hint="As sent last"),
        Column("To send", lambda row: row.line.units, Kind.UNITS, hint="Units that the listing shows", total=True),
        *on_hand,
    )


def _available(row: ToSend) -> int | None:
    return row.source.available if row.source else None


def _said(number: Callable[[Change[SentLine]], int | None]) -> Callable[[Change[SentLine]], int | str]:
    return lambda row: "" if (found := number(row)) is None else found


def change_columns(layout: Layout) -> tuple[Column[Change[SentLine]], ...]:
    """Declare the changes; only Shopify's have places."""
    return tuple(one for one in CHANGE_COLUMNS if layout is Layout.SHOPIFY or one.title != "Place")


CHANGE_COLUMNS: tuple[Column[Change[SentLine]], ...] = (
    Column("SKU", lambda row: row.line.sku, Kind.CODE),
    Column("Listing", lambda row: row.line.listing.removeprefix(NAMED), Kind.CODE),
    Column("Place", lambda row: row.line.place),
    Column("Last file", _said(lambda row: row.before), Kind.UNITS),
    Column("To send", _said(lambda row: row.now), Kind.UNITS),
    Column("Change", lambda row: row.by, Kind.UNITS),
    Column("What", lambda row: "new" if row.before is None else "no longer sent" if row.now is None else "changed"),
)
LEFT_OUT_COLUMNS: tuple[Column[LeftOut], ...] = (
    Column("Listing", lambda row: row.listing.removeprefix(NAMED), Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Why it is not sent", lambda row: row.reason),
)
EXPOSURE_COLUMNS: tuple[Column[Exposure], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("To sell", lambda row: row.free, Kind.UNITS, hint="Units of the pool that no order was promised"),
    Column("Listed", lambda row: row.listed, Kind.UNITS, hint="On all channels together"),
    Column("Oversold", lambda row: row.oversold, Kind.UNITS, hint="Could be sold without being there", total=True),
    Column("On", lambda row: ", ".join(row.channels)),
)
