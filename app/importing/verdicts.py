"""What becomes of each row of a file: its documents compared with the versions that stand so far."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple, cast

from app.importing.drafting import Tail
from app.ledger import book
from app.ledger.blocks import Block
from app.ledger.book import Earlier

TIED = "differs from a version of the same age; say which one is newer"
FROM_ANOTHER = "already in the ledger from another file"
NOT_YET = 0  # the id of a version that a file ahead will bring


class Verdict(StrEnum):
    """What becomes of a row; one that is overtaken is there already, in a newer version that says otherwise."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "already there"
    OVERTAKEN = "overtaken by a newer version"
    LEFT_OUT = "left out on purpose"
    UNREAD = "cannot be read"


def of_five(verdict: Verdict) -> Verdict:
    """Give a verdict as files tell it, where what is overtaken counts as already there."""
    return Verdict.KNOWN if verdict is Verdict.OVERTAKEN else verdict


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
            verdict, _ = book.compare(before, digest, stamp)
            word = _WORDS[verdict]
            where = _AHEAD if before is not None and before.id == NOT_YET else _IN_LEDGER
            reason = _reason(occurrence, verdict, where=where)
            for row in rows:
                first, said = judged.get(row), RowVerdict(row, word, reason)
                judged[row] = said if first is None else _of_both(first, said)

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


_IN_LEDGER, _AHEAD = "in the ledger", "in a file that is imported before this one"
_WORDS = {
    "new": Verdict.NEW,
    "changed": Verdict.CHANGED,
    "known": Verdict.KNOWN,
    "tied": Verdict.CHANGED,
    "overtaken": Verdict.OVERTAKEN,
}


def overtaken_sentence(count: int) -> str:
    """Say that rows of a file do not count, and what to do if they should; nothing where there are none."""
    if not count:
        return ""
    rows = "1 row differs from a newer version" if count == 1 else f"{count} rows differ from newer versions"
    stays = "stays" if count == 1 else "stay"
    return f"{rows}, which {stays}. If this file is right, say that it is the newer one (--newest yes)"


def _of_both(first: RowVerdict, said: RowVerdict) -> RowVerdict:
    """Judge a row by two of its documents, such as an order and its refund."""
    if TIED in (first.reason, said.reason):
        return RowVerdict(said.row, Verdict.CHANGED, TIED)
    if {first.verdict, said.verdict} == {Verdict.KNOWN, Verdict.OVERTAKEN}:
        return first if first.verdict is Verdict.OVERTAKEN else said
    if first.verdict is not said.verdict:
        # An order that was known and now has a refund has changed.
        where = _AHEAD if _AHEAD in first.reason or _AHEAD in said.reason else _IN_LEDGER
        return RowVerdict(said.row, Verdict.CHANGED, _reason(1, "changed", where=where))
    # If a file ahead tells of one of them only, it is that file which tells of the row as a whole.
    return said if _AHEAD in said.reason else first


def _reason(occurrence: int, verdict: str, *, where: str) -> str:
    match verdict:
        case "new":
            return f"twin {occurrence} of equal rows" if occurrence > 1 else ""
        case "tied":
            return TIED
        case "changed":
            return f"differs from the version {where}, which stays readable"
        case "overtaken":
            return f"differs from a newer version {where}, which stays"
        case _:
            return FROM_ANOTHER if where == _IN_LEDGER else f"already {where}"
