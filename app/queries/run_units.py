"""What a stored run of the allocation gave every channel of each SKU, apart from what is promised to open orders."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables import AllocationCase, AwardRow, Channel


@dataclass
class Given:
    """The units of a SKU on a channel; `promised` of them serve open order lines or contracts and are sold already."""

    units: int = 0
    promised: int = 0

    @property
    def free(self) -> int:
        """Units that can be listed."""
        return self.units - self.promised


@dataclass
class RunUnits:
    """One SKU of a run: the units that were shared, and what each channel has; a channel it is not on is missing."""

    supply: int
    channels: dict[str, Given] = field(default_factory=dict)

    @property
    def free(self) -> int:
        """Units of the supply that no order has been promised."""
        return self.supply - sum(one.promised for one in self.channels.values())


def run_units(session: Session, run_id: int) -> dict[str, RunUnits]:
    """Read a run, SKU by SKU."""
    rows = session.execute(
        select(AllocationCase.id, AllocationCase.sku, AllocationCase.supply, AllocationCase.input).where(
            AllocationCase.run_id == run_id
        )
    )
    cases: dict[int, tuple[RunUnits, Mapping[str, int]]] = {}
    found: dict[str, RunUnits] = {}
    for case_id, sku, supply, text in rows:
        lines = _lines(json.loads(text))
        found[sku] = RunUnits(supply, {name: Given() for name in lines})
        cases[case_id] = found[sku], lines
    awards = select(AwardRow.case_id, Channel.name, AwardRow.rung, AwardRow.units, AwardRow.line)
    awards = awards.join(AllocationCase, AllocationCase.id == AwardRow.case_id)
    awards = awards.join(Channel, Channel.id == AwardRow.channel_id).where(AllocationCase.run_id == run_id)
    for case_id, name, rung, units, line in session.execute(awards):
        case, of_channel = cases[case_id]
        given = case.channels.setdefault(name, Given())
        given.units += units
        # A number that a person fixed says nothing of lines: those of the channel are served from it first.
        given.promised += units if line else min(units, of_channel.get(name, 0)) if rung == 0 else 0
    return found


def _lines(told: Mapping[str, Any]) -> dict[str, int]:
    """Give the channels of a case with the units of their order lines."""
    return {one["code"]: sum(line["units"] for line in one.get("lines", ())) for one in told["claimants"]}
