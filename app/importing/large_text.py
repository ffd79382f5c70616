"""The cells of a large text sorted into columns by numpy, as `csv` would cut them and in half its time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from app.importing.numbering import Words, numbered, texts_of, words_of
from app.importing.scanning import Block, Flags, Ints, IrregularError, blocks
from app.importing.sorted_cells import SortedCells, TextColumn, Value

# So many characters at a time: enough to make the calls of numpy few, and few enough for the processor's cache.
_BLOCK = 2 * 1024 * 1024
# A text that stands in fewer than so many cells of a block is not looked for in other blocks: that takes longer than to
# read it again.
_OFTEN = 8
# Cells of more words are cut out one by one, since each would take as much memory as the longest.
_MOST_WORDS = 16
_QUOTE = ord('"')


class Layout(NamedTuple):
    """How a text is written: its delimiter, whether marks enclose cells, its width, its used columns, its header."""

    delimiter: str
    quoted: bool
    width: int
    places: Sequence[int]
    above: int


@dataclass(frozen=True)
class ScannedColumn(TextColumn):
    """A column whose places are an array."""

    places: Any

    def spread(self, values: Sequence[Value]) -> list[Value]:
        """Give each row what was made of its text."""
        made: list[Value] = np.fromiter(values, dtype=object, count=len(values))[self.places].tolist()
        return made


def sort_cells(text: str, layout: Layout, *, size: int = _BLOCK) -> SortedCells | None:
    """Sort the cells of a text into columns; None where only `csv` can tell how it is to be cut."""
    if "\x00" in text:
        # It would look like the end of a cell.
        return None
    cells = SortedCells()
    columns = [_GrowingColumn() for _ in layout.places]
    try:
        for block in _ahead(blocks(text, layout.delimiter, quoted=layout.quoted, size=size)):
            _take(block, layout, cells, columns)
    except IrregularError:
        return None
    cells.columns = [column.whole() for column in columns]
    cells.count = max(cells.count - layout.above, 0)
    return cells


def _ahead(found: Iterator[Block]) -> Iterator[Block]:
    """Scan each block on another thread while the one before it is sorted; numpy lets both run at once."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="scanning") as pool:
        following = pool.submit(next, found, None)
        while block := following.result():
            following = pool.submit(next, found, None)
            yield block


def _take(block: Block, layout: Layout, cells: SortedCells, columns: Sequence[_GrowingColumn]) -> None:
    """Add the rows of a block, and apart from them its other records; the header and what stands above it are none."""
    is_below = np.arange(cells.count, cells.count + len(block.last_cells)) >= layout.above
    rows = np.flatnonzero(is_below & (np.diff(block.last_cells, prepend=-1) == layout.width))
    bounds = _bounds(block, layout, rows)
    is_filled = _is_filled(block, layout, rows, bounds)
    if not is_filled.all():
        rows = rows[is_filled]
        bounds = _bounds(block, layout, rows)
    for column, place in zip(columns, bounds, strict=True):
        column.add(block, place)
    is_below[rows] = False
    first = cells.count + 1
    cells.rows += (rows + first).tolist()
    cells.others += [
        (first + index, block.record(index, layout.delimiter, quoted=layout.quoted))
        for index in np.flatnonzero(is_below).tolist()
    ]
    cells.count += len(block.last_cells)


class _Bounds(NamedTuple):
    """Where the cells of a column begin and how long they are, without the marks that enclose any of them."""

    starts: Ints
    lengths: Ints
    is_enclosed: bool


def _bounds(block: Block, layout: Layout, rows: Ints) -> list[_Bounds]:
    """Find the used cells of some rows, column by column."""
    last, found = block.last_cells[rows], []
    for place in layout.places:
        starts, lengths = block.bounds(last - (layout.width - 1 - place))
        marked = block.data[starts] == _QUOTE
        is_enclosed = layout.quoted and bool(marked.any())
        if is_enclosed:
            starts, lengths = starts + marked, lengths - 2 * marked
        found.append(_Bounds(starts, lengths, is_enclosed))
    return found


def _is_filled(block: Block, layout: Layout, rows: Ints, bounds: Sequence[_Bounds]) -> Flags:
    """Say which rows have a cell that is not empty; where it is none of those used, the others are looked at."""
    is_filled: Flags = reduce(np.logical_or, [column.lengths > 0 for column in bounds])
    for index in np.flatnonzero(~is_filled).tolist():
        is_filled[index] = any(block.record(int(rows[index]), layout.delimiter, quoted=layout.quoted))
    return is_filled


@dataclass
class _GrowingColumn:
    """A column to which blocks are added."""

    texts: list[str] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    parts: list[Any] = field(default_factory=list)

    def add(self, block: Block, bounds: _Bounds) -> None:
        """Add the cells of a block, their texts numbered as those before unless they hardly ever come again."""
        words = words_of(block.data, bounds.starts, bounds.lengths)
        some, places = numbered(words)
        texts = _texts(block, bounds, words, some)
        if len(texts) * _OFTEN > len(places):
            self.parts.append((places + len(self.texts)).astype(np.int32))
            self.texts += texts
            return
        fresh = [text for text in texts if text not in self.numbers]
        self.numbers.update(zip(fresh, range(len(self.texts), len(self.texts) + len(fresh)), strict=True))
        self.texts += fresh
        own = np.fromiter(map(self.numbers.__getitem__, texts), np.int32, len(texts))
        self.parts.append(own[places])

    def whole(self) -> ScannedColumn:
        """Give the whole column."""
        return ScannedColumn(self.texts, np.concatenate(self.parts) if self.parts else np.empty(0, np.int32))


def _texts(block: Block, bounds: _Bounds, words: Sequence[Words], some: Ints) -> list[str]:
    """Give the texts of some cells."""
    if len(words) > _MOST_WORDS:
        texts = block.texts(bounds.starts[some], bounds.lengths[some])
    else:
        texts = texts_of([word[some] for word in words], is_ascii=block.text.isascii())
    return [text.replace('""', '"') for text in texts] if bounds.is_enclosed else texts
