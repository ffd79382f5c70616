"""A look at a file before anything is written: which export, which channel, and a verdict for every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from enum import StrEnum
from operator import attrgetter, itemgetter
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.errors import ImportRefused
from app.importing.clashes import control_sum, imported_before, refuse_made_for_uploading, refuse_told_otherwise
from app.importing.export import Context, Control, Export, LeftOut, Look, Unread
from app.importing.finding import FileToImport
from app.importing.newness import snapshot_day, stamp_of
from app.importing.packing import Packed, packing
from app.importing.reading import Read, read
from app.importing.recognising import Recognised, all_exports, recognise
from app.importing.sniffing import sniff
from app.jobs import Progress
from app.ledger import book
from app.ledger.bulk import without_collecting
from app.ledger.catalog import find_channel
from app.ledger.rates import base_currency
from app.ledger.writing import Origin
from models.domain.catalog import Recognition
from models.domain.postings import Draft, number_occurrences
from models.tables import Channel

TIED = "differs from a version of the same age; say which one is newer"
PLATFORM_NAMES = {"shopify": "Shopify", "amazon": "Amazon"}


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "already there"
    LEFT_OUT = "left out on purpose"
    UNREAD = "cannot be read"


@dataclass(frozen=True)
class Choices:
    """What a person may say about an import; None and empty mean: find out."""

    channel: str | None = None
    export: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


class RowVerdict(NamedTuple):
    """The verdict on one row with its reason, and the column at fault where there is one."""

    row: int
    verdict: Verdict
    reason: str
    column: str = ""


@dataclass(frozen=True)
class ChannelChoice:
    """The channel an import goes to: an existing one, a new one by name, or several that fit."""

    name: str | None
    is_new: bool = False
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """All that is known of a file before it is imported; nothing has been written.

    `packed` are the very bytes that were looked at, and these are kept: the file itself is not read again.
    """

    file: FileToImport
    packed: Packed = field(repr=False)
    found: Recognised
    channel: ChannelChoice
    options: Mapping[str, str]
    read: Read
    drafts: tuple[Draft, ...]
    verdicts: tuple[RowVerdict, ...]
    looks: tuple[Look, ...]
    control: Control | None
    control_sum: int | None
    stamp: str
    first_day: str
    last_day: str
    imported_before: str = ""

    @property
    def export(self) -> Export:
        """The export the file is."""
        return self.found.export

    @property
    def tied(self) -> bool:
        """Whether a version of the same age says something else, and nobody has said yet which is newer."""
        return not self.options.get("newest") and TIED in map(itemgetter(2), self.verdicts)

    def counts(self) -> dict[Verdict, int]:
        """Count the rows by verdict."""
        given = Counter(map(itemgetter(1), self.verdicts))
        return {verdict: given[verdict] for verdict in Verdict}


@without_collecting()
def preview(session: Session, file: FileToImport, choices: Choices, progress: Progress) -> Preview:
    """Read a file and give every row a verdict, without writing anything."""
    progress.step(0, 3, f"Reading {file.name}")
    found, being_packed = _recognised(file, choices)
    channel = propose_channel(session, found.export, choices.channel)
    existing = find_channel(session, channel.name) if channel.name and not channel.is_new else None
    rows = read(found, currency=base_currency(session), options=dict(choices.options))
    context = context_of(session, file, found, existing, choices.options)
    progress.step(1, 3, f"{found.export.title}: {rows.total_rows} rows")
    drafts, left_out, unread, looks = post(found.export, rows, context)
    control = found.export.control(rows.rows, context)
    refuse_told_otherwise(session, found.export, existing, drafts)
    progress.step(2, 3, "Comparing with the ledger")
    stamp = stamp_of(found.export, rows, file, context)
    verdicts = [
        *_judge(session, found.export, existing, drafts, stamp, progress),
        *(RowVerdict(row, Verdict.LEFT_OUT, item.reason) for item in left_out for row in item.rows),
        *(RowVerdict(item.row, Verdict.UNREAD, item.reason, item.column) for item in unread),
    ]
    days = [draft.day for draft in drafts if draft.day]
    packed = being_packed.result()
    refuse_made_for_uploading(session, packed.sha256)
    return Preview(
        file=file,
        packed=packed,
        found=replace(found, sheet=replace(found.sheet, text="", cells=())),
        channel=channel,
        options=_settled(choices.options, found.export, context),
        read=replace(rows, rows=[]),
        drafts=tuple(drafts),
        verdicts=tuple(sorted(verdicts, key=itemgetter(0))),
        looks=tuple(looks),
        control=control,
        control_sum=control_sum(session, drafts, control, found.export, existing),
        stamp=stamp,
        first_day=min(days, default=""),
        last_day=max(days, default=""),
        imported_before=imported_before(session, packed.sha256, existing, snapshot_of(found.export, context)),
    )


def _recognised(file: FileToImport, choices: Choices) -> tuple[Recognised, Future[Packed]]:
    """Find out what a file is, and begin to pack it; its bytes are let go once they are text."""
    data = file.read()
    found = recognise(sniff(data, encoding=choices.options.get("encoding")), all_exports(), code=choices.export)
    return found, packing(data)


def _settled(options: Mapping[str, str], export: Export, context: Context) -> Mapping[str, str]:
    """Keep the day of a snapshot with the file, so that reading it again elsewhere gives the same."""
    return {**options, "day": context.snapshot_day} if export.snapshot else options


def snapshot_of(export: Export, context: Context) -> str:
    """Give the day a snapshot shows, or an empty text for an export of a period."""
    return context.snapshot_day if export.snapshot else ""


def propose_channel(session: Session, export: Export, wanted: str | None) -> ChannelChoice:
    """Choose the channel: the one named, the only one of the platform, or a new one if it is the first."""
    if export.shared:
        return ChannelChoice(None)
    if wanted:
        known = find_channel(session, wanted)
        return ChannelChoice(known.name if known else wanted.strip(), is_new=known is None)
    same = select(Channel.name).where(Channel.platform == export.platform).order_by(Channel.id)
    fitting = session.scalars(same).all()
    if len(fitting) > 1:
        return ChannelChoice(None, candidates=tuple(fitting))
    usual = PLATFORM_NAMES.get(export.platform, export.platform.title())
    # A channel that a table of our own named first has no platform yet.
    known = find_channel(session, fitting[0] if fitting else usual)
    return ChannelChoice(known.name if known else usual, is_new=known is None)


def context_of(
    session: Session, file: FileToImport, found: Recognised, channel: Channel | None, options: Mapping[str, str]
) -> Context:
    """Gather what posting rules may know."""
    day = snapshot_day(file, options)
    if found.export.snapshot and not day:
        raise ImportRefused(
            f"{file.name} shows stock or prices of a day that it does not name. Nothing was imported. "
            "Say which day it is (--day 2026-03-14)."
        )
    return Context(
        currency=base_currency(session),
        recognition=channel.recognition if channel else Recognition.PLACED,
        file_name=file.name,
        file_time=file.time,
        snapshot_day=day,
        headers=found.headers,
        options=options,
    )


def post(export: Export, rows: Read, context: Context) -> tuple[list[Draft], list[LeftOut], list[Unread], list[Look]]:
    """Run the posting rules of an export over its rows and sort what comes out."""
    drafts: list[Draft] = []
    left_out, unread, looks = list(rows.left_out), list(rows.unread), []
    for outcome in export.post(rows.rows, context):
        match outcome:
            case Draft():
                drafts.append(outcome)
            case LeftOut():
                left_out.append(outcome)
            case Unread():
                unread.append(outcome)
            case Look():
                looks.append(outcome)
    return number_occurrences(drafts), left_out, unread, looks


def by_channel(drafts: Sequence[Draft]) -> dict[str, list[Draft]]:
    """Sort drafts by the channel they name."""
    names = set(map(attrgetter("channel"), drafts))
    if len(names) == 1:
        return {names.pop(): list(drafts)}
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.channel, []).append(draft)
    return groups


def _judge(
    session: Session, export: Export, channel: Channel | None, drafts: list[Draft], stamp: str, progress: Progress
) -> Iterable[RowVerdict]:
    words = {"new": Verdict.NEW, "changed": Verdict.CHANGED, "known": Verdict.KNOWN, "tied": Verdict.CHANGED}
    judged: dict[int, RowVerdict] = {}
    for name, group in by_channel(drafts).items():
        own = find_channel(session, name) if name else channel
        expects_channel = bool(name) or not export.shared
        earlier = {}
        if own is not None or not expects_channel:
            origin = Origin(export.code, own.id if own else None, stamp)
            earlier = book.known_versions(session, origin, group, progress)
        for draft in group:
            before = earlier.get((draft.key, draft.occurrence))
            # Nothing to compare it with: its digest can wait until it is written.
            said = draft.digest() if before else ""
            verdict, stands = book.compare(before, said, stamp)
            word = words[verdict]
            reason = _reason(draft, verdict, differs=before is not None and before.digest != said, stands=stands)
            for row in draft.rows:
                first = judged.get(row)
                if first is None:
                    judged[row] = RowVerdict(row, word, reason)
                elif first.verdict is not word:
                    # One row, several documents: an order that was known and now has a refund has changed.
                    judged[row] = RowVerdict(row, Verdict.CHANGED, _reason(draft, "changed", differs=True, stands=True))
    return judged.values()


def _reason(draft: Draft, verdict: str, *, differs: bool, stands: bool) -> str:
    match verdict:
        case "new":
            return f"twin {draft.occurrence} of equal rows" if draft.occurrence > 1 else ""
        case "tied":
            return TIED
        case "changed":
            return "differs from the version in the ledger, which stays readable"
        case _ if differs and not stands:
            return "a newer version is in the ledger"
        case _:
            return "already in the ledger from another file"
