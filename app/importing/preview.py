"""A look at a file before anything is written: which export, which channel, and a verdict for every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from itertools import chain, repeat
from operator import attrgetter, itemgetter
from typing import NamedTuple, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.clashes import control_sum, imported_before, refuse_made_for_uploading, refuse_told_otherwise
from app.importing.coming import Coming, reading
from app.importing.drafting import ChannelChoice, Choices, Head, Known, KnownChannel, Tail
from app.importing.export import Control, Export, Look
from app.importing.finding import FileToImport
from app.importing.packing import Packed
from app.importing.reading import Read
from app.importing.recognising import Recognised
from app.jobs import Progress
from app.ledger import book
from app.ledger.blocks import Block
from app.ledger.book import Earlier
from app.ledger.bulk import without_collecting
from app.ledger.catalog import find_channel
from app.ledger.rates import base_currency
from app.ledger.writing import Origin
from models.domain.postings import Draft
from models.tables import Channel

__all__ = ["Choices", "Preview", "RowVerdict", "Verdict", "by_channel", "preview"]

TIED = "differs from a version of the same age; say which one is newer"


class Verdict(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "already there"
    LEFT_OUT = "left out on purpose"
    UNREAD = "cannot be read"


class RowVerdict(NamedTuple):
    """The verdict on one row with its reason, and the column at fault where there is one."""

    row: int
    verdict: Verdict
    reason: str
    column: str = ""


# As `RowVerdict._make` does, but for the call of Python code for each of some hundred thousand rows.
_row_verdict = cast("Callable[[tuple[int, Verdict, str, str]], RowVerdict]", partial(tuple.__new__, RowVerdict))
# A document as it is compared: its key, its occurrence, its digest, and the rows it was read from.
Identified = tuple[str, int, str, Sequence[int]]


@dataclass(frozen=True)
class Preview:
    """All that is known of a file before it is imported; nothing has been written.

    `packed` are the very bytes that were looked at, and these are kept.
    `new_channels` are named by rows and not known to the ledger.
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
    new_channels: tuple[str, ...] = ()

    @property
    def export(self) -> Export:
        """The export the file is."""
        return self.found.export

    @property
    def tied(self) -> bool:
        """Whether a version of the same age says something else, and nobody has said yet which is newer."""
        return not self.options.get("newest") and TIED in map(itemgetter(2), self.verdicts)

    def is_unreadable(self, *, is_empty: bool) -> bool:
        """Whether nothing of it can be read; to leave out every row on purpose is no such case.

        `is_empty` if none of its rows became a document.
        """
        if not is_empty:
            return False
        counts = self.counts()
        return bool(counts[Verdict.UNREAD] or not counts[Verdict.LEFT_OUT])

    @property
    def makes(self) -> str:
        """Say which channels an import would make, or nothing."""
        if not self.new_channels:
            return ""
        names = ", ".join(f"“{name}”" for name in self.new_channels)
        return f"No channel is called {names} yet: the import makes {'it' if len(self.new_channels) == 1 else 'them'}"

    def counts(self) -> dict[Verdict, int]:
        """Count the rows by verdict."""
        given = Counter(map(itemgetter(1), self.verdicts))
        return {verdict: given[verdict] for verdict in Verdict}


@without_collecting()
def preview(
    session: Session, file: FileToImport, choices: Choices, progress: Progress, *, ahead: Sequence[Preview] = ()
) -> Preview:
    """Read a file and give every row a verdict, without writing anything.

    `ahead` are files that are to be imported before it, in that order: what they tell is taken to be known by then.
    """
    progress.step(0, 3, f"Reading {file.name}")
    refuse_made_for_uploading(session, file)
    with reading(file, choices, known_of(session), progress) as coming:
        return preview_of(session, file, coming, progress, ahead=ahead)


def known_of(session: Session) -> Known:
    """Gather what the ledger knows that bears on reading a file."""
    channels = session.execute(select(Channel.name, Channel.platform, Channel.recognition).order_by(Channel.id))
    return Known(base_currency(session), tuple(KnownChannel(*channel) for channel in channels))


def existing_channel(session: Session, head: Head) -> Channel | None:
    """Find the channel that a file goes to, if there is one already."""
    return find_channel(session, head.channel.name) if head.channel.name and not head.channel.is_new else None


def preview_of(
    session: Session, file: FileToImport, coming: Coming, progress: Progress, *, ahead: Sequence[Preview] = ()
) -> Preview:
    """Take a file that is being read to its end and give every row a verdict."""
    head = coming.head
    export = head.found.export
    existing = existing_channel(session, head)
    progress.step(1, 3, f"{export.title}: {head.total_rows} rows")
    drafts = list(chain.from_iterable(coming.drafts()))
    refuse_told_otherwise(session, export, existing, drafts)
    progress.step(2, 3, "Comparing with the ledger")
    verdicts, new = Verdicts(), list[str]()
    for name, group in by_channel(drafts).items():
        own = find_channel(session, name) if name else existing
        new += [name] if name and own is None else []
        earlier = {}
        if own is not None or not (name or not export.shared):
            origin = Origin(export.code, own.id if own else None, head.stamp)
            earlier = book.known_versions(session, origin, [draft.key for draft in group], progress)
        for other in ahead:
            if other.export is export:
                earlier = _once_imported(other, name or head.channel.name, group, earlier)
        verdicts.judge(
            ((draft.key, draft.occurrence, draft.digest(), draft.rows) for draft in group), earlier, head.stamp
        )
    total = control_sum(session, drafts, head.control, export, existing)
    before = imported_before(session, head.sha256, existing, head.snapshot)
    seen = seen_of(file, coming, verdicts)
    return replace(
        seen, drafts=tuple(drafts), control_sum=total, imported_before=before, new_channels=tuple(sorted(new))
    )


