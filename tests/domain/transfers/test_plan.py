"""Transfers: whole cases, sources that keep what they need, room, and the effect on every channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from models.domain.cover import Arrival
from models.domain.transfers.depot import Depot, Room
from models.domain.transfers.plan import move, plan
from models.domain.transfers.transfer import Effect, Request

TODAY = date(2026, 5, 4)
FBA = Depot("FBA", 60, {"Amazon": Fraction(10)})
THIRD_PARTY = Depot("3PL", 300, {"Shop": Fraction(4), "eBay": Fraction(2), "Etsy": Fraction(0)}, reserve=150)
OWN = Depot("Own", 80, {"Wholesale": Fraction(1)}, reserve=20)
MUG = Request("MUG", TODAY, FBA, (THIRD_PARTY, OWN), 195, 12, Fraction("0.5"), 5, 10_000)
FREE = Room()


def test_that_a_transfer_says_what_it_does_to_every_channel() -> None:
    moves = move(MUG, Room(Fraction(200), 40))
    first, second = moves.transfers
    assert (first.source, first.units, first.cases, first.volume) == ("3PL", 144, 12, Fraction(72))
    assert first.effects == (
        Effect("Shop", "3PL", Fraction(50), Fraction(26)),
        Effect("eBay", "3PL", Fraction(50), Fraction(26)),
        Effect("Amazon", "FBA", Fraction(6), Fraction(204, 10)),
    )
    assert (second.source, second.units) == ("Own", 60)
    assert second.effects[-1] == Effect("Amazon", "FBA", Fraction(204, 10), Fraction(264, 10))
    assert (moves.missing, moves.room) == (0, Room(Fraction(98), 23))
    assert moves.steps == (
        "MUG: 195 wanted at FBA, 204 in whole cases",
        "3PL has 300, keeps 150 itself and can give 144 in cases of 12",
        "Move 144 from 3PL to FBA, there on 2026-05-09",
        "Cover: Shop at 3PL from 50 to 26 days, eBay at 3PL from 50 to 26 days, Amazon at FBA from 6 to 20.4 days",
        "Move 60 from Own to FBA, there on 2026-05-09",
        "Cover: Wholesale at Own from 80 to 20 days, Amazon at FBA from 20.4 to 26.4 days",
    )


def test_that_room_holds_a_transfer_back_and_what_stays_missing_is_said() -> None:
    moves = move(MUG, Room(Fraction(65), 40))
    assert [one.units for one in moves.transfers] == [120]
    assert (moves.missing, moves.room) == (84, Room(Fraction(5), 30))
    assert "FBA has room for 10 cases" in moves.steps
    assert moves.steps[-1] == "84 units cannot be moved"


def test_that_a_transfer_that_comes_after_the_stock_out_is_no_cover_and_says_so() -> None:
    (late,) = move(replace(MUG, wanted=12, days=6), FREE).transfers
    assert not late.in_time
    assert late.effects[-1] == Effect("Amazon", "FBA", Fraction(6), Fraction(6))
    assert "there on 2026-05-10, after the stock-out day" in move(replace(MUG, wanted=12, days=6), FREE).steps[1]


def test_that_a_location_where_nothing_sells_has_no_cover_to_change() -> None:
    (moved,) = move(
        replace(MUG, wanted=12, sources=(Depot("Attic", 40, {}),), destination=Depot("3PL", 0, {})), FREE
    ).transfers
    assert moved.effects == ()


def test_that_shared_room_goes_to_the_most_contribution_by_cubic_foot() -> None:
    bulky = replace(MUG, sku="TUB", volume=Fraction(5), at_stake=50_000)
    first, second = plan([bulky, MUG], {"FBA": Room(Fraction(80))})
    assert (first.request.sku, [one.units for one in first.transfers]) == ("MUG", [144, 12])
    assert (second.request.sku, second.transfers, second.missing) == ("TUB", (), 204)


def test_that_requests_for_one_sku_do_not_share_out_a_source_twice() -> None:
    shop = replace(MUG, destination=Depot("Store", 0, {"Retail": Fraction(1)}), at_stake=1)
    moved = [one for moves in plan([shop, MUG], {}) for one in moves.transfers]
    assert [(one.destination, one.source, one.units) for one in moved] == [
        ("FBA", "3PL", 144),
        ("FBA", "Own", 60),
    ]


def test_that_a_location_gives_nothing_to_itself() -> None:
    assert move(replace(MUG, destination=THIRD_PARTY, sources=(THIRD_PARTY,)), FREE).transfers == ()


RATES = st.fixed_dictionaries({"Amazon": st.integers(0, 20).map(Fraction), "Shop": st.just(Fraction(3, 7))})
COMING = st.builds(Arrival, st.dates(date(2026, 4, 20), date(2026, 7, 1)), st.integers(1, 99))


def depots(location: str) -> st.SearchStrategy[Depot]:
    coming = st.lists(COMING, max_size=2).map(tuple)
    return st.builds(Depot, st.just(location), st.integers(-10, 400), RATES, st.integers(0, 200), coming)


REQUESTS = st.builds(
    Request,
    sku=st.sampled_from(["MUG", "LID"]),
    today=st.just(TODAY),
    destination=depots("FBA"),
    sources=st.tuples(depots("3PL"), depots("Own")),
    wanted=st.integers(0, 500),
    case=st.integers(1, 24),
    volume=st.integers(0, 24).map(lambda eighths: Fraction(eighths, 8)),
    days=st.integers(0, 30),
    at_stake=st.integers(0, 10**6),
)
ROOMS = st.builds(Room, st.none() | st.integers(0, 300).map(Fraction), st.none() | st.integers(0, 30))


@given(REQUESTS, ROOMS)
def test_that_no_source_goes_below_its_own_need_and_only_whole_cases_move(request: Request, room: Room) -> None:
    moves = move(request, room)
    sources = {source.location: source for source in request.sources}
    for one in moves.transfers:
        assert one.units % request.case == 0
        assert sources[one.source].on_hand - one.units >= sources[one.source].reserve
    moved = sum(one.units for one in moves.transfers)
    assert request.wanted <= moved + moves.missing < request.wanted + request.case


@given(st.lists(REQUESTS, max_size=3), ROOMS)
def test_that_transfers_together_never_take_more_room_than_there_is(requests: list[Request], room: Room) -> None:
    moved = [one for moves in plan(requests, {"FBA": room}) for one in moves.transfers]
    if room.volume is not None:
        assert sum(one.volume for one in moved) <= room.volume
    if room.cartons is not None:
        assert sum(one.cases for one in moved) <= room.cartons


@given(REQUESTS, ROOMS)
def test_that_a_transfer_never_lengthens_the_cover_of_its_source_nor_shortens_that_of_its_destination(
    request: Request, room: Room
) -> None:
    for effect in (effect for one in move(request, room).transfers for effect in one.effects):
        if effect.location == "FBA":
            assert effect.after >= effect.before
        else:
            assert effect.after <= effect.before
