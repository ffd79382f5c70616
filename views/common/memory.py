"""What the window remembers between starts: widths of columns, hidden columns, folders."""

from __future__ import annotations

from typing import Protocol


class Memory(Protocol):
    """Keeps short texts by key."""

    def get(self, key: str) -> str | None:
        """Give what was kept, or None."""

    def set(self, key: str, value: str) -> None:
        """Keep a text."""


class NoMemory:
    """Remembers as long as it lives; for tests and for a window without settings."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """Give what was kept, or None."""
        return self._kept.get(key)

    def set(self, key: str, value: str) -> None:
        """Keep a text."""
        self._kept[key] = value
