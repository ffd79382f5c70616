"""Each import contract is broken on purpose in a copy of the tree, and that has to be reported."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

# A contract that names a wrong module holds for ever; only a breach that is reported shows that it guards something.

ROOT = Path(__file__).parent.parent
CONTRACTS = [
    contract["id"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
]


class Breach(NamedTuple):
    """A line that breaks a contract, and the module it is put into; `needs` are modules that have to exist for that."""

    contract: str
    module: str
    line: str
    needs: tuple[str, ...] = ()


BREACHES = [
    Breach("house", "models/domain/money.py", "import app.errors"),
    Breach("house", "app/errors.py", "import views.common"),
    Breach("models", "models/domain/money.py", "import models.tables"),
    Breach("models", "models/drawer.py", ""),
    Breach("plain-domain", "models/domain/money.py", "import sqlalchemy"),
    Breach("domain", "models/domain/money.py", "import models.domain.catalog", ("models/domain/catalog.py",)),
    Breach("domain", "models/domain/money.py", "import models.domain.period"),
    Breach("domain", "models/domain/drawer.py", ""),
    Breach("app", "app/errors.py", "import app.jobs"),
    Breach(
        "app", "app/queries/drawer.py", "import app.actions", ("app/queries/__init__.py", "app/actions/__init__.py")
    ),
    Breach("app", "app/drawer.py", ""),
    Breach("no-qt", "app/jobs.py", "import PySide6"),
    Breach("no-qt", "models/domain/money.py", "import pyqtgraph"),
    Breach("views", "views/common/drawer.py", "import views.window", ("views/window.py",)),
    Breach(
        "views",
        "views/imports/drawer.py",
        "import views.overview",
        ("views/overview/__init__.py", "views/imports/__init__.py"),
    ),
    Breach("views", "views/drawer.py", ""),
    Breach("views-no-data", "views/common/drawer.py", "import pandas"),
    Breach("views-no-data", "views/common/drawer.py", "import models.tables"),
    Breach(
        "runner",
        "views/common/drawer.py",
        "import app.ledger.ledger",
        ("app/ledger/__init__.py", "app/ledger/ledger.py"),
    ),
    Breach(
        "exports",
        "app/importing/exports/first_drawer.py",
        "import app.importing.exports.second_drawer",
        ("app/importing/__init__.py", "app/importing/exports/__init__.py", "app/importing/exports/second_drawer.py"),
    ),
    Breach("circles", "app/importing/export.py", "import app.importing.drafting"),
    Breach(
        "pandas",
        "app/queries/drawer.py",
        "import pandas",
        ("app/queries/__init__.py", "app/actions/__init__.py", "app/exporting/__init__.py"),
    ),
]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep what the linter has read of the unbroken modules from one case to the next."""
    return tmp_path_factory.mktemp("import-linter")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Copy the program and its contracts, to be broken."""
    for package in ("models", "app", "views"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def add(tree: Path, module: str, line: str) -> None:
    """Append a line to a module, made if it is not there."""
    path = tree / module
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")


def lint(tree: Path, contract: str, cache: Path) -> subprocess.CompletedProcess[str]:
    """Check one contract of a tree."""
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--no-logo", "--cache-dir", str(cache), "--contract", contract]
    command = [sys.executable, "-P", "-c", program, *options]
    wide = {**os.environ, "COLUMNS": "300", "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=tree, env=wide, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: f"{breach.contract}: {breach.line or breach.module}")
def test_that_a_broken_contract_is_reported(breach: Breach, tree: Path, cache: Path) -> None:
    for module in breach.needs:
        add(tree, module, "")
    add(tree, breach.module, breach.line)
    report = lint(tree, breach.contract, cache)
    culprit = breach.module.removesuffix(".py").replace("/", ".")
    imported = breach.line.removeprefix("import ")
    assert report.returncode == 1, report.stdout
    assert "0 kept, 1 broken" in report.stdout, report.stdout
    # Of a circle the report names the two by their last names, below that of the folder.
    within, _, name = culprit.rpartition(".")
    circle = rf"\b{within}\b[\s\S]*\.{name} -> \.{imported.rpartition('.')[2]}\b"
    assert re.search(rf"\b{culprit}\b.*\b{imported}\b|{circle}", report.stdout), report.stdout


def test_that_every_contract_is_broken_once() -> None:
    assert {breach.contract for breach in BREACHES} == set(CONTRACTS)
