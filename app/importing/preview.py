"""A look at a file before anything is written: which export, which channel, and a verdict for every row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from operator import attrgetter, itemgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.importing.clashes import control_sum, imported_before, refuse_made_for_uploading, refuse_told_otherwise
from app.importing.coming import Coming, reading
from app.importing.drafting import ChannelChoice, Choices, Head, Known, KnownChannel
from app.importing.export import Control, Export, Look
from app.importing.finding import FileToImport
from app.importing.foreign import costs_among, lacking_rates
from app.importing.future import future_sentence, rows_to_come
from app.importing.new_channels import makes_sentence
from app.importing.newness import is_said_newest, just_newer
from app.importing.packing import Packed
from app.importing.reading import Read
from app.importing.recognising import Recognised
from app.importing.verdicts import (
    FROM_ANOTHER,
    NOT_YET,
    TIED,
    RowVerdict,
    Verdict,
    Verdicts,
    overtaken_sentence,
)
from app.jobs import Progress
from app.ledger import book
from app.ledger.book import Earlier
from app.ledger.bulk import without_collecting
from app.ledger.catalog import find_channel
from app.ledger.rates import base_currency
from app.ledger.writing import Origin
from app.queries.lacking import rates_sentence
from app.queries.later import Later
from models.domain.postings import Draft
from models.tables import Channel

__all__ = ["Choices", "Preview", "by_channel", "preview"]

_BY_ITSELF = "already in the ledger from this very file"
_CURRENCY_AND_DAY = attrgetter("currency", "day")


@dataclass(frozen=True)
class Preview:
    """All that is known of a file before it is imported; nothing has been written.

    `packed` are the very bytes that were looked at, and these are kept.
    `new_channels` are named by rows and not known to the ledger. `lacking_rates` gives the first day of each currency
    that has no rate then. `later` are rows of what has happened that are dated after today.
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
    lacking_rates: Mapping[str, str] = field(default_factory=dict)
    later: tuple[Later, ...] = ()

    @property
    def export(self) -> Export:
        """The export the file is."""
        return self.found.export

    @property
    def tied(self) -> bool:
        """Whether a version of the same age says something else, and nobody has said yet which is newer."""
        return not self.options.get("newest") and TIED in map(itemgetter(2), self.verdicts)

    @property
    def asks(self) -> bool:
        """Whether it is not imported before somebody says which channel is meant, or which of two files is newer."""
        return bool(self.channel.candidates or self.tied)

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
        return makes_sentence(self.new_channels)

    @property
    def wants_rates(self) -> str:
        """Say which rates are missing for the figures, or nothing."""
        return rates_sentence(self.lacking_rates)

    @property
    def foretells(self) -> str:
        """Say which rows tell of what has happened on days still to come, or nothing."""
        return future_sentence(self.later, is_newer=bool(self.export.stamp))

    @property
    def overtaken(self) -> str:
        """Say that rows differ from a newer version, which stays, or nothing."""
        return overtaken_sentence(self.counts()[Verdict.OVERTAKEN])

    def counts(self) -> dict[Verdict, int]:
        """Count the rows by verdict."""
        given = Counter(map(itemgetter(1), self.verdicts))
        return {verdict: given[verdict] for verdict in Verdict}


@without_collecting()
def preview(
    session: Session,
    file: FileToImport,
    choices: Choices,
    progress: Progress,
    *,
    today: date,
    ahead: Sequence[Preview] = (),
) -> Preview:
    """Read a file and give every row a verdict, without writing anything.

    `ahead` are files that are to be imported before it, in that order: what they tell is taken to be known by then.
    """
    progress.step(0, 3, f"Reading {file.name}")
    refuse_made_for_uploading(session, file)
    with reading(file, choices, known_of(session), progress) as coming:
        return preview_of(session, file, coming, progress, today=today, ahead=ahead)


def known_of(session: Session) -> Known:
    """Gather what the ledger knows that bears on reading a file."""
    channels = session.execute(select(Channel.name, Channel.platform, Channel.recognition).order_by(Channel.id))
    return Known(base_currency(session), tuple(KnownChannel(*channel) for channel in channels))


def existing_channel(session: Session, head: Head) -> Channel | None:
    """Find the channel that a file goes to, if there is one already."""
    return find_channel(session, head.channel.name) if head.channel.name and not head.channel.is_new else None


