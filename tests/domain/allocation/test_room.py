"""Room that SKUs share: GA14 over plans, promises that stand, several limits, and that no room is exceeded."""

from __future__ import annotations

from random import Random

from models.domain.allocation.claimant import Claimant
from models.domain.allocation.facts import Supply
from models.domain.allocation.ladder import STANDARD, Goal, Ladder, ShareBy
from models.domain.allocation.outcome import share_out
from models.domain.allocation.planning import Planned
from models.domain.allocation.room import Room, within_rooms
from models.domain.cases import cases_up
from tests.domain.allocation.cases import one_rung
from tests.domain.allocation.instances import instance, seeds, supply

TARGETS = one_rung(ShareBy.PRIORITY)


def plan(sku: str, units: int, *claimants: Claimant, ladder: Ladder = TARGETS, **wanted: int) -> Planned:
    """Make a plan of a supply."""
    return Planned(sku, Supply(units, 0), claimants, ladder, wanted)


def shares(plans: list[Planned]) -> dict[str, dict[str, int]]:
    """Give the units by SKU and channel."""
    return {
        one.sku: {claimant.code: share_out(one).units(claimant.code).all for claimant in one.claimants} for one in plans
    }


def test_that_sixty_cubic_feet_of_fba_are_split_as_in_ga14() -> None:
    """In hundredths of a cubic foot; 0.14 stay unused, for A's next case takes 1.44."""
    volumes = {"A": 12, "B": 30, "C": 50}
    plans = [
        plan("A", 400, Claimant("AMZ", lot=12, target=300)),
        plan("B", 400, Claimant("AMZ", lot=6, target=200)),
        plan("C", 400, Claimant("AMZ", target=120)),
    ]
    found = within_rooms(plans, [Room("AMZ", "volume stored at FBA", 6000, volumes)])
    assert shares(found) == {"A": {"AMZ": 108}, "B": {"AMZ": 78}, "C": {"AMZ": 47}}
    assert [reason.sentence for reason in found[0].reasons] == [
        "cap 108 of AMZ: volume stored at FBA has room for 108 of 300 units, 192 are cut"
    ]
    assert found[0].limited == (found[0].reasons[0].sentence,)


def test_that_units_which_do_not_fit_go_to_other_channels() -> None:
    plans = [plan("MUG", 100, Claimant("AMZ", 1, 6, target=60), Claimant("DTC", 2, target=80))]
    found = within_rooms(plans, [Room("AMZ", "room", 27, {"MUG": 1})])
    assert shares(found) == {"MUG": {"AMZ": 24, "DTC": 76}}


def test_that_a_room_that_is_large_enough_changes_nothing() -> None:
    plans = [plan("MUG", 100, Claimant("AMZ", target=60))]
    assert within_rooms(plans, [Room("AMZ", "room", 60, {"MUG": 1})]) == plans


def test_that_a_promise_stands_where_there_is_no_room_and_says_so() -> None:
    ladder = Ladder(STANDARD.rungs[:2])
    plans = [
        plan("MUG", 100, Claimant("AMZ", lot=6, commit=20, floor=60), ladder=ladder),
        plan("JUG", 100, Claimant("AMZ", floor=40), ladder=ladder),
    ]
    found = within_rooms(plans, [Room("AMZ", "FBA", 10, {"MUG": 1, "JUG": 1})])
    assert shares(found) == {"MUG": {"AMZ": 24}, "JUG": {"AMZ": 0}}
    said = "FBA has no room for all that is promised; the promise stands, 36 units beside it cut"
    assert found[0].limited == (f"cap 24 of AMZ: {said}",)


def test_that_promises_come_before_other_claims_to_the_room() -> None:
    ladder = Ladder(STANDARD.rungs[:2])
    plans = [
        plan("MUG", 100, Claimant("AMZ", commit=20), ladder=ladder),
        plan("JUG", 100, Claimant("AMZ", floor=80), ladder=ladder),
    ]
    assert shares(within_rooms(plans, [Room("AMZ", "room", 50, {"MUG": 1, "JUG": 1})])) == {
        "MUG": {"AMZ": 20},
        "JUG": {"AMZ": 30},
    }


def test_that_cartons_count_cases_of_every_size() -> None:
    plans = [
        plan("MUG", 100, Claimant("AMZ", lot=12, target=96)),
        plan("JUG", 100, Claimant("AMZ", lot=5, target=40)),
    ]
    found = shares(within_rooms(plans, [Room("AMZ", "cartons", 8, {"MUG": 1, "JUG": 1}, by_case=True)]))
    assert (found["MUG"]["AMZ"], found["JUG"]["AMZ"]) == (48, 20)


