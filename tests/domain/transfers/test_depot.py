"""What a location can give away, and the room there is."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from models.domain.cover import Arrival
from models.domain.transfers.depot import Depot, Room

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize("on_hand, reserve, spare", [(100, 30, 70), (30, 30, 0), (20, 30, 0), (-5, 0, 0)])
def test_that_a_location_keeps_its_own_reorder_need(on_hand: int, reserve: int, spare: int) -> None:
    coming = (Arrival(TODAY, 500),)
    assert Depot("3PL", on_hand, {"Shop": Fraction(2)}, reserve, coming).spare == spare


def test_that_the_cover_of_a_location_is_that_of_its_channels_together() -> None:
    depot = Depot("3PL", 100, {"Shop": Fraction(2), "Etsy": Fraction(3)})
    assert depot.cover(TODAY).days == 20
    assert Depot("3PL", 100, {}).cover(TODAY).days is None


@pytest.mark.parametrize(
    "room, cases",
    [
        (Room(), None),
        (Room(Fraction(10)), 4),
        (Room(Fraction(10), 3), 3),
        (Room(cartons=0), 0),
        (Room(Fraction(-1), 5), 0),
        (Room(cartons=-2), 0),
    ],
)
def test_that_room_is_the_tighter_of_volume_and_cartons(room: Room, cases: int | None) -> None:
    assert room.cases(Fraction("2.5")) == cases


def test_that_units_without_volume_are_held_by_cartons_only() -> None:
    assert Room(Fraction(1), 7).cases(Fraction(0)) == 7
    assert Room(Fraction(10), 7).less(2, Fraction(3)) == Room(Fraction(4), 5)
    assert Room().less(2, Fraction(3)) == Room()