def preview_of(
    session: Session,
    file: FileToImport,
    coming: Coming,
    progress: Progress,
    *,
    today: date,
    ahead: Sequence[Preview] = (),
) -> Preview:
    """Take a file that is being read to its end and give every row a verdict."""
    head = coming.head
    export = head.found.export
    existing = existing_channel(session, head)
    progress.step(1, 3, f"{export.title}: {head.total_rows} rows")
    drafts = list(chain.from_iterable(coming.drafts()))
    refuse_told_otherwise(session, export, existing, drafts)
    progress.step(2, 3, "Comparing with the ledger")
    groups = by_channel(drafts)
    made = {name.casefold() for other in ahead for name in _made_by(other)}
    channels = {name: find_channel(session, name) if name else existing for name in groups}
    new = [name for name, own in channels.items() if name and own is None and name.casefold() not in made]
    known = {
        name: _earlier(session, head, (name, channels[name]), group, progress, ahead=ahead)
        for name, group in groups.items()
    }
    stamp = _stamp(head, groups, known)
    verdicts = Verdicts()
    for name, group in groups.items():
        told = ((draft.key, draft.occurrence, draft.digest(), draft.rows) for draft in group)
        verdicts.judge(told, known[name], stamp)
    before = "" if stamp != head.stamp else imported_before(session, head.sha256, existing, head.snapshot)
    seen = seen_of(file, coming, verdicts)
    return replace(
        seen,
        stamp=stamp,
        channel=replace(head.channel, is_new=head.channel.is_new and (head.channel.name or "").casefold() not in made),
        verdicts=_from_itself(seen.verdicts) if before else seen.verdicts,
        drafts=tuple(drafts),
        control_sum=control_sum(session, drafts, head.control, export, existing),
        imported_before=before,
        new_channels=tuple(sorted(new)),
        lacking_rates=lacking_rates(
            session,
            _currencies(drafts),
            costs=costs_among(chain.from_iterable(draft.others for draft in drafts)),
            coming=chain.from_iterable(one.drafts for one in ahead),
        ),
        later=rows_to_come(drafts, today),
    )


def _earlier(
    session: Session,
    head: Head,
    channel: tuple[str, Channel | None],
    group: Sequence[Draft],
    progress: Progress,
    *,
    ahead: Sequence[Preview],
) -> dict[tuple[str, int], Earlier]:
    """Find the versions of the documents of a channel that stand once the files ahead are imported."""
    export, (name, own) = head.found.export, channel
    earlier = {}
    if own is not None or not (name or not export.shared):
        origin = Origin(export.code, own.id if own else None, head.stamp)
        earlier = book.known_versions(session, origin, [draft.key for draft in group], progress)
    for other in ahead:
        if other.export is export:
            earlier = _once_imported(other, name or head.channel.name, group, earlier)
    return earlier


def _stamp(
    head: Head, groups: Mapping[str, Sequence[Draft]], known: Mapping[str, Mapping[tuple[str, int], Earlier]]
) -> str:
    """Say how new the file is: just newer than all that it contradicts, if a person said that it is the newer one."""
    if not is_said_newest(head.options):
        return head.stamp
    before = (
        (draft, known[name].get((draft.key, draft.occurrence))) for name, group in groups.items() for draft in group
    )
    beaten = (earlier.stamp for draft, earlier in before if earlier is not None and earlier.digest != draft.digest())
    return just_newer(head.stamp, beaten)


def _from_itself(verdicts: Iterable[RowVerdict]) -> tuple[RowVerdict, ...]:
    """Say of the rows of a file that was imported before that it is this file that told them."""
    return tuple(one._replace(reason=_BY_ITSELF) if one.reason == FROM_ANOTHER else one for one in verdicts)


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


def _currencies(drafts: Sequence[Draft]) -> set[tuple[str, str]]:
    """Give currency and day of all postings, each once."""
    return set(map(_CURRENCY_AND_DAY, chain.from_iterable(map(attrgetter("postings"), drafts))))


def _made_by(other: Preview) -> list[str]:
    """Name the channels that the import of a file makes."""
    return [*other.new_channels, *([other.channel.name] if other.channel.name and other.channel.is_new else [])]


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
                known = before.id if before is not None and before.digest == said else NOT_YET
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
