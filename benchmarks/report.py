"""Figures as text on the terminal and as the page docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import sqlcipher3.dbapi2 as driver

from benchmarks.fresh import ROOT
from benchmarks.outcome import Outcome

PAGE = ROOT / "docs" / "performance.md"
_PACKAGES = ("PySide6-Essentials", "pyqtgraph", "SQLAlchemy", "sqlcipher3", "pandas")


def show(outcome: Outcome) -> str:
    """Write one outcome for the terminal."""
    lines = [outcome.title]
    lines += [f"  {figure.what:<58} {figure.written():>14}  {figure.verdict()}".rstrip() for figure in outcome.figures]
    lines += [f"  {note}" for note in (outcome.notes if outcome.figures else (outcome.how,))]
    return "\n".join(lines)


def write(outcomes: Sequence[Outcome], *, whole: bool) -> Path:
    """Write the page anew, or only the sections of what was measured."""
    PAGE.parent.mkdir(exist_ok=True)
    made = {outcome.title: "\n".join(_section(outcome)) for outcome in outcomes}
    sections = made if whole or not PAGE.exists() else {**_kept(PAGE.read_text(encoding="utf-8")), **made}
    PAGE.write_text("\n".join([*_head(), *sections.values()]) + "\n", encoding="utf-8")
    return PAGE


def _kept(page: str) -> dict[str, str]:
    """Give the sections that stand on the page by their titles."""
    parts = page.rstrip("\n").split("\n\n## ")[1:]
    return {part.partition("\n")[0]: f"\n## {part}" for part in parts}


def _head() -> Iterator[str]:
    yield "# Performance"
    yield ""
    yield "Written by `python3 dev.py bench`, which makes all its data from seeds. A bound is a promise of the program;"
    yield "a figure without one is there to be compared with. Ratios are taken within one run: a machine is never idle."
    yield ""
    yield f"Last measured on {datetime.now(UTC).date().isoformat()}: {machine()}."


def _section(outcome: Outcome) -> Iterator[str]:
    yield ""
    yield f"## {outcome.title}"
    yield ""
    yield outcome.how
    if outcome.figures:
        yield ""
        yield "| What | Figure | Bound |"
        yield "|---|---:|---|"
        yield from (f"| {figure.what} | {figure.written()} | {figure.verdict()} |" for figure in outcome.figures)
    for note in outcome.notes:
        yield ""
        yield note


def machine() -> str:
    """Name the machine and the versions that were measured."""
    versions = ", ".join(f"{package} {version(package)}" for package in _PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, "
        f"SQLite {driver.sqlite_version}, {versions}"
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    named = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
