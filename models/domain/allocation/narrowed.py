"""How far the lots of a rung that fit in what is left have been told from those that do not."""

from __future__ import annotations

from typing import NamedTuple

# Between so few units it is quicker to sort lots than to try another key.
FEW = 12


class Narrowed(NamedTuple):
    """The lots of each row `below` which all fit, and those `upto` which they do not, or all that there are.

    `units` are those of the lots below. The lots between them are few, or are `tied`: they have one key.
    """

    below: list[int]
    upto: list[int]
    units: int
    tied: bool
