"""Channels: name, kind, owner, state, and when their sales count."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from app.actions.catalog import add_channel, edit_channel, set_recognition
from app.queries.catalog import CHANNEL_COLUMNS, ChannelRow, channels
from models.domain.catalog import ChannelKind, Recognition
from views.common.form_field import Field, FieldKind, Value
from views.common.page import Page
from views.common.paint import Paint
from views.common.section import Section
from views.common.states import EmptyState
from views.common.theme import Tone

_KINDS = (
    (ChannelKind.DTC.value, "DTC: the brand’s own shop"),
    (ChannelKind.MARKETPLACE.value, "Marketplace"),
    (ChannelKind.WHOLESALE.value, "Wholesale"),
    (ChannelKind.RETAIL.value, "Retail"),
)
_RECOGNITION = (
    (Recognition.PLACED.value, "when the order is placed"),
    (Recognition.PAID.value, "when the order is paid"),
)
_HOLDS = "Holds for what is imported from now on. Import a file again to count its earlier sales this way."


class ChannelsSection(Section):
    """The places where the brand sells."""

    KEY: ClassVar[str] = "channels"
    WORDS: ClassVar[str] = "Channels"
    HINT: ClassVar[str] = "Filter channels"

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.make_table(
            CHANNEL_COLUMNS,
            {
                "Channel": Paint(swatch=lambda row: row.colour, bold=True, edit=self._rename),
                "Platform": Paint(quiet=True),
                "Owner": Paint(edit=self._give),
                "State": Paint(tone=lambda row: Tone.POSITIVE if row.active else Tone.NEUTRAL),
            },
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="No channel yet",
                why="A channel appears with the first file that is imported for it: one account on one platform, "
                "or one wholesale programme.",
                button="Import files",
                run=lambda: self.page.go.emit("import", None),
            )
        )
        self.button("Add channel", "plus", self.add, primary=True)

    def refresh(self) -> None:
        """Ask the ledger for the channels."""
        self.table.loading()
        self.page.ask(channels, self.show_rows, about=self.KEY)

    def explain(self, row: ChannelRow) -> None:
        """Open the form of a channel."""
        inspector = self.page.inspector
        inspector.explain(row.name, f"Platform: {row.platform}" if row.platform else "No platform: fed by own tables")
        form = self.form(
            [
                Field("name", "Name", required=True),
                Field("kind", "Kind", FieldKind.CHOICE, choices=_KINDS),
                Field("owner", "Owner", hint="Who answers for this channel."),
                Field("recognition", "Sales count", FieldKind.CHOICE, choices=_RECOGNITION, hint=_HOLDS),
                Field("active", "Active", FieldKind.SWITCH, hint="Inactive channels stay in past figures."),
            ],
            partial(self._save, row),
            "Save channel",
        )
        form.fill(
            {
                "name": row.name,
                "kind": row.kind,
                "owner": row.owner,
                "recognition": row.recognition,
                "active": row.active,
            }
        )

    def add(self) -> None:
        """Open the form of a new channel."""
        self.page.inspector.explain("New channel", "For a channel whose files are not imported yet.")
        self.form(
            [
                Field("name", "Name", required=True, hint="As in the column “channel” of your own tables."),
                Field("kind", "Kind", FieldKind.CHOICE, choices=_KINDS),
                Field("owner", "Owner", hint="Who answers for this channel."),
            ],
            self._add,
            "Add channel",
            focus="name",
        )

    def _add(self, values: dict[str, Value]) -> None:
        name, kind, owner = str(values["name"]), ChannelKind(str(values["kind"])), str(values["owner"] or "")
        self.finish(partial(add_channel, name=name, kind=kind, owner=owner))

    def _save(self, row: ChannelRow, values: dict[str, Value]) -> None:
        recognition = Recognition(str(values["recognition"]))
        kind, active = ChannelKind(str(values["kind"])), bool(values["active"])
        name, owner = str(values["name"]), str(values["owner"] or "")
        steps: list[Callable[[Any], object]] = []
        if (name, kind.value, owner, active) != (row.name, row.kind, row.owner, row.active):
            steps.append(partial(edit_channel, channel_id=row.id, name=name, kind=kind, owner=owner, active=active))
        if recognition != row.recognition:
            steps.append(partial(set_recognition, channel_id=row.id, recognition=recognition))
        self.finish(*steps)

    def _edit(self, row: ChannelRow, *, name: str, kind: ChannelKind, owner: str, active: bool) -> None:
        self.page.do(partial(edit_channel, channel_id=row.id, name=name, kind=kind, owner=owner, active=active))

    def _rename(self, row: ChannelRow, typed: str) -> None:
        self._edit(row, name=typed, kind=ChannelKind(row.kind), owner=row.owner, active=row.active)

    def _give(self, row: ChannelRow, typed: str) -> None:
        self._edit(row, name=row.name, kind=ChannelKind(row.kind), owner=typed.strip(), active=row.active)
