"""The flag that writes the golden files of the exports anew."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`; what it writes is read by a person before it is committed."""
    parser.addoption("--update-golden", action="store_true", help="write expected.json of every export anew")