def seen_of(file: FileToImport, coming: Coming, verdicts: Verdicts) -> Preview:
    """Gather what is known of a file that was read to its end, but for what the ledger has to say."""
    head, tail = coming.head, coming.tail
    return Preview(
        file=file,
        packed=coming.packed,
        found=head.found,
        channel=head.channel,
        options=head.options,
        read=Read([], list(tail.left_out), list(tail.unread), head.total_rows, head.currency),
        drafts=(),
        verdicts=verdicts.of_all(tail),
        looks=tail.looks,
        control=head.control,
        control_sum=None,
        stamp=head.stamp,
        first_day=tail.first_day,
        last_day=tail.last_day,
    )


def _once_imported(
    other: Preview, channel: str | None, group: Sequence[Draft], earlier: Mapping[tuple[str, int], Earlier]
) -> dict[tuple[str, int], Earlier]:
    """Give the versions of the documents of `group` that will stand once another file is imported."""
    wanted = {(draft.key, draft.occurrence) for draft in group}
    standing = dict(earlier)
    for draft in other.drafts:
        place = draft.key, draft.occurrence
        if place in wanted and (draft.channel or other.channel.name) == channel:
            before, said = standing.get(place), draft.digest()
            if book.compare(before, said, other.stamp)[1]:
                known = before.id if before is not None and before.digest == said else _NOT_YET
                standing[place] = Earlier(known, said, other.stamp)
    return standing


def by_channel(drafts: Sequence[Draft]) -> dict[str, list[Draft]]:
    """Sort drafts by the channel they name."""
    names = set(map(attrgetter("channel"), drafts))
    if len(names) == 1:
        return {names.pop(): list(drafts)}
    groups: dict[str, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.channel, []).append(draft)
    return groups


class Verdicts:
    """Gathers the verdicts on the rows of a file, draft by draft."""

    def __init__(self) -> None:
        self._judged: dict[int, RowVerdict] = {}
        self._all_new = True

    @property
    def count(self) -> int:
        """How many rows have a verdict so far."""
        return len(self._judged)

    def judge(self, documents: Iterable[Identified], earlier: Mapping[tuple[str, int], Earlier], stamp: str) -> None:
        """Compare documents with the versions that stand so far."""
        judged = self._judged
        self._all_new = False
        for key, occurrence, digest, rows in documents:
            before = earlier.get((key, occurrence)) if earlier else None
            verdict, stands = book.compare(before, digest, stamp)
            word = _WORDS[verdict]
            differs = before is not None and before.digest != digest
            where = _AHEAD if before is not None and before.id == _NOT_YET else _IN_LEDGER
            reason = _reason(occurrence, verdict, differs=differs, stands=stands, where=where)
            for row in rows:
                first = judged.get(row)
                if first is None:
                    judged[row] = RowVerdict(row, word, reason)
                elif first.verdict is not word:
                    # One row, several documents: an order that was known and now has a refund has changed.
                    why = _reason(occurrence, "changed", differs=True, stands=True)
                    judged[row] = RowVerdict(row, Verdict.CHANGED, why)

    def judge_block(self, block: Block, earlier: Mapping[tuple[str, int], Earlier], stamp: str) -> None:
        """Compare a block of documents with the versions that stand so far; nearly always there are none."""
        if earlier or not self._all_new or max(block.occurrences) > 1:
            self.judge(
                zip(block.keys, block.occurrences, block.digests, block.rows_of_each(), strict=True), earlier, stamp
            )
            return
        rows = [row for row in block.rows if row not in self._judged]
        plain = zip(rows, repeat(Verdict.NEW), repeat(""), repeat(""), strict=False)
        self._judged.update(zip(rows, map(_row_verdict, plain), strict=True))

    def of_all(self, tail: Tail) -> tuple[RowVerdict, ...]:
        """Give every row its verdict, those that became no draft among them."""
        verdicts = [
            *self._judged.values(),
            *(RowVerdict(row, Verdict.LEFT_OUT, item.reason) for item in tail.left_out for row in item.rows),
            *(RowVerdict(item.row, Verdict.UNREAD, item.reason, item.column) for item in tail.unread),
        ]
        return tuple(sorted(verdicts, key=itemgetter(0)))


_NOT_YET = 0  # the id of a version that a file ahead will bring
_IN_LEDGER, _AHEAD = "in the ledger", "in a file that is imported before this one"
_WORDS = {"new": Verdict.NEW, "changed": Verdict.CHANGED, "known": Verdict.KNOWN, "tied": Verdict.CHANGED}


def _reason(occurrence: int, verdict: str, *, differs: bool, stands: bool, where: str = _IN_LEDGER) -> str:
    match verdict:
        case "new":
            return f"twin {occurrence} of equal rows" if occurrence > 1 else ""
        case "tied":
            return TIED
        case "changed":
            return f"differs from the version {where}, which stays readable"
        case _ if differs and not stands:
            return f"a newer version is {where}"
        case _:
            return "already in the ledger from another file" if where == _IN_LEDGER else f"already {where}"
