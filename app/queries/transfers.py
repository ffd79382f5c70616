"""Transfers between places: what each place that lacks units can get from the others, before anything is bought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from app.columns import Column, Kind
from app.queries.place_facts import limits, limits_on, servings
from app.queries.placed_needs import PlacedNeed, placed_needs
from app.queries.replenishment import ReplenishmentRow
from models.domain.money import Money
from models.domain.replenishment.need import ServiceLevel
from models.domain.stock import LimitKind, LocationKind, Serving
from models.domain.transfers.depot import Depot, Room
from models.domain.transfers.plan import Moves, plan
from models.domain.transfers.transfer import Request, Transfer
from models.domain.words import figure

_THOUSAND = 1000
_HUNDREDTH = Decimal("0.01")
_FIRST_ASKED = (LocationKind.OWN, LocationKind.THIRD_PARTY, LocationKind.FBA)
_SOME = 3  # channels that are named in a cell


@dataclass(frozen=True)
class TransferRow:
    """One proposed transfer, or a request that nothing can be moved for (`moved` is None)."""

    title: str
    currency: str
    moves: Moves
    moved: Transfer | None

    @property
    def sku(self) -> str:
        """The SKU."""
        return self.moves.request.sku

    @property
    def destination(self) -> str:
        """The place that lacks units."""
        return self.moves.request.destination.location

    @property
    def units(self) -> int:
        """The units proposed to move."""
        return self.moved.units if self.moved else 0

    @property
    def volume(self) -> Decimal:
        """Cubic feet, to the hundredth."""
        exact = self.moved.volume if self.moved else Fraction(0)
        return (Decimal(exact.numerator) / exact.denominator).quantize(_HUNDREDTH)

    @property
    def at_stake(self) -> Money:
        """The contribution lost if nothing comes."""
        return Money(self.moves.request.at_stake, self.currency)

    @property
    def arrival(self) -> str:
        """Whether it comes before the stock-out day, in words."""
        if self.moved is None:
            return "nothing to move"
        return "in time" if self.moved.in_time else "after stock-out"

    @property
    def effects(self) -> str:
        """How the cover of the channels changes, at the destination first."""
        if self.moved is None:
            return ""
        found = sorted(self.moved.effects, key=lambda effect: effect.location != self.destination)
        said = [f"{one.channel} {figure(one.before)} → {figure(one.after)}" for one in found[:_SOME]]
        more = len(found) - _SOME
        return ", ".join(said) + (f" and {more} more" if more > 0 else "")


@dataclass(frozen=True)
class Placed:
    """Every need by place with what other places can bring, and the transfers behind it."""

    needs: tuple[ReplenishmentRow, ...]
    transfers: tuple[TransferRow, ...]
    rooms: Mapping[str, Room]


def placed(session: Session, *, today: date, target: ServiceLevel) -> Placed:
    """Plan what to move so that every place that serves a channel by name reaches its level, within limits."""
    needs = placed_needs(session, today=today, target=target)
    how = servings(session)
    by_sku: dict[str, list[PlacedNeed]] = {}
    for need in needs:
        by_sku.setdefault(need.sku.sku, []).append(need)
    wanted = [(need, _request(need, by_sku[need.sku.sku], today)) for need in needs if _lacks(need)]
    rooms = _Rooms(session, today, needs, how)
    moves: dict[tuple[str, str], Moves] = {}
    for storage in sorted({how.get(need.sku.sku, Serving()).storage_type.casefold() for need, _ in wanted}):
        asked = [
            request for need, request in wanted if how.get(need.sku.sku, Serving()).storage_type.casefold() == storage
        ]
        for found in plan(asked, rooms.of(storage)):
            moves[found.request.sku, found.request.destination.location] = found
            rooms.left(storage, found)
    rows = [_row(need, moves.get((need.sku.sku, need.place.name))) for need in needs]
    titles = {need.sku.sku: need.sku.title for need in needs}
    currency = needs[0].row.currency if needs else ""
    listed = [
        TransferRow(titles[one.request.sku], currency, one, moved)
        for one in moves.values()
        for moved in (one.transfers or (None,))
    ]
    return Placed(tuple(rows), tuple(sorted(listed, key=_urgency)), rooms.by_place())


def _lacks(need: PlacedNeed) -> bool:
    return need.asks and need.row.proposal is not None and need.row.proposal.required.units > 0


def _row(need: PlacedNeed, moves: Moves | None) -> ReplenishmentRow:
    if moves is None:
        return need.row
    return replace(need.row, moved=sum(moved.units for moved in moves.transfers))


def _request(need: PlacedNeed, others: Iterable[PlacedNeed], today: date) -> Request:
    givers = [one for one in others if one.place.allocatable and one.place.id != need.place.id]
    proposal = need.row.proposal
    return Request(
        need.sku.sku,
        today,
        _depot(need),
        tuple(_depot(one) for one in sorted(givers, key=_asked)),
        proposal.required.units if proposal else 0,
        need.sku.plan.case_pack,
        Fraction(need.sku.plan.volume or 0, _THOUSAND),
        need.plan.lead_days or 0,
        proposal.avoidable_loss if proposal else 0,
    )


def _asked(need: PlacedNeed) -> tuple[int, str]:
    return _FIRST_ASKED.index(need.place.kind), need.place.name.casefold()


def _depot(need: PlacedNeed) -> Depot:
    """Give the stock of a place; one whose own reorder need is not known, but that sells, gives nothing away."""
    units = need.row.on_hand
    reserve = need.row.proposal.levels.reorder_point if need.row.proposal else units if need.rates else 0
    return Depot(need.place.name, units, need.rates, reserve, need.arrivals)


class _Rooms:
    """The room left at each place: cubic feet by storage type, and cartons that all storage types share."""

    def __init__(self, session: Session, today: date, needs: Sequence[PlacedNeed], how: Mapping[str, Serving]) -> None:
        limited = limits_on(limits(session), today)
        names = {need.place.id: need.place.name for need in needs}
        self._cartons = {
            names[place]: amount
            for (place, kind, _), amount in limited.items()
            if _is(kind, LimitKind.CARTONS, place, names)
        }
        self._volume = {
            (names[place], storage): Fraction(amount, _THOUSAND)
            for (place, kind, storage), amount in limited.items()
            if _is(kind, LimitKind.VOLUME, place, names)
        }
        for need in needs:
            key = (need.place.name, how.get(need.sku.sku, Serving()).storage_type.casefold())
            if key in self._volume:
                units = need.row.on_hand + sum(arrival.units for arrival in need.arrivals)
                self._volume[key] -= max(0, units) * Fraction(need.sku.plan.volume or 0, _THOUSAND)

    def of(self, storage: str) -> dict[str, Room]:
        """Give the room of every limited place for a storage type."""
        names = {*self._cartons, *(name for name, kind in self._volume if kind == storage)}
        return {name: Room(self._volume.get((name, storage)), self._cartons.get(name)) for name in names}

    def left(self, storage: str, moves: Moves) -> None:
        """Take what a request has used."""
        name, cases = moves.request.destination.location, sum(moved.cases for moved in moves.transfers)
        if name in self._cartons:
            self._cartons[name] -= cases
        if (name, storage) in self._volume:
            self._volume[name, storage] -= cases * moves.request.volume_of_case

    def by_place(self) -> dict[str, Room]:
        """Give what is left at each limited place, the storage types under its name."""
        found = {
            f"{name}, {storage}" if storage else name: Room(room) for (name, storage), room in self._volume.items()
        }
        for name, cartons in self._cartons.items():
            found[name] = Room(found.get(name, Room()).volume, cartons)
        return found


def _is(kind: LimitKind, wanted: LimitKind, place: int, names: Mapping[int, str]) -> bool:
    return kind is wanted and place in names


def _urgency(row: TransferRow) -> tuple[bool, int, str, str]:
    return row.moved is None, -row.moves.request.at_stake, row.sku, row.destination


COLUMNS: tuple[Column[TransferRow], ...] = (
    Column("SKU", lambda row: row.sku, Kind.CODE),
    Column("Name", lambda row: row.title),
    Column("From", lambda row: row.moved.source if row.moved else ""),
    Column("To", lambda row: row.destination),
    Column("Move", lambda row: row.units, Kind.UNITS, total=True),
    Column("Cases", lambda row: row.moved.cases if row.moved else 0, Kind.COUNT, total=True),
    Column("Volume ft³", lambda row: row.volume, Kind.UNITS),
    Column("There on", lambda row: row.moved.arrives if row.moved else "", Kind.DAY),
    Column("Arrival", lambda row: row.arrival, Kind.CHIP, hint="Whether it comes before the stock-out day"),
    Column("Missing", lambda row: row.moves.missing, Kind.UNITS, hint="Units wanted that no place can give or take"),
    Column("At stake", lambda row: row.at_stake, Kind.MONEY, hint="Contribution lost if nothing comes"),
    Column("Days of cover", lambda row: row.effects, hint="Of each channel before and after, the destination first"),
)
