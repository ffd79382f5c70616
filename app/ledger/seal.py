"""The seal beside a ledger: how the file looked when it was last closed, so that nothing changes it unnoticed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from app.paths import replace_file


class SealState(StrEnum):
    """Whether the ledger is in use or was closed in good order."""

    OPEN = "open"
    CLOSED = "closed"


class Verdict(StrEnum):
    """What the seal says of the ledger file."""

    SEALED = "sealed"
    UNCLEAN = "unclean"
    MISMATCH = "mismatch"
    NONE = "none"


@dataclass(frozen=True)
class Seal:
    """What was written when the ledger was last closed; while it is in use, `state` is open."""

    state: SealState
    size: int
    sha256: str
    chain_head: str
    app_version: str


_NEVER_CLOSED = Seal(SealState.OPEN, size=0, sha256="", chain_head="", app_version="")


def seal_path(ledger_path: Path) -> Path:
    """Give the seal file of a ledger: beside the real file, whatever name it was opened by."""
    real = ledger_path.resolve()
    return real.with_name(f"{real.name}.seal")


def mark_open(ledger_path: Path) -> None:
    """Note, before the first write, that the ledger is in use; what the last closing said is kept for comparison."""
    last = read(ledger_path) or _NEVER_CLOSED
    _write(ledger_path, replace(last, state=SealState.OPEN))


def write_closed(ledger_path: Path, *, chain_head: str, app_version: str) -> Seal:
    """Seal a ledger whose connections are all closed."""
    real = ledger_path.resolve()
    seal = Seal(SealState.CLOSED, real.stat().st_size, file_digest(real), chain_head, app_version)
    _write(ledger_path, seal)
    return seal


def check(ledger_path: Path) -> Verdict:
    """Compare a ledger with its seal.

    SEALED: the file is byte for byte as it was closed. UNCLEAN: it was in use when its process ended, or the seal
    cannot be read, so everything is to be checked. MISMATCH: it was closed in good order and is another file now: an
    edit from outside, a damaged disk, or an older copy put back. NONE: never sealed.
    """
    if not seal_path(ledger_path).exists():
        return Verdict.NONE
    seal = read(ledger_path)
    if seal is None or seal.state is SealState.OPEN:
        return Verdict.UNCLEAN
    real = ledger_path.resolve()
    if real.stat().st_size != seal.size or stray_journals(real):
        return Verdict.MISMATCH
    return Verdict.SEALED if file_digest(real) == seal.sha256 else Verdict.MISMATCH


def read(ledger_path: Path) -> Seal | None:
    """Read the seal of a ledger; None when there is none or it cannot be read."""
    try:
        stored = json.loads(seal_path(ledger_path).read_text(encoding="utf-8"))
        return Seal(
            state=SealState(stored["state"]),
            size=int(stored["size"]),
            sha256=str(stored["sha256"]),
            chain_head=str(stored["chain_head"]),
            app_version=str(stored["app_version"]),
        )
    except (OSError, ValueError, TypeError, KeyError):
        return None


def file_digest(path: Path) -> str:
    """Give the SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def stray_journals(real: Path) -> tuple[Path, ...]:
    """List the journals beside a database that should have none: SQLite would play them back into the file.

    A journal that begins with a zero was never completed, because its change never came to the file; SQLite passes over
    it, and the next change writes over it.
    """
    journals = (real.with_name(f"{real.name}{ending}") for ending in ("-journal", "-wal"))
    return tuple(journal for journal in journals if _would_be_played_back(journal))


def _would_be_played_back(journal: Path) -> bool:
    try:
        with journal.open("rb") as stream:
            return stream.read(1) not in (b"", b"\x00")
    except FileNotFoundError:
        return False


def _write(ledger_path: Path, seal: Seal) -> None:
    with replace_file(seal_path(ledger_path), private=True) as partial:
        partial.write_text(json.dumps(asdict(seal), indent=2) + "\n", encoding="utf-8")
