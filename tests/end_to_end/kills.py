"""Kills -9 at random moments of a ledger’s work; `python -m tests.end_to_end.kills 300` runs as many as asked for."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from app.importing.rebuild import rebuild
from app.jobs import Progress
from app.ledger import opening
from app.ledger.backup import backups_folder, list_backups
from app.ledger.doctor import examine
from app.ledger.ledger import Ledger
from app.ledger.seal import seal_path, stray_journals
from app.paths import private_folder
from models.tables import Link
from tests.make import new_ledger

ROOT = Path(__file__).parent.parent.parent
# A ledger is worked on for so many rounds, so that it grows but stays quick to examine.
_ROUNDS_ON_ONE = 20
_LONGEST = 0.45
# Every other kill waits until the next commit has begun, and then for some part of what a commit takes (seconds).
_IN_MID_COMMIT = 0.5
_COMMIT = 0.004
# So many times as long is waited for a worker that gets no turn, and so often its clock is read (seconds).
_PATIENCE = 20
_A_WHILE = 0.001


@dataclass
class Tally:
    """What the kills hit, and how much had been acknowledged by then."""

    kills: int = 0
    acknowledged: int = 0
    hot_journals: int = 0
    hit: Counter[str] = field(default_factory=Counter)
    backups_restored: int = 0

    def __str__(self) -> str:
        hits = ", ".join(f"{what} {count}" for what, count in self.hit.most_common())
        return (
            f"{self.kills} kills ({hits}), {self.hot_journals} with a journal to play back; {self.acknowledged} "
            f"acknowledged steps, all there; {self.backups_restored} backups restored; nothing half applied"
        )


def run(kills: int, folder: Path, *, seed: int = 0) -> Tally:
    """Kill a worker so many times, and check the ledger after each.

    Where a busy machine lets workers do little before they are killed, it goes on until as many steps were
    acknowledged, up to three times as many kills: kills that lose nothing prove nothing where nothing was done.
    """
    tally, most = Tally(), 3 * kills
    chance = random.Random(seed)
    with _server() as server:
        while tally.kills < kills or (tally.acknowledged <= kills and tally.kills < most):
            ledger = new_ledger(folder / str(tally.kills))
            path = ledger.path
            ledger.close()
            wanted = kills if tally.kills < kills else most
            for _ in range(min(_ROUNDS_ON_ONE, wanted - tally.kills)):
                told = _killed(server, path, chance)
                _check(path, told, tally, aside=chance.random() < 0.5)
            _check_whole(path, tally)
            shutil.rmtree(path.parent)
    return tally


@contextmanager
def _server() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.end_to_end.kill_worker"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield server
        if server.stdin is not None:
            server.stdin.close()


def _killed(server: subprocess.Popen[str], path: Path, chance: random.Random) -> list[list[str]]:
    """Start a worker on a ledger, kill it after a moment, and give what it had told until then."""
    if server.stdin is None or server.stdout is None:
        message = "the server has no pipes"
        raise RuntimeError(message)
    server.stdin.write(f"{path}\t{chance.randrange(1 << 30)}\n")
    server.stdin.flush()
    told: list[list[str]] = []
    worker = 0
    while not worker:
        words = server.stdout.readline().split()
        if words[0] == "pid":
            worker = int(words[1])
        else:
            told.append(words)
    _let_work(worker, chance.uniform(0, _LONGEST))
    if chance.random() < _IN_MID_COMMIT:
        _await_commit(path, time.monotonic() + _LONGEST)
        time.sleep(chance.uniform(0, _COMMIT))
    os.kill(worker, signal.SIGKILL)
    while (words := server.stdout.readline().split())[0] != "ended":
        told.append(words)
    if words[1] != str(int(signal.SIGKILL)):
        message = f"the worker ended by itself: {words[1]}, {told[-3:]}"
        raise AssertionError(message)
    return told


def _let_work(worker: int, seconds: float) -> None:
    """Wait until a worker has worked for so long by its own clock, so that it does as much on a busy machine."""
    if sys.platform != "linux":
        time.sleep(seconds)
        return
    clock, until = ~worker << 3 | 2, time.monotonic() + _PATIENCE * seconds  # as clock_getcpuclockid(3) names it
    while time.clock_gettime(clock) < seconds and time.monotonic() < until:
        time.sleep(_A_WHILE)


def _await_commit(path: Path, until: float) -> None:
    """Wait for the moment in which changed pages go to the file, which is too short to be met often by chance."""
    while time.monotonic() < until and not stray_journals(path):
        pass


def _check(path: Path, told: list[list[str]], tally: Tally, *, aside: bool) -> None:
    """Open the ledger as the next start does: acknowledged work is there, nothing is half there, nothing is asked."""
    started = [words[1] for words in told if words[0] == "start"]
    heads = [words[2] for words in told if words[0] == "done"]
    in_flight = bool(told) and told[-1][0] == "start"
    tally.kills += 1
    tally.acknowledged += len(heads)
    tally.hit[started[-1] if in_flight else "between"] += 1
    tally.hot_journals += bool(stray_journals(path))
    # Looked at aside, the ledger itself stays as the kill left it, and the next worker has to put it in order.
    looked_at = _copied(path) if aside else path
    ledger = opening.open_ledger(looked_at)
    try:
        report = examine(ledger, Progress())
        faults = [finding for finding in report.findings if not finding.ok]
        if faults:
            message = f"after {told[-3:]}: {faults}"
            raise AssertionError(message)
        _check_heads(ledger, heads, in_flight=in_flight)
    finally:
        ledger.close()
    if aside:
        shutil.rmtree(looked_at.parent)


def _check_heads(ledger: Ledger, heads: list[str], *, in_flight: bool) -> None:
    with ledger.read() as session:
        links = [(row.kind, row.hash) for row in session.execute(select(Link.kind, Link.hash).order_by(Link.id))]
    hashes = [value for _, value in links]
    missing = [head for head in heads if head not in hashes]
    if missing:
        message = f"{len(missing)} acknowledged steps are lost"
        raise AssertionError(message)
    if heads:
        later = [kind for kind, _ in links[hashes.index(heads[-1]) + 1 :]]
        if later.count("change") > int(in_flight) or (later and later[-1] != "change"):
            message = f"after what was acknowledged came {later}"
            raise AssertionError(message)


def _copied(path: Path) -> Path:
    aside = path.parent.parent / "aside"
    aside.mkdir()
    for file in (path, seal_path(path), *stray_journals(path)):
        shutil.copy(file, aside / file.name)
    return aside / path.name


def _check_whole(path: Path, tally: Tally) -> None:
    """Rebuild the ledger from its files, restore its newest backups, and see that kills left no litter behind."""
    private_folder(backups_folder(path))
    for entry in backups_folder(path).glob(".*"):
        os.utime(entry, (0, 0))  # what a killed backup left goes with a later one, once it is clearly nobody's
    ledger = opening.open_ledger(path)
    ledger.backup("by hand")
    found = rebuild(ledger, Progress())
    ledger.close()
    backups = list_backups(path)
    litter = {entry.name for entry in backups_folder(path).iterdir()} - {backup.path.name for backup in backups}
    if litter or not found.ok:
        message = f"left behind: {litter}; rebuild: {found}"
        raise AssertionError(message)
    for number, backup in enumerate(backups[:3]):
        target = path.parent / f"restored {number}.channelbook"
        opening.restore(backup.path, target)
        restored = opening.open_ledger(target)
        report = examine(restored, Progress())
        restored.close()
        if not report.ok:
            message = f"restored {backup.path.name}: {report}"
            raise AssertionError(message)
        tally.backups_restored += 1


def main() -> None:
    """Run as many kills as asked for and tell the figures."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run(kills, Path(folder), seed=int(time.time()))
    sys.stdout.write(f"{tally}; {time.monotonic() - began:.0f} s\n")


if __name__ == "__main__":
    main()
