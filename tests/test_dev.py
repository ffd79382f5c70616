"""What `dev.py` decides before any tool runs: whether to install, what is missing, what may be seen."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project of two requirements files and no packages, in a folder of its own."""
    for name in (dev.RUN, dev.DEVELOP):
        (tmp_path / name).write_text("# nothing to install\n", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "STAMP", tmp_path / ".venv" / "installed.json")
    return tmp_path


def test_that_an_installation_is_made_once_and_anew_when_requirements_change(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    dev.prepare(dev.DEVELOP)
    assert "Installing requirements-dev.txt" in capfd.readouterr().err
    for requirements in (dev.DEVELOP, dev.RUN):  # what developers need holds what the program needs
        dev.prepare(requirements)
    assert capfd.readouterr().err == ""

    left_over = dev.VENV / "left-over"
    left_over.touch()
    (project / dev.RUN).write_text("channelbook-without-a-hash==1\n", encoding="utf-8")
    with pytest.raises(dev.Refusal, match="could not be installed"):
        dev.prepare(dev.RUN)
    assert "hash" in capfd.readouterr().err.lower()
    assert not left_over.exists()
    assert dev.read_stamp() == {}


@pytest.mark.parametrize("stamp", [None, "", '{"requirements.txt":', "[]"])
def test_that_an_absent_or_damaged_stamp_counts_as_nothing_installed(stamp: str | None, project: Path) -> None:
    (project / ".venv").mkdir()
    if stamp is not None:
        dev.STAMP.write_text(stamp, encoding="utf-8")
    assert dev.read_stamp() == {}


def test_that_missing_libraries_are_named_with_their_packages_in_one_line() -> None:
    sentence = dev.what_to_install(["libEGL.so.1", "libxkbcommon.so.0"])
    assert sentence == (
        "Qt cannot load without libEGL.so.1, libxkbcommon.so.0. Debian: apt-get install libegl1 libxkbcommon0."
    )


def test_that_a_library_of_an_unknown_package_is_named_all_the_same() -> None:
    sentence = dev.what_to_install(["libnobody.so.7"])
    assert "libnobody.so.7" in sentence
    assert "apt-file" in sentence


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a display")
@pytest.mark.parametrize(
    "variables, seen",
    [({}, False), ({"DISPLAY": ":0"}, True), ({"WAYLAND_DISPLAY": "wayland-0"}, True)],
    ids=["none", "X11", "Wayland"],
)
def test_that_a_display_is_found_by_its_variable(
    variables: dict[str, str], seen: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert dev.has_display() is seen


def test_that_dev_py_needs_the_standard_library_only() -> None:
    text = Path(dev.__file__).read_text("utf-8")
    imported = {name.split(".")[0] for name in re.findall(r"^(?:from|import) ([\w.]+)", text, re.MULTILINE)}
    assert imported - {"__future__"} <= sys.stdlib_module_names


def test_that_an_unknown_command_shows_what_there_is() -> None:
    answer = subprocess.run([sys.executable, dev.__file__, "tset"], capture_output=True, encoding="utf-8", check=False)
    assert answer.returncode == 2
    assert "dev.py test" in answer.stdout
