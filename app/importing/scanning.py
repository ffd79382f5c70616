"""A text scanned by numpy: the bounds of all its cells, some megabytes at a time."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.importing.sorted_cells import Record

Bytes = NDArray[np.uint8]
Ints = NDArray[np.intp]
Flags = NDArray[np.bool_]

# Bytes behind the end of a block, so that a word can be read at any of its places.
PAD = 8
_QUOTE, _LINE_FEED, _RETURN = b'"\n\r'


class IrregularError(ValueError):
    """A text that only Python's `csv` can tell how to cut: a mark within a cell, or a cell longer than it allows."""


@dataclass(frozen=True)
class Block:
    """Whole records of a text as bytes: where each cell ends, behind a first -1, and which ends are those of records.

    So cell number `n` lies between the edges `n` and `n + 1`.
    """

    text: str
    raw: bytes
    data: Bytes
    edges: Ints
    last_cells: Ints
    has_returns: bool

    def bounds(self, cells: Ints) -> tuple[Ints, Ints]:
        """Give where some cells start and how long they are."""
        before = self.edges[cells]
        starts = before + 1
        if self.has_returns:
            starts += (self.data[before] == _RETURN) & (self.data[starts] == _LINE_FEED)
        return starts, self.edges[cells + 1] - starts

    def texts(self, starts: Ints, lengths: Ints) -> list[str]:
        """Give what stands at some places."""
        bounds = zip(starts.tolist(), (starts + lengths).tolist(), strict=True)
        if self.text.isascii():
            return [self.text[start:end] for start, end in bounds]
        return [self.raw[start:end].decode() for start, end in bounds]

    def record(self, index: int, delimiter: str, *, quoted: bool) -> Record:
        """Cut one record by `csv`."""
        first = self.last_cells[index - 1] + 1 if index else 0
        (start,), _ = self.bounds(np.array([first]))
        text = self.raw[start : self.edges[self.last_cells[index] + 1]].decode()
        quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
        return next(csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=quoting), [])


def blocks(text: str, delimiter: str, *, quoted: bool, size: int) -> Iterator[Block]:
    """Scan a text, about `size` characters at a time; raises where it is not regular."""
    start = 0
    while start < len(text):
        piece = text[start : start + size]
        is_last = start + size >= len(text)
        if is_last and piece[-1] not in "\r\n":
            piece += "\n"
        block = _scan(piece, ord(delimiter), quoted=quoted)
        if block is not None:
            yield block
            used = int(block.edges[-1]) + 1
            start += used if piece.isascii() else len(block.raw[:used].decode())
            # A line end of two characters may lie on the edge.
            start += text[start - 1 : start + 1] == "\r\n"
        elif is_last:
            raise IrregularError
        else:
            size *= 2


def _scan(text: str, delimiter: int, *, quoted: bool) -> Block | None:
    """Find the cells of the whole records at the beginning of a piece; None where it does not hold one."""
    raw = text.encode()
    data = np.zeros(len(raw) + PAD, np.uint8)
    data[: len(raw)] = np.frombuffer(raw, np.uint8)
    ends, has_returns = _cell_ends(data[: len(raw)], delimiter)
    marks = np.flatnonzero(data == _QUOTE) if quoted else np.empty(0, np.intp)
    if marks.size:
        ends = _without_enclosed(ends, marks, len(raw))
    last_cells = np.flatnonzero(data[ends] != delimiter)
    if not last_cells.size:
        return None
    ends = ends[: last_cells[-1] + 1]
    _refuse_irregular(data, marks[marks < ends[-1]], delimiter)
    if np.diff(ends[last_cells], prepend=0).max() > csv.field_size_limit():
        # So may be one of its cells, and then `csv` says so.
        raise IrregularError
    return Block(text, raw, data, np.concatenate(([-1], ends)), last_cells, has_returns)


def _cell_ends(data: Bytes, delimiter: int) -> tuple[Ints, bool]:
    """Find every delimiter and line end, of a line end of two characters the first; and whether there are any such."""
    line_ends = data == _LINE_FEED
    returns = data == _RETURN
    has_returns = bool(returns.any())
    if has_returns:
        line_ends[1:] &= ~returns[:-1]
        line_ends |= returns
    line_ends |= data == delimiter
    return np.flatnonzero(line_ends), has_returns


def _without_enclosed(ends: Ints, marks: Ints, length: int) -> Ints:
    """Take out the places between a mark that opens and the one that closes, which every other one does."""
    opening, closing = marks[::2], marks[1::2] if marks.size % 2 == 0 else np.append(marks[1::2], length)
    holds_some = closing - opening > 1
    first, behind = np.searchsorted(ends, opening[holds_some]), np.searchsorted(ends, closing[holds_some])
    counts = behind - first
    enclosed = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    is_end = np.ones(len(ends), np.bool_)
    is_end[enclosed] = False
    return ends[is_end]


def _refuse_irregular(data: Bytes, marks: Ints, delimiter: int) -> None:
    """Refuse a mark that opens or closes in the middle of a cell, of which `csv` makes something else than this."""
    opening, closing = marks[::2], marks[1::2]
    before = data[opening[opening > 0] - 1]
    for beside in (before, data[closing + 1]):
        at_edge = (beside == delimiter) | (beside == _QUOTE) | (beside == _LINE_FEED) | (beside == _RETURN)
        if not at_edge.all():
            raise IrregularError
