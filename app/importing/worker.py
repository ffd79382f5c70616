"""The process that reads a file, so that nothing a file holds can take down the window: `main.py --read-worker`.

It is asked once, answers piece by piece, and ends: also when whoever asked has ended, or when a limit is reached.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from contextlib import suppress
from threading import Thread
from typing import BinaryIO

from app.errors import ImportRefused
from app.importing.drafting import draft_file
from app.importing.telling import Asked, Limits, asked_for, tell
from app.importing.wire import receive, send

if sys.platform != "win32":
    import resource


def serve() -> None:
    """Answer the one question on standard input, and end the process."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=1024 * 1024)
    # Whatever anybody prints goes where errors go and not among the answers.
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asked says when to stop
    with suppress(BrokenPipeError):
        message = receive(questions)
        if message is not None:
            Thread(target=_end_with_the_asker, daemon=True).start()
            _answer(asked_for(message), answers)
            answers.flush()
    # Not by way of Python's end, which would wait for the thread that waits for the asker.
    os._exit(0)


def _end_with_the_asker() -> None:
    """End at once when standard input ends, as it does with the process that asked."""
    while os.read(0, 1):
        pass
    os._exit(1)


def _answer(asked: Asked, answers: BinaryIO) -> None:
    gc.disable()  # rows and postings have no cycles, and the search would walk them all
    try:
        set_limits(asked.limits)
        for piece in draft_file(asked.file, asked.choices, asked.known):
            tell(answers, piece)
    except ImportRefused as refusal:
        send(answers, "refused", str(refusal))
    except MemoryError:
        send(answers, "memory")
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - told to the one who asked, and raised there
        send(answers, "crashed", traceback.format_exc())


def set_limits(limits: Limits) -> None:
    """Limit memory and processor time where the system can; macOS takes no notice of the one on memory."""
    if sys.platform == "win32":
        return
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_AS, limits.memory),
    ):
        _, hard = resource.getrlimit(kind)
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
