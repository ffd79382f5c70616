"""From the bytes of a file to drafts, block by block: all of reading that needs no ledger, in whichever process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from hashlib import sha256

from app.errors import ImportRefused
from app.importing.cutting import cut
from app.importing.export import Context, Control, Export, LeftOut, Look, Unread
from app.importing.finding import FileToImport
from app.importing.newness import snapshot_day, stamp_of
from app.importing.packing import Packed, packed
from app.importing.reading import Read, read_cells
from app.importing.recognising import Recognised, all_exports, recognise, refuse_other_sheets
from app.importing.sniffing import sniff
from models.domain.catalog import Recognition
from models.domain.postings import Draft, Occurrences

# So many drafts at a time: few enough that they are written while the next are made, and to be let go.
BLOCK = 2000
PLATFORM_NAMES = {"shopify": "Shopify", "amazon": "Amazon"}


@dataclass(frozen=True)
class Choices:
    """What a person may say about an import; None and empty mean: find out.

    `again` is a file that is in a ledger already and comes to what it came to then: of its sheets the first counts.
    """

    channel: str | None = None
    export: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class KnownChannel:
    """A channel of the ledger, as far as reading a file asks for it."""

    name: str
    platform: str
    recognition: str


@dataclass(frozen=True)
class Known:
    """What the ledger knows that bears on reading a file: its currency, and its channels in the order they came in."""

    currency: str
    channels: tuple[KnownChannel, ...]

    def channel(self, name: str) -> KnownChannel | None:
        """Find a channel by its name, whatever the case."""
        wanted = name.strip().casefold()
        return next((channel for channel in self.channels if channel.name.casefold() == wanted), None)


@dataclass(frozen=True)
class ChannelChoice:
    """The channel an import goes to: an existing one, a new one by name, or several that fit."""

    name: str | None
    is_new: bool = False
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Head:
    """What is known of a file once its rows are read and before any is posted; the text of `found` is let go.

    `options` are those to be kept with the file; `snapshot` is the day it shows, blank for an export of a period.
    """

    found: Recognised
    channel: ChannelChoice
    options: Mapping[str, str]
    total_rows: int
    currency: str
    stamp: str
    snapshot: str
    control: Control | None
    sha256: str


@dataclass(frozen=True)
class Tail:
    """What is known of a file once all of it is drafts: the rows that are none, and the period."""

    left_out: tuple[LeftOut, ...]
    unread: tuple[Unread, ...]
    looks: tuple[Look, ...]
    first_day: str
    last_day: str


def draft_file(file: FileToImport, choices: Choices, known: Known) -> Iterator[Head | list[Draft] | Tail | Packed]:
    """Read a file: gives its head, its drafts some thousand at a time, its tail, and itself packed. Writes nothing."""
    found, looked_at = _recognised(file, choices)
    channel = propose_channel(known, found.export, choices.channel)
    used = cut(found)
    # By far the most of what is held by now, and nobody asks for it again.
    found = replace(found, sheet=replace(found.sheet, text="", cells=()))
    rows = read_cells(found, used, currency=known.currency, options=dict(choices.options))
    del used
    context = _context(file, found, known, channel, choices.options)
    export = found.export
    yield Head(
        found=found,
        channel=channel,
        options={**choices.options, "day": context.snapshot_day} if export.snapshot else choices.options,
        total_rows=rows.total_rows,
        currency=rows.currency,
        stamp=stamp_of(export, rows, file, context),
        snapshot=context.snapshot_day if export.snapshot else "",
        control=export.control(rows.rows, context),
        sha256=looked_at,
    )
    posting = _Posting(export, rows, context)
    del rows
    yield from posting.blocks()
    yield posting.tail()
    # Behind all else, since whoever writes the drafts has work enough until then.
    yield packed(file, looked_at)


def _recognised(file: FileToImport, choices: Choices) -> tuple[Recognised, str]:
    """Find out what a file is, with the SHA-256 of its bytes, which are let go once they are text."""
    data = file.read()
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="hashing") as pool:
        hashing = pool.submit(sha256, data)
        sheets, known = sniff(data, encoding=choices.options.get("encoding")), all_exports()
        found = recognise(sheets, known, code=choices.export)
        if not choices.again:
            refuse_other_sheets(found, sheets, known, code=choices.export)
        return found, hashing.result().hexdigest()


def propose_channel(known: Known, export: Export, wanted: str | None) -> ChannelChoice:
    """Choose the channel: the one named, the only one of the platform, or a new one if it is the first."""
    if export.shared:
        return ChannelChoice(None)
    if wanted:
        named = known.channel(wanted)
        return ChannelChoice(named.name if named else wanted.strip(), is_new=named is None)
    fitting = [channel.name for channel in known.channels if channel.platform == export.platform]
    if len(fitting) > 1:
        return ChannelChoice(None, candidates=tuple(fitting))
    usual = PLATFORM_NAMES.get(export.platform, export.platform.title())
    # A channel that a table of our own named first has no platform yet.
    named = known.channel(fitting[0] if fitting else usual)
    return ChannelChoice(named.name if named else usual, is_new=named is None)


def _context(
    file: FileToImport, found: Recognised, known: Known, channel: ChannelChoice, options: Mapping[str, str]
) -> Context:
    """Gather what posting rules may know."""
    day = snapshot_day(file, options)
    if found.export.snapshot and not day:
        raise ImportRefused(
            f"{file.name} shows stock or prices of a day that it does not name. Nothing was imported. "
            "Say which day it is (--day 2026-03-14)."
        )
    existing = known.channel(channel.name) if channel.name and not channel.is_new else None
    return Context(
        currency=known.currency,
        recognition=existing.recognition if existing else Recognition.PLACED,
        file_name=file.name,
        file_time=file.time,
        snapshot_day=day,
        headers=found.headers,
        options=options,
    )


class _Posting:
    """Runs the posting rules of an export over its rows and sorts what comes out."""

    def __init__(self, export: Export, rows: Read, context: Context) -> None:
        self._outcomes = export.post(rows.rows, context)
        self._left_out, self._unread = list(rows.left_out), list(rows.unread)
        self._looks: list[Look] = []
        self._occurrences = Occurrences()
        self._first_day = self._last_day = ""

    def blocks(self) -> Iterator[list[Draft]]:
        """Give the drafts, numbered."""
        drafts: list[Draft] = []
        for outcome in self._outcomes:
            match outcome:
                case Draft():
                    drafts.append(outcome)
                    if len(drafts) == BLOCK:
                        yield self._ready(drafts)
                        drafts = []
                case LeftOut():
                    self._left_out.append(outcome)
                case Unread():
                    self._unread.append(outcome)
                case Look():
                    self._looks.append(outcome)
        if drafts:
            yield self._ready(drafts)

    def _ready(self, drafts: list[Draft]) -> list[Draft]:
        self._occurrences.number(drafts)
        # A bill speaks of all days over which it is spread, and a document of an own table of those of all its rows.
        spread = [draft.postings for draft in drafts if draft.billed or draft.channel]
        last = [max(posting.day for posting in postings) for postings in spread if postings]
        days: Sequence[str] = [*(draft.day for draft in drafts if draft.day), *last]
        if days:
            self._first_day = min(self._first_day or days[0], *days)
            self._last_day = max(self._last_day, *days)
        return drafts

    def tail(self) -> Tail:
        """Give the rest, once all blocks were taken."""
        return Tail(tuple(self._left_out), tuple(self._unread), tuple(self._looks), self._first_day, self._last_day)
