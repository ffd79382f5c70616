"""How the exports are laid out as text: quoting, blanks and line ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path


def header(text: str) -> list[str]:
    """Give the names of a header that is written down with bars between them."""
    return [name.strip() for name in text.split("|")]


def comma_line(cells: Iterable[str]) -> str:
    """Write cells as one line of a comma file, quoted only where a reader needs it."""
    return ",".join(_quoted(cell) for cell in cells)


def shopify_line(cells: Iterable[str | None]) -> str:
    """Write cells as Shopify does: what is unknown is bare, what is empty is a pair of quotes."""
    return ",".join("" if cell is None else _quoted(cell) or '""' for cell in cells)


def tab_line(cells: Iterable[str]) -> str:
    """Write cells as one line of an Amazon flat file, which knows no quotes."""
    return "\t".join(cells)


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Write lines as UTF-8 with the short line end, whatever the system."""
    path.write_bytes(("\n".join(lines) + "\n").encode())


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
