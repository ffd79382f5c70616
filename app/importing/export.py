"""What a channel export is: its columns, how it is recognised, and how its rows become documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from app.importing.cells import Reader, text
from models.domain.postings import Draft


@dataclass(frozen=True)
class Col:
    """A column that is used: the name rows give it, its header (several spellings allowed), and how a cell is read.

    A header in `titles` matches after lower case and without punctuation. `required` columns must be there for the
    file to be this export at all; a missing optional column reads as blank cells.
    """

    name: str
    titles: str | tuple[str, ...]
    reader: Reader = text
    required: bool = True

    def spellings(self) -> tuple[str, ...]:
        """Give the headers this column may have, normalised."""
        titles = (self.titles,) if isinstance(self.titles, str) else self.titles
        return tuple(normalise(title) for title in titles)


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
    differs by locale and is found over the whole column. `period` gives the columns whose days are the file's period
    and, at their latest, its stamp. `shared` exports bring their own channel in each row or none at all.
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
    channel_column: str = ""
    shared: bool = False
    snapshot: bool = False
    currency_in_header: str = ""
    footer: str = ""
    version: int = 1


def normalise(title: str) -> str:
    """Fold a header for comparison: lower case, single spaces, without punctuation around and between words."""
    folded = title.strip().strip("\ufeff").casefold()
    return re.sub(r"[\s_\-–]+", " ", re.sub(r"[\"'’.:#*?]", "", folded)).strip()
