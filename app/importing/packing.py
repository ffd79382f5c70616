"""The bytes of a file as the ledger keeps them, made on another thread while the file is read."""

from __future__ import annotations

import zlib
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Packed:
    """A file as it is kept: compressed, with the SHA-256 and the size of what it was."""

    sha256: str
    size: int
    content: bytes


def packing(data: bytes) -> Future[Packed]:
    """Begin to pack a file; both hashing and compressing leave the processor's other cores to the reading."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="packing")
    begun = pool.submit(_pack, data)
    # The thread ends with its one piece of work.
    pool.shutdown(wait=False)
    return begun


def _pack(data: bytes) -> Packed:
    return Packed(sha256(data).hexdigest(), len(data), zlib.compress(data, 1))
