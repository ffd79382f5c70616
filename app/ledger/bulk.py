"""Working on hundreds of thousands of small objects at a time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# So many objects take the search longer to walk than it is worth: they are hardly ever a cycle.
_MANY = 100_000


@contextmanager
def without_collecting() -> Iterator[None]:
    """Leave Python's search for reference cycles off: rows and postings have none, and it would walk them all."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            if gc.get_count()[0] > _MANY and not gc.get_freeze_count():
                # There and back again, they are among the oldest objects; else the next search would walk them as new.
                gc.freeze()
                gc.unfreeze()
            gc.enable()
