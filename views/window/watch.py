"""Looks for conflicts once a ledger is open, and after every change that can make or mend one: in a job.

After a change only what it touches is looked at. The first look is for what was changed without a window, and for the
days that have gone by.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QTimer

from app.actions.conflicts import check_conflicts
from app.queries.conflict_facts.remembered import Remembered
from models.domain.conflicts.conflict import Family
from views.common.runner import Runner

PAUSE = 400  # milliseconds without a change before a look, so that several at once are looked at together
FIRST = 3000  # milliseconds until the first look, when the first page stands with its charts
_EVERY = frozenset(Family)
# What changes of a topic can touch; topics that are not named touch nothing.
TOUCHED = {
    "imports": _EVERY,
    "catalog": _EVERY,
    "contribution": _EVERY,
    "terms": _EVERY,
    # What a place charges is part of what a unit earns.
    "stock": frozenset({Family.STOCK, Family.PRICE, Family.PROMOTION}),
    "allocation": frozenset({Family.STOCK, Family.PROMOTION}),
    "rules": frozenset({Family.STOCK, Family.PRICE, Family.PROMOTION}),
    "uploads": frozenset({Family.STOCK}),
    "pricing": frozenset({Family.PRICE, Family.PROMOTION}),
    "promotions": frozenset({Family.PRICE, Family.PROMOTION}),
}


class Watch(QObject):
    """Starts a look once changes have paused; what it finds otherwise than before is kept and told to pages."""

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._families: frozenset[Family] = frozenset()
        self._remembered = Remembered()  # used by jobs alone, which run one after another
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.look)
        runner.changed.connect(self._changed)
        if not runner.read_only:
            QTimer.singleShot(FIRST, self, self._begin)

    @property
    def waiting(self) -> frozenset[Family]:
        """The families that the next look is for."""
        return self._families

    def look(self) -> None:
        """Look at what was touched."""
        families, self._families = self._families, frozenset()
        if families:
            self._runner.job(
                partial(check_conflicts, families=families, remembered=self._remembered),
                "Looking for conflicts",
                by_itself=True,
            )

    def _begin(self) -> None:
        self._families = _EVERY
        self._timer.start()

    def _changed(self, topics: frozenset[str]) -> None:
        touched = frozenset[Family]().union(*(TOUCHED[topic] for topic in topics if topic in TOUCHED))
        if touched:
            self._families |= touched
            self._timer.start()
