"""Documents with their facts as columns, some thousand at a time: the form in which they cross and are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any, NamedTuple, cast

from app.ledger.digests import Told, said_of
from models.domain.postings import Draft, Fact, OtherFact, Posting, posting

_FACT = {str(fact): fact for fact in Fact}
_POSTING_WIDTH = len(Posting._fields)


class Block(NamedTuple):
    """Some documents, each list with an item for each of them but those of rows, postings and other facts.

    `postings` are columns in the order of the fields of a posting; `others` name the place of their document; `said` is
    what the digest of their batch covers.
    """

    keys: list[str]
    occurrences: list[int]
    facts: list[str]
    days: list[str]
    subjects: list[str]
    ranks: list[int]
    billed: list[int]
    digests: list[str]
    channels: list[str]
    row_counts: list[int]
    posting_counts: list[int]
    rows: list[int]
    postings: tuple[list[Any], ...]
    others: list[tuple[int, OtherFact]]
    said: bytes

    def amounts(self) -> list[tuple[str, int, str]]:
        """Give account, amount and currency (minor units) of every posting."""
        _, _, accounts, amounts, currencies, *_ = self.postings
        return list(zip(accounts, amounts, currencies, strict=True))

    def rows_of_each(self) -> Iterator[list[int]]:
        """Give the rows that each document was read from."""
        rows = iter(self.rows)
        return (list(islice(rows, count)) for count in self.row_counts)

    def drafts(self) -> list[Draft]:
        """Make drafts of the columns again."""
        facts = map(posting, cast("Any", zip(*self.postings, strict=True)))
        columns = (*self[:8], self.channels, self.posting_counts, self.rows_of_each())
        drafts = [
            Draft(
                *(_FACT[fact], key, day, rows, list(islice(facts, count)), []),
                *(occurrence, subject, rank, bool(billed), channel, digest),
            )
            for key, occurrence, fact, day, subject, rank, billed, digest, channel, count, rows in zip(
                *columns, strict=True
            )
        ]
        for place, fact in self.others:
            drafts[place].others.append(fact)
        return drafts


def block_of(drafts: Sequence[Draft]) -> Block:
    """Write drafts, of which there is at least one, as columns."""
    told = [_told(draft) for draft in drafts]
    facts = list(chain.from_iterable([draft.postings for draft in drafts]))
    return Block._make(
        [
            *map(list, zip(*told, strict=True)),
            [draft.channel for draft in drafts],
            [len(draft.rows) for draft in drafts],
            [len(draft.postings) for draft in drafts],
            list(chain.from_iterable([draft.rows for draft in drafts])),
            tuple(map(list, zip(*facts, strict=True))) if facts else tuple([] for _ in range(_POSTING_WIDTH)),
            [(place, fact) for place, draft in enumerate(drafts) if draft.others for fact in draft.others],
            "".join([said_of(one, draft.cited()) for one, draft in zip(told, drafts, strict=True)]).encode(),
        ]
    )


def _told(draft: Draft) -> Told:
    return Told(
        draft.key,
        draft.occurrence,
        str(draft.fact),
        draft.day,
        draft.subject,
        draft.rank,
        int(draft.billed),
        draft.digest(),
    )
