"""The memory of a process and of those it starts, taken together while they run."""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

_PROC = Path("/proc")
_PAUSE = 0.01
_PAGES_A_MEGABYTE = 1024 * 1024 / os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 1.0


class Watch:
    """Looks a hundred times a second; `most` is the largest sum found, in megabytes, 0 where there is no /proc.

    Pages that two processes share are counted twice, so it is never too little.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.most = 0.0
        self._pid = process.pid
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look no longer."""
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(_PAUSE):
            with suppress(OSError, ValueError):
                self.most = max(self.most, sum(map(_resident, (self._pid, *_children(self._pid)))))


def _children(pid: int) -> list[int]:
    tasks = (_PROC / str(pid) / "task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text(encoding="ascii").split()]


def _resident(pid: int) -> float:
    try:
        return int((_PROC / str(pid) / "statm").read_text(encoding="ascii").split()[1]) / _PAGES_A_MEGABYTE
    except (OSError, IndexError):
        return 0.0