def test_that_every_limit_says_what_it_cuts() -> None:
    plans = [plan("MUG", 100, Claimant("AMZ", lot=10, target=90))]
    rooms = [Room("AMZ", "volume", 100, {"MUG": 2}), Room("AMZ", "cartons", 3, {"MUG": 1}, by_case=True)]
    (found,) = within_rooms(plans, rooms)
    assert shares([found]) == {"MUG": {"AMZ": 30}}
    assert found.limited == (
        "cap 50 of AMZ: volume has room for 50 of 90 units, 40 are cut",
        "cap 30 of AMZ: cartons has room for 30 of 90 units, 60 are cut",
    )


def test_that_units_pushed_to_another_place_find_its_limit() -> None:
    """Walmart's room is large enough for what it gets first, and too small for what Amazon cannot take."""
    plans = [
        plan("MUG", 100, Claimant("AMZ", 1, target=80), Claimant("WMT", 2, target=80), Claimant("DTC", 3, target=9))
    ]
    rooms = [Room("AMZ", "FBA", 30, {"MUG": 1}), Room("WMT", "WFS", 40, {"MUG": 1})]
    assert shares(within_rooms(plans, rooms)) == {"MUG": {"AMZ": 30, "WMT": 40, "DTC": 9}}


def test_that_units_pushed_to_a_room_that_was_split_already_are_split_with_the_rest() -> None:
    """Of jugs Amazon first gets none; those that Walmart has no room for may be promised, but others have to give."""
    ladder = one_rung(ShareBy.PRIORITY, Goal.REST)
    plans = [
        plan("MUG", 40, Claimant("AMZ", 1, cap=40), ladder=ladder),
        plan("JUG", 20, Claimant("WMT", 1, cap=20), Claimant("AMZ", 2, commit=8, cap=8), ladder=ladder),
    ]
    rooms = [Room("AMZ", "FBA", 30, {"MUG": 1, "JUG": 1}), Room("WMT", "WFS", 15, {"JUG": 1})]
    assert shares(within_rooms(plans, rooms)) == {"MUG": {"AMZ": 25}, "JUG": {"WMT": 15, "AMZ": 5}}


def test_that_a_fixed_number_takes_room_and_is_not_cut() -> None:
    plans = [
        plan("MUG", 100, Claimant("AMZ", target=90), AMZ=50),
        plan("JUG", 100, Claimant("AMZ", target=90)),
    ]
    found = within_rooms(plans, [Room("AMZ", "room", 60, {"MUG": 1, "JUG": 1})])
    assert shares(found) == {"MUG": {"AMZ": 50}, "JUG": {"AMZ": 10}}


def test_that_no_room_is_exceeded_but_by_promises_and_no_unit_is_lost() -> None:
    for seed in seeds(120):
        random = Random(seed)
        claimants, ladder = instance(random)
        plans = [
            Planned(sku, Supply(supply(random), 0), tuple(claimants), ladder)
            for sku in ("A", "B", "C")
            if random.random() < 0.9
        ]
        rooms = [
            Room(
                one.code,
                "room",
                random.randint(0, 300),
                {sku: random.randint(1, 5) for sku in "AB"},
                random.random() < 0.3,
            )
            for one in random.sample(claimants, min(2, len(claimants)))
        ]
        found = within_rooms(plans, rooms)
        for before, after in zip(plans, found, strict=True):
            outcome = share_out(after)
            assert sum(one.all for one in outcome.found.units.values()) + outcome.unassigned == outcome.supply, seed
            if before.sku == "C":
                assert after == before, seed
        for room in rooms:
            took = promised = 0
            for one in found:
                claimant = next(other for other in one.claimants if other.code == room.channel)
                take = room.takes.get(one.sku, 0)
                lots = 1 if not room.by_case else claimant.lot
                units = share_out(one).units(room.channel).all
                took += -(-units * take // lots)
                due = max(cases_up(claimant.committed, claimant.lot), claimant.least) if claimant.committed else 0
                promised += -(-due * take // lots)
            assert took <= max(room.left, promised), seed


def test_that_a_goal_that_fits_exactly_is_met() -> None:
    plans = [plan("MUG", 9, Claimant("AMZ", cap=9), ladder=one_rung(ShareBy.EQUAL, Goal.REST))]
    assert shares(within_rooms(plans, [Room("AMZ", "room", 9, {"MUG": 1})])) == {"MUG": {"AMZ": 9}}
