"""The versions of the rules of a family: read, and restored as a draft."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from app.actions.rules import discard_draft, republish, restore_version
from app.queries.rules import COLUMNS, RulesOf, State, Version, version_named, versions
from views.common.fonts import medium
from views.common.form_field import Field, Value
from views.common.labels import label
from views.common.page import Page
from views.common.paint import Paint
from views.common.parts import Button
from views.common.rule_form import days_words
from views.common.section import Section
from views.common.sentences import count
from views.common.states import EmptyState


class VersionsSection(Section):
    """Every version of one family, the draft first; a subclass names the family and what its settings say."""

    KEY: ClassVar[str] = "versions"
    WORDS: ClassVar[str] = "Versions"
    HINT: ClassVar[str] = "Filter versions"
    FAMILY: ClassVar[str] = ""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.versions: list[Version] = []
        self.make_table(
            COLUMNS,
            {"Name": Paint(bold=True), "Published": Paint(quiet=True), "By": Paint(quiet=True)},
            lambda row: row.id,
        )
        self.table.set_empty(
            EmptyState(
                self.look,
                title="Nothing is published yet",
                why="Each time rules are published they become a version with a name, a reason and a day, which can be "
                "read here and restored as a draft.",
                button="Go to the rules",
                icon="history",
                run=partial(page.show_this, "rules"),
            )
        )

    # What a family writes

    def settings_words(self, version: Version) -> str:
        """Say what holds for a whole set, or nothing."""
        return ""

    # What a page does

    def refresh(self) -> None:
        """Read the versions."""
        self.page.ask(partial(versions, family=self.FAMILY), self.show_versions, about="versions")

    def show_versions(self, found: list[Version]) -> None:
        """Show the draft, if there is one, and what was published, the newest first."""
        self.versions = found
        self.show_rows(found)
        published = [one for one in found if one.state is State.PUBLISHED]
        held = f"; **{published[0].title}** is in force" if published else ""
        draft = (" and a draft" if published else "; there is a draft") if len(found) > len(published) else ""
        known = count(len(published), "version") if published else "No version is published yet"
        self.said.emit(f"{known}{draft}{held}")

    def explain(self, row: Version) -> None:
        """Read the rules of a version."""
        name = str(row.number) if row.state is State.PUBLISHED else State.DRAFT.value
        query = partial(version_named, family=self.FAMILY, name=name)
        self.page.ask(query, self._show, about="version")

    def restore(self, version: Version) -> None:
        """Begin a draft with the rules of a version."""
        action = partial(restore_version, version=str(version.number), family=self.FAMILY)
        self.finish(action)

    def _go_back(self, version: Version, values: dict[str, Value]) -> None:
        """Put an old version in force again."""
        action = partial(republish, version=str(version.number), reason=str(values["reason"]), family=self.FAMILY)
        self.finish(action)

    def _newest(self) -> int:
        return max(one.number for one in self.versions)

    def discard(self) -> None:
        """Throw the draft away."""
        self.finish(partial(discard_draft, family=self.FAMILY))

    def _show(self, found: RulesOf) -> None:
        version, inspector = found.version, self.page.inspector
        had_focus = self.table.grid.hasFocus()
        title = f"{version.title[:1].upper()}{version.title[1:]}"
        inspector.explain(title, version.reason or "Not published yet.")
        if said := self.settings_words(version):
            inspector.line(said)
        inspector.add(label(count(len(found.rules), "rule"), font=medium()))
        for rule in found.rules:
            inspector.line(f"{rule.sentence()}{days_words(rule, self.text)}")
        drafting = any(one.state is State.DRAFT for one in self.versions)
        if version.state is State.DRAFT:
            inspector.add(Button(self.look, "Discard the draft", icon="trash-2", run=self.discard))
        elif drafting:
            inspector.line("There is a draft; publish or discard it before this version is restored.", quiet=True)
        else:
            run = partial(self.restore, version)
            inspector.add(Button(self.look, "Restore as a draft", icon="undo-2", run=run))
        if version.state is State.PUBLISHED and version.number < self._newest():
            inspector.line("Or put it in force again at once, as a new version:", quiet=True)
            reason = Field("reason", "Reason", required=True)
            self.form([reason], partial(self._go_back, version), "Go back to this version")
        if had_focus:
            self.table.setFocus()
