"""Channels that rows name and the ledger does not know: what is said of them before an import, and after it."""

from __future__ import annotations

from collections.abc import Sequence

from models.domain.catalog import guess_kind

_WHERE = "(Catalogue → Channels changes that)"


def makes_sentence(names: Sequence[str]) -> str:
    """Say which channels an import would make and of which kind, or nothing."""
    if not names:
        return ""
    them = "it" if len(names) == 1 else "them"
    kinds = _of_kind(names[0]) if _alike(names) else _each(names)
    return f"No channel is called {_quoted(names)} yet: the import makes {them}, {kinds} {_WHERE}"


def made_sentence(names: Sequence[str]) -> str:
    """Say which channels an import has made and of which kind, or nothing."""
    if not names:
        return ""
    return f"The import made {f'{_quoted(names)}, {_of_kind(names[0])}' if _alike(names) else _each(names)} {_WHERE}"


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _alike(names: Sequence[str]) -> bool:
    return len({guess_kind("", name) for name in names}) == 1


def _of_kind(name: str) -> str:
    return f"of the kind {guess_kind('', name)}"


def _each(names: Sequence[str]) -> str:
    return ", ".join(f"“{name}” {_of_kind(name)}" for name in names)
