"""Columns all of whose cells are written plainly, read at once: a fifth of the time of reading cell by cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from app.importing.cells import PLAIN_MOMENT, Formats, Reader, identifier, money, shop_moment
from models.domain.bounds import AMOUNT_DIGITS

# Stands in no plain cell, so that a cell which holds it does not match either.
_BETWEEN = "\n"


def read_plainly(reader: Reader, texts: Sequence[str], formats: Formats) -> list[Any] | None:
    """Read different texts of a column as its reader would; None where that one has to look at each of them."""
    read = _AT_ONCE.get(reader)
    return read(texts, formats) if read is not None and texts else None


def _amounts(texts: Sequence[str], formats: Formats) -> list[int | None] | None:
    if formats.decimal != ".":
        return None
    decimals = rf"\.[0-9]{{{formats.decimals}}}" if formats.decimals else ""
    plain = _plain(f"-?[0-9]{{1,{AMOUNT_DIGITS - formats.decimals}}}{decimals}", texts)
    return None if plain is None else [int(one) if one else None for one in plain.replace(".", "").split(_BETWEEN)]


def _identifiers(texts: Sequence[str], _formats: Formats) -> list[str] | None:
    return None if _plain("#?[0-9A-Za-z]+", texts) is None else list(texts)


def _moments(texts: Sequence[str], _formats: Formats) -> list[datetime | None] | None:
    plain = _plain(PLAIN_MOMENT, texts)
    if plain is None:
        return None
    iso = plain.replace(" +", "+").replace(" -", "-").split(_BETWEEN)
    return [datetime.fromisoformat(one) if one else None for one in iso]


def _plain(form: str, texts: Sequence[str]) -> str | None:
    """Give texts as one, if each is blank or of a form that has no line end."""
    together = _BETWEEN.join(texts)
    is_plain = together.count(_BETWEEN) == len(texts) - 1 and _lines_of(form).fullmatch(together)
    return together if is_plain else None


@cache
def _lines_of(form: str) -> re.Pattern[str]:
    return re.compile(f"(?:{form}|)(?:{_BETWEEN}(?:{form}|))*+")


_AT_ONCE: dict[Reader, Callable[[Sequence[str], Formats], list[Any] | None]] = {
    money: _amounts,
    identifier: _identifiers,
    shop_moment: _moments,
}
