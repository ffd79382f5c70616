"""The supply curve shows that nobody's firm units ever fall, and where the tiers change."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.curve import Band, bands, supply_curve, useful_supply
from models.domain.allocation.engine import allocate
from models.domain.allocation.ladder import Goal, ShareBy
from models.domain.allocation.prepared import Prepared
from models.domain.allocation.tiers import Tier
from tests.domain.allocation.cases import MUG, MUG_LADDER, one_rung
from tests.domain.allocation.instances import instance, seeds


def test_that_the_curve_of_the_mug_ends_where_all_caps_are_filled() -> None:
    curve = supply_curve(Prepared(MUG, MUG_LADDER))
    assert len(curve.points) == 200
    assert [curve.points[0].supply, curve.points[-1].supply] == [0, 1180]
    last = dict(zip(curve.codes, curve.points[-1].units, strict=True))
    assert {code: units.firm for code, units in last.items()} == {"AMZ": 480, "DTC": 400, "WHS": 240, "EBY": 60}


def test_that_the_bands_of_the_mug_begin_where_its_rungs_are_filled() -> None:
    assert bands(MUG_LADDER, Prepared(MUG, MUG_LADDER).filled_at) == (
        Band(Tier.BLACK, 0, 95),
        Band(Tier.RED, 96, 267),
        Band(Tier.AMBER, 268, 731),
        Band(Tier.GREEN, 732, None),
    )


def test_that_every_point_is_the_allocation_of_its_supply_and_lies_in_its_band() -> None:
    for seed in seeds(400):
        claimants, ladder = instance(Random(seed))
        curve = supply_curve(Prepared(claimants, ladder), points=30)
        for point in curve.points:
            found = allocate(point.supply, claimants, ladder)
            assert dict(zip(curve.codes, point.units, strict=True)) == found.units, seed
            assert (point.unassigned, point.tier) == (found.unassigned, found.tier), seed
            band = [one for one in curve.bands if one.first <= point.supply][-1]
            assert band.tier is point.tier, seed
        for before, after in pairwise(curve.points):
            assert all(one.firm <= other.firm for one, other in zip(before.units, after.units, strict=True)), seed


def test_that_a_channel_without_a_cap_does_not_stretch_the_curve_without_end() -> None:
    prepared = Prepared([Claimant("A", weight=Fraction(1))], one_rung(ShareBy.SHARE, Goal.REST))
    assert useful_supply(prepared) == 2
    assert [point.supply for point in supply_curve(prepared, upto=4).points] == [0, 1, 2, 3, 4]
    assert bands(prepared.ladder, prepared.filled_at) == (Band(Tier.GREEN, 0, None),)


def test_that_a_curve_of_nobody_is_one_point() -> None:
    assert [point.supply for point in supply_curve(Prepared([], MUG_LADDER)).points] == [0]
