"""Which transfers to propose for what is wanted, within the spare stock of each source and the room there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from models.domain.cases import cases_down, cases_up
from models.domain.transfers.depot import Depot, Room
from models.domain.transfers.transfer import Request, Transfer, sentences, transfer
from models.domain.words import counted


@dataclass(frozen=True)
class Moves:
    """The transfers for one request, the units that stay missing, the room left, and why."""

    request: Request
    transfers: tuple[Transfer, ...]
    missing: int
    room: Room
    steps: tuple[str, ...]


def plan(requests: Iterable[Request], rooms: Mapping[str, Room]) -> tuple[Moves, ...]:
    """Serve requests that share sources and the room at their destinations; a location not in `rooms` has no limit.

    The most contribution at stake by cubic foot is served first.
    """
    left, taken, planned = dict(rooms), Counter[tuple[str, str]](), []
    for request in sorted(requests, key=_urgency):
        place = request.destination.location
        sources = tuple(source.given(taken[request.sku, source.location]) for source in request.sources)
        moves = move(replace(request, sources=sources), left.get(place, Room()))
        left[place] = moves.room
        for moved in moves.transfers:
            taken[moved.sku, moved.source] += moved.units
        planned.append(moves)
    return tuple(planned)


def _urgency(request: Request) -> tuple[bool, Fraction, str]:
    volume = max(request.wanted, 1) * request.volume
    return volume > 0, -Fraction(request.at_stake) / (volume or 1), request.sku


def move(request: Request, room: Room) -> Moves:
    """Propose what to move for one request."""
    destination, missing = request.destination, cases_up(request.wanted, request.case)
    transfers: list[Transfer] = []
    steps = [f"{request.sku}: {request.wanted} wanted at {destination.location}, {missing} in whole cases"]
    for source in _others(request):
        fitting = room.cases(request.volume_of_case)
        given = cases_down(source.spare, request.case)
        units = min(missing, given, missing if fitting is None else fitting * request.case)
        steps += _limits(request, source, given, missing, fitting)
        if units:
            transfers.append(transfer(request, source, destination, units))
            steps += sentences(transfers[-1])
            destination = destination.expecting(request.arrival(units))
            room = room.less(units // request.case, request.volume_of_case)
            missing -= units
    if missing:
        steps.append(f"{counted(missing, 'unit')} cannot be moved")
    return Moves(request, tuple(transfers), missing, room, tuple(steps))


def _others(request: Request) -> Iterator[Depot]:
    return (source for source in request.sources if source.location != request.destination.location)


def _limits(request: Request, source: Depot, given: int, missing: int, fitting: int | None) -> Iterator[str]:
    if given < missing:
        cases = f" in cases of {request.case}" if request.case > 1 else ""
        yield f"{source.location} has {source.on_hand}, keeps {source.reserve} itself and can give {given}{cases}"
    if fitting is not None and fitting * request.case < min(given, missing):
        yield f"{request.destination.location} has room for {counted(fitting, 'case')}"
