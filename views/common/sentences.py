"""Sentences that the command line and the window share: what the one says with options, the other asks with fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from app.columns import Cell, Column, Kind, Row

_HINT = re.compile(r" ?\((?:--|main\.py )[^)]*\)")
_BARE = re.compile(r" with --[a-z-]+")
_OPTION = re.compile(r"--([a-z-]+)")


def in_window(sentence: str) -> str:
    """Leave out what is to be typed on the command line."""
    return _BARE.sub("", _HINT.sub("", sentence))


def columns_in_window(columns: Iterable[Column[Row]]) -> list[Column[Row]]:
    """Give columns of which those of text leave out what is to be typed on the command line."""

    def told(value: Callable[[Row], Cell]) -> Callable[[Row], Cell]:
        def shown(row: Row) -> Cell:
            cell = value(row)
            return in_window(cell) if isinstance(cell, str) else cell

        return shown

    return [replace(one, value=told(one.value)) if one.kind is Kind.TEXT else one for one in columns]


def asked_for(sentence: str) -> frozenset[str]:
    """Say which options a sentence asks for: "channel", "decimal", "day-first", "day", "export"."""
    return frozenset(_OPTION.findall(sentence))


def count(number: int, noun: str, *, written: str = "") -> str:
    """Write a number with its noun: "1 file", "3 files"."""
    return f"{written or number} {noun}{'' if number == 1 else 's'}"
