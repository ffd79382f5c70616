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

_TURNS = 8


def run(folder: Path, size: Size) -> Outcome:
    """Start both in turns, each in a fresh process; the fastest of each counts."""
    ledger = demo_ledger(folder)
    bare: list[dict[str, float]] = []
    ours: list[dict[str, float]] = []
    for _ in range(max(_TURNS // size.part, 2)):
        bare.append(measure("start_bare", repr(time.time())))
        ours.append(measure("start_window", repr(time.time()), folder / "settings", ledger))

    def soonest(what: str, turns: list[dict[str, float]]) -> float:
        return min(turn[what] for turn in turns)

    least, usable = soonest("usable", bare), soonest("usable", ours)
    figures, charts = soonest("figures", ours), soonest("quiet", ours)
    slowest = min(ours, key=lambda turn: turn["usable"])["slowest_key"]
    return Outcome(
        "Window usable after start",
        "From before Python starts, offscreen, in fresh processes in turns, the fastest of "
        f"{len(ours)}. Ours: `main.py --ledger` on the demo brand, closed properly before. Bare: a QMainWindow with "
        "one pyqtgraph plot. A key is pressed every 10 ms, also while the GUI thread is busy. Usable is the first key "
        "answered after the first paint of the window with its menus, navigation and page, if every later key is "
        "answered within 100 ms; else the first key after the last one that was not.",
        (
            Figure("window usable", usable, "s"),
            Figure("bare window with one plot", least, "s"),
            Figure("window to bare window", usable / least, "times", bound=1.5),
            Figure("longest wait of a key until all is drawn", slowest * 1000, "ms", bound=100),
            Figure("tiles and table of the Overview painted", figures, "s"),
            Figure("    to bare window", figures / least, "times"),
            Figure("its charts drawn too", charts, "s"),
            Figure("    to bare window", charts / least, "times"),
        ),
        tuple(_noise(name, turns) for name, turns in (("ours", ours), ("the bare window", bare))),
    )


def _noise(name: str, turns: list[dict[str, float]]) -> str:
    first, last = (choose(turn["quiet"] for turn in turns) for choose in (min, max))
    return f"Noise, {name}: the slowest start took {last / first:.2f} times as long as the fastest."


def demo_ledger(folder: Path) -> Path:
    """Import the demo brand into a ledger and close it."""
    path = folder / "demo.channelbook"
    ledger = new_ledger(path, currency="USD")
    for file in find_files([EXPORTS]):
        with suppress(UserError):
            import_file(ledger, Progress(), file=file)
    ledger.close()
    return path
