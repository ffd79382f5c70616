"""The writer of facts: appends batches with their documents and postings, and takes batches out of force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.errors import RevertConflict
from app.jobs import Progress
from app.ledger import chain, standing
from app.ledger.blocks import Block, block_of
from app.ledger.connect import bare
from app.ledger.digests import FactsDigest, batch_digest
from app.ledger.indexing import make_again, put_aside
from app.ledger.rates import Rates, retranslate
from app.ledger.standing import Identity, Standing, Subject
from app.ledger.writing import CHUNK, FactWriter, Origin
from models.domain.postings import Draft, RateFact
from models.tables import Batch, Channel, Document, Rate


@dataclass(frozen=True)
class Counts:
    """How many documents were new, changed an older one, were known, or differ from one as old or from a newer one."""

    new: int = 0
    changed: int = 0
    known: int = 0
    tied: int = 0
    overtaken: int = 0


class BatchWriter:
    """Writes one batch: `write` takes the drafts of one origin, `close` lets it stand, hashes and chains it.

    `listings` are what its postings speak of so far: channels with their own codes.
    """

    def __init__(self, session: Session, batch: Batch) -> None:
        session.add(batch)
        session.flush()
        self._session = session
        self._batch = batch
        self._batch_id = batch.id
        self._writer = FactWriter(session, Rates(session))
        self._digest = FactsDigest()
        self._currencies: set[str] = set()
        self.listings: set[tuple[int | None, str]] = set()

    def write(self, origin: Origin, drafts: Sequence[Draft], progress: Progress) -> Counts:
        """Write documents with their facts; the newest versions stand, older ones stay readable."""
        earlier = known_versions(self._session, origin, [draft.key for draft in drafts], progress)
        with self.appending(origin, sum(len(draft.postings) for draft in drafts)) as appending:
            for start in range(0, len(drafts), CHUNK):
                progress.step(start, len(drafts), "Writing")
                appending.take(block_of(drafts[start : start + CHUNK]), earlier)
        return Counts(**appending.counts)

    @contextmanager
    def appending(self, origin: Origin, postings: int) -> Iterator[Appending]:
        """Take documents of one origin, some thousand at a time; about how many `postings` there will be is enough.

        What stands so far must be looked up elsewhere meanwhile: the indexes may have been put aside.
        """
        aside = put_aside(self._session, postings)
        appending = Appending(self._writer, self._digest, self._batch_id, origin)
        yield appending
        make_again(self._session, aside)
        standing.mark(self._session, appending.beaten, Standing.REPLACED)
        beaten = standing.subjects_of(self._session, appending.beaten)
        standing.cross_check(self._session, appending.subjects | beaten)
        self._currencies |= appending.currencies
        self.listings.update((origin.channel_id, code) for code in appending.codes if code)

    def close(self) -> None:
        """Hash the batch and chain it; rates it brought translate every posting anew."""
        self._batch.digest = self._digest.content()
        self._session.flush()
        chain_batch(self._session, self._batch, self._digest.origins())
        if self._currencies:
            retranslate(self._session, self._currencies)


class Appending:
    """Documents of one origin being appended to a batch: what they replace and tell of.

    `codes` are those by which their channel sells.
    """

    def __init__(self, writer: FactWriter, digest: FactsDigest, batch_id: int, origin: Origin) -> None:
        self._writer = writer
        self._batch_id = batch_id
        self._origin = origin
        self._digest = digest
        self.counts = dict.fromkeys(("new", "changed", "known", "tied", "overtaken"), 0)
        self.beaten: list[int] = []
        self.subjects: set[Subject] = set()
        self.currencies: set[str] = set()
        self.codes: set[str] = set()

    def take(self, block: Block, earlier: Mapping[tuple[str, int], Earlier]) -> None:
        """Write the next documents; `earlier` are the versions that stand so far."""
        origin, count = self._origin, len(block.keys)
        self._digest.add_all(block.said(), count, (origin.source, origin.channel_id, origin.stamp))
        if earlier:
            stands = list(map(partial(self._stands, earlier), block.keys, block.occurrences, block.digests))
        else:
            stands = [True] * count
            self.counts["new"] += count
        named = zip(block.facts, block.subjects, strict=True)
        self.subjects.update((origin.channel_id, fact, subject) for fact, subject in named if subject)
        self.currencies.update(fact.currency for _, fact in block.others if isinstance(fact, RateFact))
        self.codes.update(block.codes())
        self._writer.write(block, self._batch_id, origin, stands)

    def _stands(self, earlier: Mapping[tuple[str, int], Earlier], key: str, occurrence: int, digest: str) -> bool:
        before = earlier.get((key, occurrence))
        verdict, stands = compare(before, digest, self._origin.stamp)
        self.counts[verdict] += 1
        if stands and before is not None:
            self.beaten.append(before.id)
        return stands


def chain_batch(session: Session, batch: Batch, origins: str) -> None:
    """Add the link that covers a batch."""
    chain.add(session, kind="batch", subject_id=batch.id, digest=batch_digest(bare(session), batch.id, origins))


@dataclass(frozen=True)
class Earlier:
    """The version of a document that counts so far."""

    id: int
    digest: str
    stamp: str


def compare(before: Earlier | None, said: str, stamp: str) -> tuple[str, bool]:
    """Say whether a document is new, changed, known, tied with one as old or overtaken, and whether it is to stand."""
    if before is None:
        return "new", True
    newer = stamp > before.stamp
    if before.digest == said:
        return "known", newer
    if stamp == before.stamp:
        return "tied", False
    return ("changed", True) if newer else ("overtaken", False)


def known_versions(
    session: Session, origin: Origin, told: Iterable[str], progress: Progress
) -> dict[tuple[str, int], Earlier]:
    """Find the standing versions of the documents with these keys."""
    same = (
        Document.source == origin.source,
        Document.channel_id.is_(None) if origin.channel_id is None else Document.channel_id == origin.channel_id,
    )
    if session.execute(select(Document.id).where(*same).limit(1)).first() is None:
        return {}
    found = {}
    keys = sorted(set(told))
    for start in range(0, len(keys), CHUNK):
        progress.step(start, len(keys), "Comparing with what is known")
        rows = session.execute(
            select(Document.id, Document.key, Document.occurrence, Document.digest, Document.stamp).where(
                *same,
                Document.key.in_(keys[start : start + CHUNK]),
                Document.standing.in_([Standing.IN_FORCE, Standing.CROSS_CHECK]),
            )
        )
        for row in rows:
            found[row.key, row.occurrence] = Earlier(row.id, row.digest, row.stamp)
    return found


def channels_of(batch_id: int) -> Select[Channel]:
    """Select the channels that the documents of a batch speak of."""
    spoken_of = select(Document.channel_id).where(Document.batch_id == batch_id).distinct()
    return select(Channel).where(Channel.id.in_(spoken_of))


def has_active_documents(session: Session, channel_id: int) -> bool:
    """Say whether any import that stands speaks of a channel."""
    documents = select(Document.id).join(Batch, Batch.id == Document.batch_id)
    documents = documents.where(Document.channel_id == channel_id, Batch.active == 1, Batch.kind == "import")
    return session.execute(documents.limit(1)).first() is not None


def revert(session: Session, batch: Batch, *, undo: Batch) -> Batch:
    """Take a batch out of force (or put it back) by an own batch; older versions stand again. Gives the batch meant."""
    target, active = meant(session, batch)
    if target.active == active:
        raise RevertConflict(
            f"This was {'brought back' if active else 'undone'} already. Nothing was changed. History says when."
        )
    session.add(undo)
    session.flush()
    target.active = active
    session.flush()
    documents = session.execute(
        select(Document.source, Document.channel_id, Document.key, Document.occurrence).where(
            Document.batch_id == target.id
        )
    ).all()
    standing.settle(session, [Identity(*document) for document in documents])
    retranslate(session, _rated(session, target.id))
    undo.digest = undo_digest(target.id, active)
    session.flush()
    chain_batch(session, undo, FactsDigest().origins())
    return target


def meant(session: Session, batch: Batch) -> tuple[Batch, int]:
    """Give the batch that taking this one back bears on, and whether it will be active then."""
    target, active = batch, 0
    while target.reverts_id is not None:
        target, active = session.get_one(Batch, target.reverts_id), 1 - active
    return target, active


def undo_digest(target_id: int, active: int) -> str:
    """Hash what a batch of kind undo says: which batch it bears on, and whether that one is active then."""
    return sha256(f"{target_id} {active}".encode()).hexdigest()


def _rated(session: Session, batch_id: int) -> set[str]:
    rated = select(Rate.currency).join(Document, Document.id == Rate.document_id)
    return set(session.scalars(rated.where(Document.batch_id == batch_id).distinct()))
