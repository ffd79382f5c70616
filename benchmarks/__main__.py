"""Runs the benchmarks: `python -m benchmarks [--quick] [NAME …]`; `--help` lists the names."""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks.fresh import NotMeasured
from benchmarks.outcome import Outcome, Size
from benchmarks.report import show, write

# Importing comes first: the peak of a fresh process begins at that of the one that starts it, which is small by then.
MODULES = {
    "import": "importing",
    "hledger": "journal",
    "statement": "statements",
    "start": "starting",
    "lists": "lists",
    "timeline": "timeline",
    "allocation": "allocating",
    "conflicts": "conflicting",
}


def main(arguments: list[str]) -> int:
    """Run the benchmarks that are named, or all, and write their sections of docs/performance.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures the program on seeded data.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(MODULES)}")
    parser.add_argument("--quick", action="store_true", help="a tenth of the data, each figure once; writes nothing")
    typed = parser.parse_args(arguments)
    unknown = sorted(set(typed.names) - set(MODULES))
    if unknown:
        parser.error(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(MODULES)}.")
    size = Size(part=10, repeats=1) if typed.quick else Size(part=1, repeats=3)
    outcomes: list[Outcome] = []
    for name in typed.names or MODULES:
        outcomes.append(measured(name, size))
        print(show(outcomes[-1]), flush=True)
    if not typed.quick:
        print(f"Written to {write(outcomes, whole=not typed.names)}")
    return 0 if all(outcome.met for outcome in outcomes) else 1


def measured(name: str, size: Size) -> Outcome:
    """Run one benchmark in a folder of its own; one that cannot run keeps none of the others from being written."""
    with tempfile.TemporaryDirectory(prefix="channelbook benchmark ") as folder:
        try:
            outcome: Outcome = import_module(f"benchmarks.{MODULES[name]}").run(Path(folder), size)
        except NotMeasured as failure:
            print(failure, file=sys.stderr)
            return Outcome(f"{name}: not measured", failure.reason, (), failed=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
