"""The message of a page, which goes by itself once what it says is no longer so."""

from __future__ import annotations

from collections.abc import Callable

from app.errors import UserError
from views.common.states import Notice
from views.common.text import Text
from views.common.theme import Look, Tone


class PageNotice(Notice):
    """Says what could not be read, what was refused and what was done; what was said since then stays."""

    def __init__(self, look: Look, text: Text) -> None:
        super().__init__(look, text)
        self._unread: set[str] = set()
        self._of_reading, self._refusal, self._done, self._standing = "", "", "", ""

    def not_read(self, about: str, error: UserError, button: str, run: Callable[[], object]) -> None:
        """Say why a question has no answer, with a way on."""
        self._unread.add(about)
        self.say(str(error), Tone.CRITICAL, button=button, run=run)
        self._of_reading = self.sentence()

    def was_read(self, about: str) -> None:
        """Take that back once every question that had no answer has one."""
        self._unread.discard(about)
        if not self._unread:
            self._of_reading = self._take_back(self._of_reading)

    def refuse(self, error: UserError, button: str = "", run: Callable[[], object] | None = None) -> None:
        """Say why an action was refused."""
        self.say(str(error), Tone.CRITICAL, button=button, run=run)
        self._refusal = self.sentence()

    def make_up(self) -> None:
        """Take the refusal of an action back."""
        self._refusal = self._take_back(self._refusal)

    def tell(
        self, sentence: str, tone: Tone = Tone.POSITIVE, *, button: str = "", run: Callable[[], object] | None = None
    ) -> None:
        """Say what a change did; it is so until the ledger changes once more."""
        self.say(sentence, tone, button=button, run=run)
        self._done = self.sentence()

    def ledger_changed(self) -> None:
        """Take back what the change before this one did."""
        self._done = self._take_back(self._done)

    def stand(self, sentence: str, tone: Tone = Tone.ATTENTION) -> None:
        """Say how the ledger stands, as was just asked; no words take back what was said of that before."""
        if sentence:
            self.say(sentence, tone)
            self._standing = self.sentence()
        else:
            self._standing = self._take_back(self._standing)

    def _take_back(self, words: str) -> str:
        if words and self.sentence() == words:
            self.hide()
        return ""
