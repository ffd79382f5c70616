"""Sentences that the command line and the window share: what the one says with options, the other asks with fields."""

from __future__ import annotations

import re

_HINT = re.compile(r" ?\((?:--|main\.py )[^)]*\)")
_BARE = re.compile(r" with --[a-z-]+")
_OPTION = re.compile(r"--([a-z-]+)")


def in_window(sentence: str) -> str:
    """Leave out what is to be typed on the command line."""
    return _BARE.sub("", _HINT.sub("", sentence))


def asked_for(sentence: str) -> frozenset[str]:
    """Say which options a sentence asks for: "channel", "decimal", "day-first", "day", "export"."""
    return frozenset(_OPTION.findall(sentence))


def count(number: int, noun: str, *, written: str = "") -> str:
    """Write a number with its noun: "1 file", "3 files"."""
    return f"{written or number} {noun}{'' if number == 1 else 's'}"
