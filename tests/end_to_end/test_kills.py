"""However a process ends, the next start finds everything that was acknowledged and nothing half done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.end_to_end.kills import run


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked, so that forty of them are ready at once")
def test_that_forty_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    tally = run(40, tmp_path, seed=40)
    assert tally.kills >= 40
    assert tally.acknowledged > 40
    assert tally.hit["import"] > 0
