"""Units on their way and promised, the places of stock, and what planning knows of SKUs and listings."""

from __future__ import annotations

from pathlib import Path

from alembic import op

from models.domain.stock import LocationKind, guess_location_kind

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PLACES = "SELECT location, max(channel_id) FROM stock_level GROUP BY lower(location)"
_MAKE = "INSERT INTO location (name, kind, allocatable, channel_id) VALUES (?, ?, ?, ?)"


def upgrade() -> None:
    """Make the tables, and the places that stock reports have named so far."""
    script = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    for statement in script.split(";\n\n"):
        op.execute(statement.rstrip(";\n"))
    connection = op.get_bind()
    for name, channel_id in connection.exec_driver_sql(_PLACES).fetchall():
        kind = guess_location_kind(name)
        own = kind is not LocationKind.FBA
        connection.exec_driver_sql(_MAKE, (name, kind.value, int(own), None if own else channel_id))
