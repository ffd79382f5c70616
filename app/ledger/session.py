"""The session of a ledger: a row that is asked for by its number and is not there is told in words."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Mapper, Session

from app.errors import RowGone

Row = TypeVar("Row")


class LedgerSession(Session):
    """A session for what a person sees and changes, who may have undone meanwhile what a form is still open for."""

    def get_one(self, entity: type[Row] | Mapper[Row], ident: Any, **more: Any) -> Row:  # noqa: ANN401 - as in Session
        """Give the row with a number; refused in words if there is none."""
        try:
            return super().get_one(entity, ident, **more)
        except NoResultFound as error:
            raise RowGone(
                "This is not in the ledger any more: it was undone or removed meanwhile. Nothing was changed. "
                "Bring it back with Redo, or add it anew."
            ) from error
