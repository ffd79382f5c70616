"""The schema that migrations make is the one the tables declare; newer files are refused untouched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import StaticPool

from app.errors import OpenFailure, OpenFailureKind
from app.ledger import schema
from app.ledger.connect import APPLICATION_ID, OLDEST_SQLITE, check_driver, plain_connection
from app.ledger.opening import open_ledger
from app.ledger.seal import file_digest
from models.tables import Base
from tests.make import new_ledger


@pytest.fixture
def migrated() -> Iterator[Engine]:
    engine = create_engine("sqlite://", module=driver, poolclass=StaticPool)
    schema.upgrade(engine)
    yield engine
    engine.dispose()


def test_that_the_migrated_schema_is_the_declared_one(migrated: Engine) -> None:
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_that_declared_and_migrated_tables_are_made_by_the_same_words(migrated: Engine) -> None:
    declared = create_engine("sqlite://", module=driver, poolclass=StaticPool)
    Base.metadata.create_all(declared)
    assert _words(declared) == {name: text for name, text in _words(migrated).items() if name != "alembic_version"}
    declared.dispose()


def _words(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'index')"
        )
        return {name: " ".join(text.replace(" ,", ",").split()).replace(" ,", ",") for name, text in rows}


def test_that_every_table_is_strict(migrated: Engine) -> None:
    with migrated.connect() as connection:
        rows = connection.exec_driver_sql("PRAGMA table_list").fetchall()
    strict = {row[1]: row[5] for row in rows if row[2] == "table" and not row[1].startswith("sqlite_")}
    strict.pop("alembic_version", None)
    assert strict == dict.fromkeys(Base.metadata.tables, 1)


def test_that_upgrading_twice_changes_nothing(migrated: Engine) -> None:
    before = _words(migrated)
    schema.upgrade(migrated)
    assert _words(migrated) == before


def test_that_a_ledger_says_what_it_is_in_its_header(tmp_path: Path) -> None:
    ledger = new_ledger(tmp_path)
    ledger.close()
    assert schema.check_header(ledger.path) == schema.SCHEMA_VERSION
    with closing(plain_connection(ledger.path, read_only=True)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.SCHEMA_VERSION


@pytest.mark.parametrize("read_only", [True, False])
def test_that_a_newer_ledger_is_refused_without_touching_a_byte(tmp_path: Path, read_only: bool) -> None:
    ledger = new_ledger(tmp_path)
    ledger.close()
    with closing(plain_connection(ledger.path)) as connection:
        connection.execute(f"PRAGMA user_version={schema.SCHEMA_VERSION + 1}")
    before = {path: file_digest(path) for path in tmp_path.iterdir()}
    with pytest.raises(OpenFailure, match=r"newer Channelbook.*It was not touched\. Open it with the newer") as caught:
        open_ledger(ledger.path, read_only=read_only)
    assert caught.value.kind is OpenFailureKind.NEWER_VERSION
    assert {path: file_digest(path) for path in tmp_path.iterdir()} == before


def test_that_this_driver_is_new_enough() -> None:
    check_driver()
    assert driver.sqlite_version_info >= OLDEST_SQLITE
