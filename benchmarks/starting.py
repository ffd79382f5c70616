"""How soon the window is usable after the start, beside a bare window with one plot."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from app.errors import UserError
from app.importing.batch import import_file
from app.importing.demo import EXPORTS
from app.importing.finding import find_files
from app.jobs import Progress
from app.ledger.opening import new_ledger
from benchmarks.fresh import measure
from benchmarks.outcome import Figure, Outcome, Size

_TURNS = 5


def run(folder: Path, size: Size) -> Outcome:
    """Start both in turns, each in a fresh process; the fastest of each counts."""
    ledger = demo_ledger(folder)
    bare: list[float] = []
    ours: list[float] = []
    for _ in range(max(_TURNS // size.part, 2)):
        bare.append(measure("start_bare", repr(time.time()))["seconds"])
        ours.append(measure("start_window", repr(time.time()), folder / "settings", ledger)["seconds"])
    return Outcome(
        "Window usable after start",
        "From before Python starts to the last paint before 0.4 s without one, offscreen, in fresh processes in turns, "
        f"the fastest of {len(ours)}. Ours: `main.py --ledger` on the demo brand, the Overview with its figures. "
        "Bare: a QMainWindow with one pyqtgraph plot.",
        (
            Figure("window usable", min(ours), "s"),
            Figure("bare window with one plot", min(bare), "s"),
            Figure("window to bare window", min(ours) / min(bare), "times", bound=1.5),
        ),
        (f"Noise: the slowest start took {max(ours) / min(ours):.2f} times as long as the fastest.",),
    )


def demo_ledger(folder: Path) -> Path:
    """Import the demo brand into a ledger and close it."""
    path = folder / "demo.channelbook"
    ledger = new_ledger(path, currency="USD")
    for file in find_files([EXPORTS]):
        with suppress(UserError):
            import_file(ledger, Progress(), file=file)
    ledger.close()
    return path
