"""The three kinds of failure.

Exception
└── UserError            the person can act on it; the message is shown as written
    ├── OpenFailure      a ledger that is not opened (or only for reading), with its kind
    ├── ImportRefused    a file that is not imported
    ├── MissingRates     a sum over currencies that lacks a rate
    ├── RevertConflict   a change that later changes stand on
    └── RowGone          a row that was undone or removed while a form on it was open
BaseException
└── Cancelled            the person stopped a job; nothing may swallow it
Everything else is a bug and ends in the crash dialog.
"""

from __future__ import annotations

from enum import StrEnum


class UserError(Exception):
    """Something the person can act on: says what happened, what is safe and what to do next."""


class OpenFailureKind(StrEnum):
    """Why a ledger was not opened for writing."""

    LOCKED = "locked"
    NEWER_VERSION = "newer version"
    DAMAGED = "damaged"
    WRONG_KEY = "wrong key"
    NOT_A_LEDGER = "not a ledger"
    NO_SPACE = "no space"
    READ_ONLY_PLACE = "read-only place"
    SYNC_FOLDER = "sync folder"


class OpenFailure(UserError):
    """A ledger that was not opened; `kind` says which offer the window makes."""

    def __init__(self, kind: OpenFailureKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


class ImportRefused(UserError):
    """A file that cannot be imported, with the reason."""


class MissingRates(UserError):
    """A sum over a currency for which some days have no rate."""


class RevertConflict(UserError):
    """A change that cannot be reverted because a later change touched the same row."""


class RowGone(UserError):
    """A row that was undone or removed since it was shown."""


class Cancelled(BaseException):
    """The person cancelled a job; derives from BaseException so that no `except Exception` swallows it."""
