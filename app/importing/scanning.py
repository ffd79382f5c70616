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
    """Whole records of a text as bytes: where each cell begins and ends, and which cell is the last of each record."""

    text: str
    raw: bytes
    data: Bytes
    starts: Ints
    ends: Ints
    last_cells: Ints

    def texts(self, starts: Ints, ends: Ints) -> list[str]:
        """Give what stands between some places."""
        bounds = zip(starts.tolist(), ends.tolist(), strict=True)
        if self.text.isascii():
            return [self.text[start:end] for start, end in bounds]
        return [self.raw[start:end].decode() for start, end in bounds]

    def record(self, index: int, delimiter: str, *, quoted: bool) -> Record:
        """Cut one record by `csv`."""
        first = self.last_cells[index - 1] + 1 if index else 0
        text = self.raw[self.starts[first] : self.ends[self.last_cells[index]]].decode()
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
            used = int(block.ends[-1]) + 1
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
    ends = _cell_ends(data[: len(raw)], delimiter)
    marks = np.flatnonzero(data == _QUOTE) if quoted else np.empty(0, np.intp)
    if marks.size:
        ends = ends[~_enclosed(ends, marks, len(raw))]
    last_cells = np.flatnonzero(data[ends] != delimiter)
    if not last_cells.size:
        return None
    ends = ends[: last_cells[-1] + 1]
    starts = np.empty_like(ends)
    starts[0] = 0
    starts[1:] = ends[:-1] + 1
    starts[1:] += (data[ends[:-1]] == _RETURN) & (data[ends[:-1] + 1] == _LINE_FEED)
    _refuse_irregular(data, marks[marks < ends[-1]], delimiter)
    if (ends - starts).max() > csv.field_size_limit():
        raise IrregularError
    return Block(text, raw, data, starts, ends, last_cells)


def _cell_ends(data: Bytes, delimiter: int) -> Ints:
    """Find every delimiter and line end, of a line end of two characters the first."""
    line_ends = data == _LINE_FEED
    returns = data == _RETURN
    if returns.any():
        line_ends[1:] &= ~returns[:-1]
        line_ends |= returns
    return np.flatnonzero((data == delimiter) | line_ends)


def _enclosed(ends: Ints, marks: Ints, length: int) -> Flags:
    """Say which places lie between a mark that opens and the one that closes, every other of which does."""
    closing = marks[1::2] if marks.size % 2 == 0 else np.append(marks[1::2], length)
    first, behind = np.searchsorted(ends, marks[::2]), np.searchsorted(ends, closing)
    some = first < behind
    steps = np.zeros(len(ends) + 1, np.int8)
    steps[first[some]] += 1
    steps[behind[some]] -= 1
    return np.add.accumulate(steps[:-1], dtype=np.int8).view(np.bool_)


def _refuse_irregular(data: Bytes, marks: Ints, delimiter: int) -> None:
    """Refuse a mark that opens or closes in the middle of a cell, of which `csv` makes something else than this."""
    opening, closing = marks[::2], marks[1::2]
    before = data[opening[opening > 0] - 1]
    for beside in (before, data[closing + 1]):
        at_edge = (beside == delimiter) | (beside == _QUOTE) | (beside == _LINE_FEED) | (beside == _RETURN)
        if not at_edge.all():
            raise IrregularError
