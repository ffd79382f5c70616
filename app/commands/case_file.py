"""Reading the file of one case, apart from any ledger."""

from __future__ import annotations

from pathlib import Path

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
        raise UserError(f"{path} cannot be read ({error.strerror}). {undone}") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path.name} is not UTF-8 text. {undone} Save it as UTF-8.") from error
    return decoded(text)
