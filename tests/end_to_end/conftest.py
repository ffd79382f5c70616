"""What the tests of the command line share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from main import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Give a function that runs one command and returns exit code, output and errors."""

    def run_one(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["--data", str(tmp_path / "data"), *map(str, arguments)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_one
