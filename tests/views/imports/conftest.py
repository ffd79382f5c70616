"""What the tests of this page stand on: a small brand, and a ledger without anything."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.make import new_ledger
from tests.views.brand import Brand, brand


@pytest.fixture
def small(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand with a little of everything."""
    with brand(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Brand]:
    """Give a brand that has imported nothing."""
    with brand(tmp_path, qapp, make=new_ledger) as made:
        yield made
