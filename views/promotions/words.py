"""What the timeline says: of a promotion, of those that are out of view, and of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.queries.promotion_board import Bar, PromotionBoard
from models.domain.words import figure
from views.common.sentences import count
from views.common.text import Text


def pairs(bar: Bar) -> list[tuple[str, str]]:
    """Say what there is to know of a promotion, each with its name."""
    promotion, what = bar.planned.promotion, bar.planned.rule.what
    scope = bar.planned.rule.scope
    found: Mapping[str, str] = {
        "For": scope.words(),
        "Lane": promotion.lane or "none",
        "Exclusive": "yes" if promotion.exclusive else "",
        "Expected uplift": f"{figure(promotion.uplift, 4)} ×" if promotion.uplift != 1 else "",
        "Unit cap": str(promotion.unit_cap) if promotion.unit_cap is not None else "",
        "Budget": f"{what.budget.major()} {what.budget.currency}" if what.budget else "",
        "Fixed cost": f"{what.fixed.major()} {what.fixed.currency}" if what.fixed else "",
        "Advertising": f"{what.ads.major()} {what.ads.currency}" if what.ads else "",
        "Funded by others": f"{promotion.funded / 100:g} % of the discount" if promotion.funded else "",
        "“Was” price": f"{what.was.major()} {what.was.currency}" if what.was else "",
    }
    return [(name, words) for name, words in found.items() if words]


def beside_words(bar: Bar, day: date, text: Text) -> str:
    """Say that no promotion is in view, and which is nearest."""
    name = f"{bar.planned.code} on {bar.channel}"
    did, when = ("ended", bar.days.last) if bar.days.last < day else ("began", bar.days.first)
    return f"No promotion in these days. {name} {'begins' if when > day else did} {text.day(when)}."


def sentence(board: PromotionBoard) -> str:
    """Say which promotions are shown, and how many collide."""
    if not board.count:
        return "Every promotion by channel and day. None is planned or imported yet."
    found = [one for one in board.collisions if one.accepted is None]
    accepted = len(board.collisions) - len(found)
    said = f"{count(len(found), 'collision')} ahead" if found else "nothing ahead collides"
    words = f"{count(board.count, 'promotion')}, {f'**{said}**' if found else said}"
    if accepted:
        words += f", {accepted} accepted"
    if board.draft is not None:
        return f"**Draft**: {words}, beside {board.title or 'no published rules'}"
    return f"{words}, by {board.title}" if board.title else words
