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


def packing(data: bytes) -> tuple[Future[str], Future[Packed]]:
    """Begin to hash a file, then to pack it; both leave the processor's other cores to the reading."""
    pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="packing")
    hashed = pool.submit(_hash, data)
    packed = pool.submit(_pack, data, hashed)
    # The thread ends with its two pieces of work.
    pool.shutdown(wait=False)
    return hashed, packed


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _pack(data: bytes, hashed: Future[str]) -> Packed:
    return Packed(hashed.result(), len(data), zlib.compress(data, 1))
