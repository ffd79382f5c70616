"""Reading the file of one case, apart from any ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unicodedata import category

from app.errors import UserError
from app.queries.json_fields import decoded

_LARGEST = 10_000_000  # bytes; a case of a thousand channels has a tenth of them


def read_case(path: Path, *, undone: str) -> object:
    """Decode a case file; a refusal ends with `undone`, which says what was not done."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UserError(f"{path.name} is too large for one case. {undone}")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}). {undone} Check the name.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not UTF-8 text. {undone} Save it as UTF-8.") from error
    try:
        case = decoded(text)
    except UserError as error:
        raise UserError(f"{path.name}: {error} {undone}") from error
    unprintable = next(_unprintable(case), "")
    if unprintable:
        raise UserError(f"{unprintable} holds a control character, which a terminal would obey. {undone} Take it out.")
    return case


def _unprintable(case: object) -> Iterator[str]:
    """Give the places of texts and names with a control character in them."""
    waiting: list[tuple[str, object]] = [("", case)]
    while waiting:
        place, value = waiting.pop()
        if isinstance(value, str) and _obeyed(value):
            yield place or "The case"
        elif isinstance(value, list):
            waiting += [(f"{place}[{number}]", one) for number, one in enumerate(value)]
        elif isinstance(value, dict):
            if any(map(_obeyed, value)):
                yield f"A name in {place or 'the case'}"
            waiting += [(f"{place}.{name}" if place else name, one) for name, one in value.items()]


def _obeyed(text: str) -> bool:
    return any(category(letter) == "Cc" for letter in text)
