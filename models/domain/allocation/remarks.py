"""What an allocation had to work around, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.ladder import Ladder, ShareBy
from models.domain.allocation.levels import Levels, cap_in_cases


@dataclass(frozen=True)
class Remark:
    """Something about a channel that keeps it from what its fields ask for."""

    claimant: str
    about: str
    sentence: str


def remarks_of(ladder: Ladder, ranked: Sequence[Claimant], levels: Sequence[Levels]) -> tuple[Remark, ...]:
    """List the remarks on all channels."""
    weighs = ladder.shares_by(ShareBy.CONTRIBUTION)
    return tuple(
        [
            remark
            for claimant, level in zip(ranked, levels, strict=True)
            if claimant.enabled
            and (
                (claimant.cap and claimant.moq)
                or level.left_out
                or (weighs and claimant.contribution and claimant.contribution < 0)
            )
            for remark in _on(claimant, level, weighs=weighs)
        ]
    )


def _on(claimant: Claimant, levels: Levels, *, weighs: bool) -> Iterator[Remark]:
    code = claimant.code
    if claimant.cap and cap_in_cases(claimant) < claimant.least:
        below = f"its cap of {cap_in_cases(claimant)} in whole cases is below its MOQ of {claimant.least}"
        yield Remark(code, "cap below MOQ", f"{code} gets nothing: {below}")
    for line in levels.left_out:
        over = f"its {line.units} units would pass the cap of {claimant.cap}"
        yield Remark(code, "line over cap", f"Line {line.id} of {code} is left out: {over}")
    if weighs and claimant.contribution is not None and claimant.contribution < 0:
        comes = "counts as bringing in nothing where contribution decides who comes next"
        yield Remark(code, "negative contribution", f"{code} loses money on each unit and {comes}")
