"""Documents with their facts as columns, some thousand at a time: the form in which they cross and are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from typing import Any, cast

from app.ledger.digests import said_of
from models.domain.postings import (
    Draft,
    Fact,
    OtherFact,
    Posting,
    cited_rows,
    digest_of_lines,
    posting,
    posting_lines,
)

_FACT = {str(fact): fact for fact in Fact}
_POSTING_WIDTH = len(Posting._fields)


@dataclass
class Block:
    """Some documents: columns with an item for each of them, and apart from these their rows and facts, one by one.

    `postings` are columns in the order of the fields of a posting; `others` name the place of their document.
    """

    keys: list[str]
    occurrences: list[int]
    facts: list[str]
    days: list[str]
    subjects: list[str]
    ranks: list[int]
    billed: list[int]
    channels: list[str]
    row_counts: list[int]
    posting_counts: list[int]
    rows: list[int]
    postings: tuple[list[Any], ...]
    others: list[tuple[int, OtherFact]]

    @property
    def columns(self) -> tuple[list[Any], ...]:
        """All columns but those of postings, which follow them, and of other facts."""
        told = (self.keys, self.occurrences, self.facts, self.days, self.subjects, self.ranks, self.billed)
        return (*told, self.channels, self.row_counts, self.posting_counts, self.rows)

    @cached_property
    def digests(self) -> list[str]:
        """The digest of each document, hashed here where nobody knew them before."""
        lines = iter(posting_lines(zip(*self.postings, strict=True)))
        counts = zip(self.posting_counts, self._others_of_each(), strict=True)
        return [digest_of_lines(islice(lines, count), others) for count, others in counts]

    def said(self) -> bytes:
        """Write what the digest of their batch covers."""
        rows = iter(map(str, self.postings[0]))
        each = zip(self.posting_counts, self._others_of_each(), strict=True)
        cited = [cited_rows(islice(rows, count), others) for count, others in each]
        return said_of(zip(*self.columns[:7], self.digests, cited, strict=True))

    def amounts(self) -> list[list[Any]]:
        """Give account, amount (minor units) and currency of all postings, as columns."""
        return list(self.postings[2:5])

    def currencies(self) -> set[tuple[str, str]]:
        """Give currency and day of all postings, each once."""
        return set(zip(self.postings[4], self.postings[1], strict=True))

    def codes(self) -> set[str]:
        """Give the codes that postings bear, each once; blank among them if one bears none."""
        return set(self.postings[5])

    def rows_of_each(self) -> Iterator[list[int]]:
        """Give the rows that each document was read from."""
        rows = iter(self.rows)
        return (list(islice(rows, count)) for count in self.row_counts)

    def drafts(self) -> list[Draft]:
        """Make drafts of the columns again."""
        facts = map(posting, cast("Any", zip(*self.postings, strict=True)))
        columns = (*self.columns[:8], self.digests, self.posting_counts, self.rows_of_each(), self._others_of_each())
        return [
            Draft(
                *(_FACT[fact], key, day, rows, list(islice(facts, count)), list(others)),
                *(occurrence, subject, rank, bool(billed), channel, digest),
            )
            for key, occurrence, fact, day, subject, rank, billed, channel, digest, count, rows, others in zip(
                *columns, strict=True
            )
        ]

    def _others_of_each(self) -> list[Sequence[OtherFact]]:
        none: tuple[OtherFact, ...] = ()
        found: list[Sequence[OtherFact]] = [none] * len(self.keys)
        for place, fact in self.others:
            found[place] = [*found[place], fact]
        return found


def block_of(drafts: Sequence[Draft]) -> Block:
    """Write drafts, of which there is at least one, as columns."""
    facts = list(chain.from_iterable([draft.postings for draft in drafts]))
    block = Block(
        [draft.key for draft in drafts],
        [draft.occurrence for draft in drafts],
        [str(draft.fact) for draft in drafts],
        [draft.day for draft in drafts],
        [draft.subject for draft in drafts],
        [draft.rank for draft in drafts],
        [int(draft.billed) for draft in drafts],
        [draft.channel for draft in drafts],
        [len(draft.rows) for draft in drafts],
        [len(draft.postings) for draft in drafts],
        list(chain.from_iterable([draft.rows for draft in drafts])),
        tuple(map(list, zip(*facts, strict=True))) if facts else tuple([] for _ in range(_POSTING_WIDTH)),
        [(place, fact) for place, draft in enumerate(drafts) if draft.others for fact in draft.others],
    )
    if all(draft.is_hashed for draft in drafts):
        block.digests = [draft.digest() for draft in drafts]
    return block
