"""What a channel export is: its columns, how it is recognised, and how its rows become documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from app.importing.cells import Reader, text
from models.domain.postings import Draft


@dataclass(frozen=True)
class Col:
    """A column that is used: the name rows give it, its header (several spellings allowed), and how a cell is read.

    A header in `titles` matches after lower case and without punctuation; one that ends in `*` matches how a header
    begins. `required` columns must be there for the file to be this export at all; a missing optional column reads as
    blank cells. `hint` and `example` explain the column in the template of one of Channelbook's own tables.
    """

    name: str
    titles: str | tuple[str, ...]
    reader: Reader = text
    required: bool = True
    hint: str = ""
    example: str = ""

    def spellings(self) -> tuple[str, ...]:
        """Give the headers this column may have, normalised; a pattern keeps its `*`."""
        titles = (self.titles,) if isinstance(self.titles, str) else self.titles
        return tuple(normalise(title) + ("*" if title.endswith("*") else "") for title in titles)

    @property
    def title(self) -> str:
        """The header as it is named to people."""
        return (self.titles if isinstance(self.titles, str) else self.titles[0]).removesuffix("*").strip(" (")


class LeftOut(NamedTuple):
    """Rows left out on purpose, with the reason."""

    rows: Sequence[int]
    reason: str


class Unread(NamedTuple):
    """A row that cannot be posted, with the column at fault and the reason."""

    row: int
    column: str
    reason: str


class Look(NamedTuple):
    """Something worth a look on a row that was posted, with the amount (minor units) that does not fit."""

    row: int
    reason: str
    amount: int
    currency: str


Outcome = Draft | LeftOut | Unread | Look


@dataclass(frozen=True)
class Context:
    """What posting rules may know besides the rows: the channel's choices, the file's own time, the headers."""

    currency: str
    recognition: str = "placed"
    file_name: str = ""
    file_time: datetime | None = None
    snapshot_day: str = ""
    headers: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Control:
    """What a file says its rows add up to, in minor units."""

    total: int
    currency: str
    name: str


Post = Callable[[Sequence[Any], Context], Iterator[Outcome]]


def no_control(_rows: Sequence[Any], _context: Context) -> Control | None:
    """Say that the export carries no control total."""
    return None


@dataclass(frozen=True)
class Export:
    """A channel export.

    `signature` names the columns that tell it from others (normalised headers; a name in it may be a pattern ending
    in `*`). `post` turns its rows, in file order, into documents. `decimal` is the decimal mark, or None where it
    differs by locale and is found over the whole file. `stamp` gives the columns whose latest moment says how new the
    file is; a `snapshot` shows one day, which is in no row. `shared` exports bring their own channel in each row or
    none at all. Where one row of a `group` (a column's name; people call it `group_word`) cannot be read, none of its
    rows is posted. `lacking` is said of a file that has the signature but not all required columns. The currency of a
    row without one is the one above it if `currency_carries`, else what the header or the sign in `currency_in_cells`
    says, else the ledger's. `same_as` names exports that tell the same under the same first part of a key.
    """

    code: str
    title: str
    platform: str
    signature: tuple[str, ...]
    columns: tuple[Col, ...]
    post: Post
    stamp: tuple[str, ...]
    where: str = ""
    decimal: str | None = "."
    quoting: bool = True
    control: Callable[[Sequence[Any], Context], Control | None] = no_control
    shared: bool = False
    snapshot: bool = False
    currency_in_header: str = ""
    currency_in_cells: str = ""
    currency_carries: bool = True
    group: str = ""
    group_word: str = ""
    lacking: str = ""
    same_as: tuple[str, ...] = ()
    footer: str = ""
    version: int = 1

    @property
    def is_own(self) -> bool:
        """Whether it is one of Channelbook's own tables, of which there is a template."""
        return bool(self.columns[0].hint)

    @property
    def states_total(self) -> bool:
        """Whether its files say what their rows add up to."""
        return self.control is not no_control


# Every export looks at the first rows of a file for its headers.
@lru_cache(maxsize=8192)
def normalise(title: str) -> str:
    """Fold a header for comparison: lower case, single spaces, without punctuation around and between words."""
    folded = title.strip().strip("\ufeff").casefold()
    return re.sub(r"[\s_\-–]+", " ", re.sub(r"[\"'’.:#*?]", "", folded)).strip()
