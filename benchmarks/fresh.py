"""Measuring in a fresh process, so that neither memory nor warmth of one figure gets into the next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.watching import Watch

ROOT = Path(__file__).resolve().parents[1]


class NotMeasured(Exception):
    """A measured process ended without its figures; the message is what it said, `reason` its last line."""

    def __init__(self, module: str, said: str) -> None:
        super().__init__(f"benchmarks.{module}: {said}")
        self.reason = f"benchmarks.{module} ended with: {(said.strip().splitlines() or ['nothing'])[-1]}"


def measure(module: str, *arguments: str | Path) -> dict[str, Any]:
    """Run a module of this package and read the figures on its last line; `together` is its most memory in MB."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    # Compiled once and kept, as on a person's computer.
    settings = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    with subprocess.Popen(
        command, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        watch = Watch(process)
        said, wrong = process.communicate()
        watch.end()
    if process.returncode != 0:
        raise NotMeasured(module, said + wrong)
    figures: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return {**figures, "together": watch.most}
