"""Edits of promotions beyond those of all rules: other days, a collision accepted, an imported one taken over."""

from __future__ import annotations

from datetime import date

from app.actions.rules import add_rule, move_rule, set_settings
from app.errors import UserError
from app.ledger.ledger import Done, Ledger
from app.queries.collisions import Acceptance, collisions, with_acceptance
from app.queries.promotions import planned
from app.queries.rules import PROMOTIONS, draft_of
from models.domain.promotions.kinds import OPEN_END


def move_promotion(ledger: Ledger, *, rule_id: int, first: date, last: date) -> Done:
    """Give a promotion other days in the draft; one that is published is moved in a draft that begins with it."""
    if rule_id < 0:
        raise UserError(
            "This promotion was told by a file and stays as it is there. Nothing was changed. Take it over to plan it."
        )
    return move_rule(ledger, rule_id=rule_id, first=first, last=last, family=PROMOTIONS)


def accept_collision(ledger: Ledger, *, name: str, reason: str) -> Done:
    """Accept that two promotions of the draft collide; it counts until either of them is changed."""
    if not reason.strip():
        raise UserError("To accept a collision needs a reason. Nothing was changed.")
    with ledger.read() as session:
        draft = draft_of(session, PROMOTIONS)
        found = {one.fingerprint: one for one in collisions(session, draft, ledger.today())}
    if draft is None:
        raise UserError("There is no draft of the promotions. Nothing was changed. Start one first.")
    if name not in found:
        raise UserError("These promotions no longer collide. Nothing was changed.")
    said = Acceptance(reason.strip(), ledger.who, ledger.now())
    one, other = found[name].codes
    settings = with_acceptance(draft.version.settings, name, said)
    return set_settings(ledger, family=PROMOTIONS, settings=settings, label=f"Accept that {one} and {other} collide")


def take_over(ledger: Ledger, *, number: int) -> Done:
    """Type a promotion that a file told of as one of the draft, as it stands there; one without an end is refused."""
    with ledger.read() as session:
        told = next((one for one in planned(session, draft=True) if one.rule.number == number), None)
    if told is None or told.typed:
        raise UserError("This promotion is no longer told by a file. Nothing was changed.")
    rule = told.rule
    if rule.last == OPEN_END:
        raise UserError(f"{told.code} has no last day in its file. Nothing was changed. Add it with its days instead.")
    return add_rule(
        ledger,
        what=rule.what,
        scope=rule.scope,
        first=rule.first,
        last=rule.last,
        note=f"taken over from {told.source}",
        family=PROMOTIONS,
        begin=True,
    )
