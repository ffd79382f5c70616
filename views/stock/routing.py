"""Routing: from which place to serve each SKU on each channel, what each place costs, and what people chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, ClassVar

from app.actions.routing import choose_place, lift_choice
from app.queries.place_facts import Terms, barred, routing_terms, servings
from app.queries.places import PlaceRow, places
from app.queries.routing import RouteRow, columns, parts_of, places_of, routes
from models.domain.money import half_up
from models.domain.routing.recommendation import Choice
from models.domain.stock import Serving
from models.domain.words import amount
from views.common.days import not_over
from views.common.fonts import medium
from views.common.form_field import Field, FieldKind, Value
from views.common.labels import label, rule
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone
from views.stock.route_words import routing_sentence
from views.stock.serving import show_serving, show_terms

_CHIPS = (
    ("all", "All", Tone.NEUTRAL),
    ("chosen", "Chosen by a person", Tone.ACCENT),
    ("lacking", "Lacking a fact", Tone.ATTENTION),
)
_TONES = {
    "recommended": Tone.NEUTRAL,
    "chosen": Tone.ACCENT,
    "fact missing": Tone.ATTENTION,
    "no place": Tone.ATTENTION,
}


@dataclass(frozen=True)
class Read:
    """What the tab shows, and what its forms offer."""

    rows: list[RouteRow]
    places: list[PlaceRow]
    terms: Terms
    servings: Mapping[str, Serving]
    barred: Mapping[tuple[str, int], str]


def _read(session: Any, day: date) -> Read:  # noqa: ANN401 -- views know no session
    return Read(routes(session, today=day), places(session), routing_terms(session), servings(session), barred(session))


class RoutingSection(Section):
    """A row for each SKU on each channel that sells, with the cost of a unit from each place."""

    KEY: ClassVar[str] = "routing"
    WORDS: ClassVar[str] = "Routing"
    HINT: ClassVar[str] = "Filter SKUs and channels"
    HELP: ClassVar[str] = "routing"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.found = Read([], [], Terms(), {}, {})
        self._named: list[str] = []
        self._make_grid([])
        self.filter_chips(_fits)
        self.button("Set terms", "settings", lambda: show_terms(self, self.found.terms))
        self.button("Type fees", "notebook-tabs", partial(page.show_this, "fees"), primary=True)

    def refresh(self) -> None:
        """Compare the places as of today."""
        self.table.loading()
        self.page.ask(partial(_read, day=self.page.today()), self._show, about=self.KEY)

    def _show(self, found: Read) -> None:
        self.found = found
        named = places_of(found.rows)
        if named != self._named:
            self._make_anew(named)
        self.show_chips(found.rows, _CHIPS)
        self.show_rows(found.rows)
        self.said.emit(routing_sentence(found.rows, found.terms.days))

    def _make_anew(self, named: list[str]) -> None:
        """Make the table anew, with a column for each place."""
        old = self.table
        self.take_away(old)
        self._make_grid(named)
        self.table.filter(old.model.needle)

    def _make_grid(self, named: list[str]) -> None:
        self._named = named
        paints = {place: Paint(why=partial(_why, place)) for place in named}
        paints |= {
            "SKU": Paint(bold=True),
            "Name": Paint(quiet=True),
            "Channel": Paint(swatch=lambda row: row.colour),
            "Serve from": Paint(bold=True),
            "State": Paint(tone=lambda row: _TONES[row.state]),
            "Earns more a day": Paint(why=lambda _row: "There is no second place to compare with."),
            "Recommended": Paint(quiet=True),
        }
        self.make_table(columns(named), paints, lambda row: (row.sku, row.channel_id))
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing to compare yet",
                why="What serving a unit costs follows from the fees of each place, the volume of the SKU and what "
                "sells. Type the fees of your places; the volume stands with the SKUs of the catalogue.",
                button="Type fees",
                icon="boxes",
                run=partial(self.page.show_this, "fees"),
            )
        )

    def explain(self, row: RouteRow) -> None:
        """Say why, what each place costs by fee, and let a person choose another place for a while."""
        had_focus = self.table.grid.hasFocus()
        inspector = self.page.inspector
        place = row.serves or "no place"
        inspector.explain(f"{row.sku} on {row.channel}: from {place}", row.title)
        for step, words in enumerate(row.why, start=1):
            inspector.step(str(step), f"{words}.")
        self._choose(row)
        inspector.add(rule())
        for choice in row.recommendation.choices:
            self._costs(row, choice)
        self._serving(row.sku)
        if had_focus:
            self.table.setFocus()

    def _serving(self, sku: str) -> None:
        found = self.found
        names = {place.id: place.name for place in found.places}
        barred = {place: reason for (code, place), reason in found.barred.items() if code == sku}
        show_serving(self, sku, found.servings.get(sku, Serving()), places=names, barred=barred)

    def _costs(self, row: RouteRow, choice: Choice) -> None:
        inspector = self.page.inspector
        inspector.add(label(f"A unit from {choice.place.location}", font=medium()))
        if choice.barred:
            inspector.line(f"Left out: {choice.barred}.", quiet=True)
        parts = [(field, amount(half_up(minor), row.currency)) for field, minor in parts_of(choice)]
        total = [] if choice.cost.unknown else [("Together", amount(choice.cost.total, row.currency))]
        inspector.pairs([*parts, *total], mark=["Together"])

    def _choose(self, row: RouteRow) -> None:
        inspector = self.page.inspector
        inspector.body.addSpacing(8)
        inspector.add(label("Choose the place yourself", font=medium()))
        able = [one.place.location for one in row.recommendation.choices]
        chosen = [(str(one.id), one.name) for one in self.found.places if one.name in able]
        form = self.form(
            [
                Field("place", "Serve from", FieldKind.CHOICE, choices=tuple(chosen)),
                Field("reason", "Reason", required=True, hint="Why the recommendation does not get it right."),
                Field(
                    "until",
                    "Until",
                    FieldKind.DAY,
                    hint="The last day it holds; then the recommendation counts again.",
                    required=True,
                    check=not_over(self.page.today),
                ),
            ],
            partial(self._save, row),
            "Choose place",
        )
        standing = row.chosen if row.overridden else None
        if standing is not None:
            form.fill({"place": str(standing.location_id), "reason": standing.reason, "until": standing.until})
            lift = partial(self.finish, partial(lift_choice, override_id=standing.id))
            inspector.add(Button(self.look, "Follow the recommendation", icon="undo-2", run=lift))

    def _save(self, row: RouteRow, values: dict[str, Value]) -> None:
        until = values["until"]
        if not isinstance(until, date):
            return
        action = partial(
            choose_place,
            sku=row.sku,
            channel_id=row.channel_id,
            location_id=int(str(values["place"])),
            reason=str(values["reason"]),
            until=until,
        )
        self.finish(action)


def _why(place: str, row: RouteRow) -> str:
    choice = row.choice(place)
    return f"{choice.barred.capitalize()}." if choice and choice.barred else ""


def _fits(row: RouteRow, key: str) -> bool:
    match key:
        case "chosen":
            return row.overridden
        case "lacking":
            return any(one.cost.unknown for one in row.recommendation.choices) or row.state == "fact missing"
        case _:
            return True
