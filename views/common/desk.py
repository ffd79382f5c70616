"""What every page is handed when it is made."""

from __future__ import annotations

from dataclasses import dataclass

from views.common.memory import Memory
from views.common.runner import Runner
from views.common.text import Text
from views.common.theme import Look


@dataclass(frozen=True)
class Desk:
    """The four things a page needs: who asks the ledger, the theme, how values are written, what is remembered."""

    runner: Runner
    look: Look
    text: Text
    memory: Memory
