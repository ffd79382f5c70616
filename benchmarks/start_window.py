"""Starts the program's window on a ledger, as `main.py` does, until it is quiet."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.quiet import watch
from main import main as start

if __name__ == "__main__":
    watch(float(sys.argv[1]))
    start(["--data", str(Path(sys.argv[2])), "--ledger", str(Path(sys.argv[3]))])
