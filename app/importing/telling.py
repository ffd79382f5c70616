"""The head, the drafts and the tail of a file, and the question for them, as messages between two processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from app.importing.drafting import ChannelChoice, Choices, Head, Known, KnownChannel, Tail
from app.importing.export import Control, LeftOut, Look, Unread
from app.importing.finding import FileToImport
from app.importing.packing import Packed
from app.importing.recognising import Recognised, all_exports
from app.importing.sniffing import Sheet
from app.importing.wire import Message, pack_block, send, unpack_block
from app.ledger.blocks import Block, block_of
from models.domain.postings import Draft


@dataclass(frozen=True)
class Limits:
    """What the reading of one file may take: bytes of memory, and seconds of processor time."""

    memory: int = 2 * 1024**3
    seconds: int = 120


@dataclass(frozen=True)
class Asked:
    """What a worker is to read, by what is known, and within which limits."""

    file: FileToImport
    choices: Choices
    known: Known
    limits: Limits


def ask(stream: BinaryIO, asked: Asked) -> None:
    """Send a question; a file that lies on disk is sent by its path alone."""
    file, choices = asked.file, asked.choices
    said = {
        "name": file.name,
        "path": str(file.path),
        "inside": file.inside,
        "time": file.time.isoformat() if file.time else None,
        "choices": [choices.channel, choices.export, dict(choices.options), choices.again],
        "known": [asked.known.currency, [list(asdict(channel).values()) for channel in asked.known.channels]],
        "limits": asdict(asked.limits),
    }
    send(stream, "read", said, [] if file.content is None else [file.content])


def asked_for(message: Message) -> Asked:
    """Read a question."""
    _, said, parts = message
    time = datetime.fromisoformat(said["time"]) if said["time"] else None
    content = parts[0] if parts else None
    currency, channels = said["known"]
    return Asked(
        FileToImport(said["name"], Path(said["path"]), said["inside"], time, content),
        Choices(*said["choices"]),
        Known(currency, tuple(KnownChannel(*channel) for channel in channels)),
        Limits(**said["limits"]),
    )


def tell(stream: BinaryIO, piece: Head | list[Draft] | Tail | Packed) -> None:
    """Send a piece of a file."""
    match piece:
        case Head():
            send(stream, "head", _head(piece))
        case Tail():
            send(stream, "tail", _tail(piece))
        case Packed():
            send(stream, "packed", [piece.sha256, piece.size], [piece.content])
        case _:
            send(stream, "drafts", None, pack_block(block_of(piece)))


def told(message: Message) -> Head | Block | Tail | Packed:
    """Read a piece of a file."""
    kind, said, parts = message
    match kind:
        case "head":
            return _as_head(said)
        case "tail":
            return _as_tail(said)
        case "packed":
            sha256, size = said
            return Packed(sha256, size, parts[0])
        case _:
            return unpack_block(parts)


def _head(head: Head) -> dict[str, Any]:
    sheet, found = head.found.sheet, head.found
    return {
        "export": found.export.code,
        "sheet": [sheet.name, sheet.delimiter, sheet.encoding],
        "header": [found.header_index, found.headers, found.evidence],
        "channel": [head.channel.name, head.channel.is_new, head.channel.candidates],
        "options": dict(head.options),
        "control": list(asdict(head.control).values()) if head.control else None,
        "rest": {name: getattr(head, name) for name in _PLAIN},
    }


_PLAIN = ("total_rows", "currency", "stamp", "snapshot", "sha256")


def _as_head(said: Mapping[str, Any]) -> Head:
    name, delimiter, encoding = said["sheet"]
    header_index, headers, evidence = said["header"]
    channel, is_new, candidates = said["channel"]
    sheet = Sheet(name, delimiter=delimiter, encoding=encoding)
    return Head(
        found=Recognised(all_exports()[said["export"]], sheet, header_index, tuple(headers), evidence),
        channel=ChannelChoice(channel, is_new, tuple(candidates)),
        options=said["options"],
        control=Control(*said["control"]) if said["control"] else None,
        **said["rest"],
    )


def _tail(tail: Tail) -> list[Any]:
    left_out = [[list(item.rows), item.reason] for item in tail.left_out]
    return [left_out, tail.unread, tail.looks, tail.first_day, tail.last_day]


def _as_tail(said: Any) -> Tail:  # noqa: ANN401 - as `_tail` made it, and JSON has no types
    left_out, unread, looks, first_day, last_day = said
    return Tail(
        tuple(LeftOut(*item) for item in left_out),
        tuple(Unread(*item) for item in unread),
        tuple(Look(*item) for item in looks),
        first_day,
        last_day,
    )
