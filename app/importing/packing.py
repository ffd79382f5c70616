"""The bytes of a file as the ledger keeps them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from hashlib import sha256

from app.errors import ImportRefused
from app.importing.finding import FileToImport


@dataclass(frozen=True)
class Packed:
    """A file as it is kept: compressed, with the SHA-256 and the size of what it was."""

    sha256: str
    size: int
    content: bytes


def packed(file: FileToImport, looked_at: str) -> Packed:
    """Read a file again and pack it; refuses other bytes than those that were looked at, of which this is the SHA-256.

    They are not held while drafts are made: for a large file that would be most of the memory an import takes.
    """
    data = file.read()
    if sha256(data).hexdigest() != looked_at:
        raise ImportRefused(f"{file.name} was changed while it was read. Nothing was imported. Import it again.")
    return Packed(looked_at, len(data), zlib.compress(data, 1))
