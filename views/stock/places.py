"""Places: what kind each is, whose stock lies there, how long the way is, and how much it can take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from app.actions.planning import edit_location
from app.queries.catalog import ChannelRow, channels
from app.queries.place_facts import LimitRow, limits, place_plans
from app.queries.places import COLUMNS, PlaceRow, places
from models.domain.stock import LocationKind, PlacePlanning
from views.common.form_field import Field, FieldKind, Value
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.states import EmptyState
from views.stock.place_plan import show_limits, show_plan
from views.stock.words import places_sentence

_KINDS = (
    (LocationKind.OWN.value, "Own warehouse"),
    (LocationKind.THIRD_PARTY.value, "3PL"),
    (LocationKind.FBA.value, "FBA"),
)
_EVERY, _NONE = "every", "none"
_HINT = (
    "Stock of every channel can be given to any of them. Stock of one channel is positioned: it serves that channel "
    "and no other, as FBA serves Amazon."
)


@dataclass(frozen=True)
class _Read:
    """What the tab shows, and what its form offers."""

    rows: list[PlaceRow]
    channels: list[ChannelRow]
    plans: Mapping[int, PlacePlanning]
    limits: list[LimitRow]


def _read(session: Any) -> _Read:  # noqa: ANN401 -- views know no session
    return _Read(places(session), channels(session), place_plans(session), limits(session))


class PlacesSection(Section):
    """The places where stock lies."""

    KEY: ClassVar[str] = "places"
    WORDS: ClassVar[str] = "Places"
    HINT: ClassVar[str] = "Filter places"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._found = _Read([], [], {}, [])
        self.make_table(
            COLUMNS,
            {
                "Place": Paint(bold=True),
                "Holds": Paint(swatch=lambda row: row.colour or "faint"),
                "Newest report": Paint(quiet=True),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No place yet",
                why="Places come with stock reports and with purchase orders that say where they will arrive. "
                "Here you say what each is, and which channels its stock serves.",
                button="Import stock",
                icon="boxes",
                run=partial(page.go.emit, "import", None),
            )
        )

    def refresh(self) -> None:
        """Ask the ledger for the places."""
        self.table.loading()
        self.page.ask(_read, self._show, about=self.KEY)

    def _show(self, found: _Read) -> None:
        self._found = found
        self.show_rows(found.rows)
        self.said.emit(places_sentence(found.rows))

    def explain(self, row: PlaceRow) -> None:
        """Open the form of a place."""
        had_focus = self.table.grid.hasFocus()
        report = f"Newest report of {self.text.day(row.day)}" if row.day else "No stock report names it yet"
        self.page.inspector.explain(row.name, report)
        ones = tuple((str(one.id), f"stock of {one.name} alone") for one in self._found.channels)
        holds = ((_EVERY, "stock of every channel"), *ones, (_NONE, "stock that no channel is given"))
        form = self.form(
            [
                Field("kind", "Kind", FieldKind.CHOICE, choices=_KINDS),
                Field("holds", "Holds", FieldKind.CHOICE, choices=holds, hint=_HINT),
            ],
            partial(self._save, row),
            "Save place",
        )
        held = _EVERY if row.allocatable else str(row.channel_id or _NONE)
        form.fill({"kind": row.kind.value, "holds": held})
        show_plan(self, row, self._found.plans.get(row.id, PlacePlanning()))
        show_limits(self, row, [one for one in self._found.limits if one.location_id == row.id])
        if had_focus:
            self.table.setFocus()

    def _save(self, row: PlaceRow, values: dict[str, Value]) -> None:
        held = str(values["holds"])
        channel_id = int(held) if held.isdigit() else None
        kind = LocationKind(str(values["kind"]))
        action = partial(
            edit_location, location_id=row.id, kind=kind, allocatable=held == _EVERY, channel_id=channel_id
        )
        self.finish(action)
