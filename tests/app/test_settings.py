"""Settings survive a restart, and a damaged file costs nothing but the settings that were in it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.errors import UserError
from app.settings import (
    NumberStyle,
    SettingKind,
    Settings,
    Theme,
    load_settings,
    save_settings,
    shown_settings,
    with_values,
)

ANY_JSON = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner, max_size=3),
    max_leaves=6,
)


def test_that_settings_come_back_as_they_were_saved(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    saved = Settings(
        theme=Theme.DARK,
        numbers=NumberStyle.COMMA,
        text_size=120,
        person="Mária Sørensen",
        second_backups=tmp_path / "usb",
    ).with_ledger(tmp_path / "Shop.channelbook")
    saved = saved.remembering("window", "AdnQywAD").remembering("table:stock", "120,80")
    save_settings(path, saved)
    assert load_settings(path) == saved
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_that_no_file_gives_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "settings.json") == Settings()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"\xff\xfe\x00", b"null", b"[" * 100_000])
def test_that_a_damaged_file_is_kept_aside_and_the_defaults_are_used(tmp_path: Path, damage: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(damage)
    assert load_settings(path) == Settings()
    assert (tmp_path / "settings.json.damaged").read_bytes() == damage
    assert not path.exists()


def test_that_one_bad_value_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"theme": "purple", "text_size": 900, "person": "Ada", "of a later version": 1}))
    assert load_settings(path) == Settings(person="Ada")
    assert path.exists()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stored=some.fixed_dictionaries({}, optional=dict.fromkeys(Settings.__dataclass_fields__, ANY_JSON)))
def test_that_no_contents_of_the_file_stop_the_program(tmp_path: Path, stored: dict[str, object]) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(stored))
    read = load_settings(path)
    save_settings(path, read)
    assert load_settings(path) == read


def test_that_the_form_follows_from_the_declaration() -> None:
    shown = {setting.name: setting for setting in shown_settings()}
    assert list(shown) == ["theme", "numbers", "text_size", "person", "second_backups"]
    assert shown["theme"].kind is SettingKind.CHOICE
    assert [value for value, _ in shown["theme"].choices] == ["system", "light", "dark"]
    assert (shown["text_size"].kind, shown["text_size"].minimum, shown["text_size"].maximum) == ("number", 80, 160)
    assert shown["second_backups"].kind is SettingKind.FOLDER
    assert all(setting.label and setting.help for setting in shown.values())


def test_that_every_choice_offered_is_accepted() -> None:
    for setting in shown_settings():
        for value, _ in setting.choices:
            assert getattr(with_values(Settings(), {setting.name: value}), setting.name) == value


def test_that_values_of_the_form_are_taken_over_and_bad_ones_named() -> None:
    entered = {"theme": "light", "text_size": 110, "person": "  Ada   Lovelace ", "second_backups": "/mnt/usb"}
    changed = with_values(Settings(), entered)
    assert changed == Settings(theme=Theme.LIGHT, text_size=110, person="Ada Lovelace", second_backups=Path("/mnt/usb"))
    assert with_values(changed, {"second_backups": " "}).second_backups is None
    with pytest.raises(UserError, match=r"Text size: at most 160%\. Nothing was changed"):
        with_values(changed, {"text_size": 161})
    with pytest.raises(UserError, match="Your name: at most 80 characters"):
        with_values(changed, {"person": "x" * 81})
    with pytest.raises(UserError, match="Text size"):
        with_values(changed, {"text_size": True})


def test_that_recent_ledgers_are_few_and_the_last_one_is_first() -> None:
    ledgers = [Path(f"{number}.channelbook") for number in range(12)]
    remembered = Settings()
    for ledger in [*ledgers, ledgers[5]]:
        remembered = remembered.with_ledger(ledger)
    assert remembered.last_ledger == ledgers[5]
    assert remembered.recent_ledgers == tuple(ledgers[number] for number in (5, 11, 10, 9, 8, 7, 6, 4))
    forgotten = remembered.without_ledger(ledgers[5])
    assert forgotten.last_ledger is None
    assert ledgers[5] not in forgotten.recent_ledgers


def test_that_a_change_is_signed_by_the_name_set_or_by_the_account() -> None:
    assert Settings(person="Ada").who() == "Ada"
    assert Settings().who()
