"""What two processes say to each other about a file: messages of JSON, and drafts as columns.

Nothing but texts and numbers crosses; a format that can name classes would let a file from outside run something.
"""

from __future__ import annotations

import json
import struct
from array import array
from collections.abc import Sequence
from typing import Any, BinaryIO, cast, get_args

from app.ledger.blocks import Block
from models.domain.postings import OtherFact, Posting

_LENGTH = struct.Struct(">I")
_FACTS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(OtherFact)}
_POSTING_WIDTH = len(Posting._fields)
# Hardly ever stands in a text.
_BETWEEN = "\x1f"

Message = tuple[str, Any, list[bytes]]


def send(stream: BinaryIO, kind: str, said: object = None, parts: Sequence[bytes] = ()) -> None:
    """Write one message: what it is, what it says as JSON, and parts of bytes."""
    frame = [json.dumps([kind, said]).encode(), *parts]
    stream.write(_LENGTH.pack(len(frame)) + b"".join(_LENGTH.pack(len(part)) for part in frame))
    stream.writelines(frame)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """Read one message; None where the other side has ended, also in the middle of one."""
    try:
        lengths = _numbers(stream, _LENGTH.unpack(_exactly(stream, _LENGTH.size))[0])
        said, *parts = [_exactly(stream, length) for length in lengths]
    except EOFError:
        return None
    kind, told = json.loads(said)
    return kind, told, parts


def _numbers(stream: BinaryIO, many: int) -> list[int]:
    return [number for (number,) in _LENGTH.iter_unpack(_exactly(stream, many * _LENGTH.size))]


def _exactly(stream: BinaryIO, length: int) -> bytes:
    found = stream.read(length)
    if len(found) != length:
        raise EOFError
    return found


def pack_block(block: Block) -> list[bytes]:
    """Write each column of a block as a part, with the digests of its documents, then its other facts."""
    others = [(place, type(fact).__name__, *fact) for place, fact in block.others]
    return [*map(_column, (block.digests, *block.columns, *block.postings)), json.dumps(others).encode()]


def unpack_block(parts: Sequence[bytes]) -> Block:
    """Make the block of its parts again."""
    digests, *columns, others = parts
    values = list(map(_values, columns))
    told = [(place, _FACTS[kind](*fields)) for place, kind, *fields in json.loads(others)]
    made: Block = cast("Any", Block)(*values[:-_POSTING_WIDTH], tuple(values[-_POSTING_WIDTH:]), told)
    made.digests = _values(digests)
    return made


def _column(values: Sequence[Any]) -> bytes:
    """Write a column: numbers as they lie in memory; texts as one, as all with a mark between them, or as JSON."""
    try:
        return b"i" + array("i", values).tobytes()
    except OverflowError:
        return b"j" + json.dumps(values).encode()
    except TypeError:
        if values.count(values[0]) == len(values):
            return b"c" + _LENGTH.pack(len(values)) + json.dumps(values[0]).encode()
    try:
        together = _BETWEEN.join(values)
        if together.count(_BETWEEN) == len(values) - 1:
            return b"t" + together.encode()
    except (TypeError, UnicodeEncodeError):
        pass
    return b"j" + json.dumps(values).encode()


def _values(column: bytes) -> list[Any]:
    """Read a column."""
    kind, said = column[:1], memoryview(column)[1:]
    if kind == b"i":
        return array("i", said.tobytes()).tolist()
    if kind == b"t":
        return str(said, "utf-8").split(_BETWEEN)
    if kind == b"j":
        return cast("list[Any]", json.loads(said.tobytes()))
    return [json.loads(said[_LENGTH.size :].tobytes())] * int(_LENGTH.unpack(said[: _LENGTH.size])[0])
