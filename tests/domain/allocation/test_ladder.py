"""The presets are those of the specification, and every rule says what it rewards."""

from __future__ import annotations

import pytest

from models.domain.allocation.explanation import BECAUSE, IN_WORDS
from models.domain.allocation.ladder import (
    CONTRIBUTION_FIRST,
    PRESETS,
    REWARDS,
    STANDARD,
    WHOLESALE_FIRST,
    Goal,
    Ladder,
    Rounding,
    Rung,
    ShareBy,
)
from models.domain.allocation.unmet import Cause


@pytest.mark.parametrize(
    "ladder, rungs",
    [
        (STANDARD, "commit/edd floor/priority cover14/cover cover42/cover rest/share"),
        (WHOLESALE_FIRST, "commit/edd target/priority floor/priority cover14/cover rest/share"),
        (CONTRIBUTION_FIRST, "commit/edd floor/priority cover14/cover rest/contribution"),
    ],
)
def test_that_a_preset_has_its_rungs(ladder: Ladder, rungs: str) -> None:
    assert " ".join(f"{rung.name}/{rung.share_by}" for rung in ladder.rungs) == rungs
    assert ladder.demand_days == 28


def test_that_every_rule_says_in_one_sentence_what_it_rewards() -> None:
    assert set(REWARDS) == set(IN_WORDS) == set(ShareBy)
    assert len(ShareBy) == 8
    assert all(sentence.count(".") == 1 and sentence.endswith(".") for sentence in REWARDS.values())
    inflated = {rule for rule, sentence in REWARDS.items() if "rewards inflated forecasts" in sentence}
    assert inflated == {ShareBy.PRORATA, ShareBy.EQUAL_LOSS}
    assert set(BECAUSE) == set(Cause)


def test_that_commitments_and_floors_are_rounded_up_and_the_rest_down() -> None:
    up = {goal for goal in Goal if Rung(goal, ShareBy.EQUAL).rounds_up}
    assert up == {Goal.COMMIT, Goal.FLOOR}
    assert not Rung(Goal.FLOOR, ShareBy.EQUAL, rounding=Rounding.DOWN).rounds_up


def test_that_a_rung_is_left_out_or_shared_otherwise_without_touching_the_others() -> None:
    assert [rung.name for rung in STANDARD.without(1).rungs] == ["commit", "cover14", "cover42", "rest"]
    other = STANDARD.shared_by(ShareBy.PRORATA, rung=3)
    changed = [new for old, new in zip(STANDARD.rungs, other.rungs, strict=True) if old != new]
    assert changed == [Rung(Goal.COVER, ShareBy.PRORATA, 42)]
    assert len({preset.name for preset in PRESETS}) == 3
