"""One command for every task around the program, on a bare machine: makes `.venv` and forwards to the tools.

python3 dev.py demo           import the demo brand, print its one-page read, write its workbook, open the window
python3 dev.py run            start the program: `run contribution my.channelbook --by sku` is `main.py contribution …`
python3 dev.py test           format, lint, types, layers and tests; with arguments: pytest alone, with those arguments
python3 dev.py bench          the benchmarks, which write docs/performance.md
python3 dev.py screenshots    the pictures in docs/
python3 dev.py build          the frozen program in dist/, started once and measured

Arguments after the command are handed on. Standard library only; Linux, macOS and Windows; Python 3.11 to 3.13.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "installed.json"
RUN = "requirements.txt"
DEVELOP = "requirements-dev.txt"
FROZEN_LIMIT = 220  # megabytes, for the whole folder

# Which Debian package holds a shared library that Qt asks for.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}


class Refusal(Exception):
    """Something the person at the keyboard can put right; the message is shown as written."""


def main(arguments: list[str]) -> int:
    """Carry out one command and give its exit code."""
    commands = {
        "demo": demo,
        "run": run,
        "test": test,
        "bench": bench,
        "screenshots": screenshots,
        "build": build,
    }
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments in ([], ["-h"], ["--help"], ["help"]) else 2
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        found = ".".join(str(part) for part in sys.version_info[:2])
        print(f"Python 3.11, 3.12 or 3.13 is needed; this is {found}. Start dev.py with one of those.", file=sys.stderr)
        return 2
    try:
        return commands[arguments[0]](arguments[1:])
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def demo(arguments: list[str]) -> int:
    """Let the program import its demo brand and show what it reads; no window where there is no display."""
    prepare(RUN)
    unseen = [] if has_display() else ["--no-window"]
    environment = qt_environment(offscreen=not has_display())
    command = ["demo", "--folder", str(ROOT / "demo-out"), *unseen, *arguments]
    return start([python(), ROOT / "main.py", *command], environment)


def run(arguments: list[str]) -> int:
    """Start the program as a person does, in the folder they are in."""
    prepare(RUN)
    environment = qt_environment(offscreen=not has_display())
    if not arguments and environment.get("QT_QPA_PLATFORM") == "offscreen":
        print("There is no display: the window opens where nobody sees it. End it with Ctrl+C.", file=sys.stderr)
    return start([python(), ROOT / "main.py", *arguments], environment)


def test(arguments: list[str]) -> int:
    """Run every check, also after one has failed; with arguments, run pytest alone."""
    prepare(DEVELOP)
    environment = qt_environment(offscreen=True)
    if arguments:
        return start(module("pytest", *arguments), environment, folder=ROOT)
    steps: dict[str, Sequence[str | Path]] = {
        "format": module("ruff", "format", "--check", "--output-format", "concise", "."),
        "lint": module("ruff", "check", "--output-format", "concise", "."),
        "types": module("mypy"),
        "layers": [tool("lint-imports"), "--no-logo"],
        "tests": module("pytest", "--numprocesses", "auto", "--dist", "worksteal"),
    }
    failed = [name for name, command in steps.items() if not passes(name, command, environment)]
    if failed:
        print(f"{len(failed)} of {len(steps)} steps failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


def passes(name: str, command: Sequence[str | Path], environment: dict[str, str]) -> bool:
    """Run one step of the checks under its name, and say how long it took."""
    print(f"== {name}", flush=True)
    began = time.monotonic()
    code = start(command, environment, folder=ROOT)
    verdict = "passed" if code == 0 else f"failed, exit code {code}"
    print(f"== {name}: {verdict}, {time.monotonic() - began:.1f} s", flush=True)
    return code == 0


def bench(arguments: list[str]) -> int:
    """Run the benchmarks on seeded data."""
    prepare(DEVELOP)
    return start(module("benchmarks", *arguments), qt_environment(offscreen=True), folder=ROOT)


def screenshots(arguments: list[str]) -> int:
    """Draw the pictures that README and docs show."""
    prepare(RUN)
    script = ROOT / "docs" / "make_screenshots.py"
    return start([python(), script, *arguments], qt_environment(offscreen=True), folder=ROOT)


def build(arguments: list[str]) -> int:
    """Freeze the program, start the frozen one once, and measure its folder."""
    prepare(DEVELOP)
    environment = qt_environment(offscreen=True)
    freeze = module("PyInstaller", "--noconfirm", "--log-level", "WARN", *arguments, "build.spec")
    code = start(freeze, environment, folder=ROOT)
    if code != 0:
        return code
    folder = ROOT / "dist" / "channelbook"
    program = folder / ("channelbook.exe" if os.name == "nt" else "channelbook")
    code = start([program, "--self-test"], environment)
    if code != 0:
        raise Refusal(f"The frozen program {program} does not pass its self-test (exit code {code}).")
    size = sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink()) / 1e6
    print(f"{folder}: {size:.0f} MB of {FROZEN_LIMIT} MB allowed")
    if size > FROZEN_LIMIT:
        raise Refusal("The frozen program is too large: leave more out in build.spec.")
    return 0


def prepare(requirements: str) -> None:
    """Make `.venv` hold what a requirements file names; does nothing when it already does.

    The stamp is removed before and written after an installation, so one that was killed is made again from nothing.
    """
    wanted = {RUN: fingerprint(RUN), DEVELOP: fingerprint(DEVELOP)}
    stamp = read_stamp()
    if python().exists() and stamp.get(requirements) == wanted[requirements]:
        return
    began = time.monotonic()
    print(f"Installing {requirements} into .venv (once) …", file=sys.stderr, flush=True)
    if not (python().exists() and stamp.get(RUN) == wanted[RUN]):
        make_virtual_environment()
    STAMP.unlink(missing_ok=True)
    # The files name every package for every platform, so nothing is left to resolve.
    flags = ["-qq", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary", ":all:"]
    if start(module("pip", "install", *flags, "--requirement", str(ROOT / requirements)), settings()) != 0:
        raise Refusal(f"{requirements} could not be installed (see above). What was there is safe; try again.")
    # Developers' requirements hold those of the program at the same versions.
    write_stamp(wanted if requirements == DEVELOP else {RUN: wanted[RUN]})
    print(f"Installed in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def make_virtual_environment() -> None:
    """Make an empty `.venv`, in place of one that is there."""
    if Path(sys.prefix) == VENV:
        raise Refusal("This Python lives in .venv, which has to be made anew. Start dev.py with the system's Python.")
    STAMP.unlink(missing_ok=True)
    if start([sys.executable, "-m", "venv", "--clear", VENV], settings()) != 0:
        raise Refusal("The virtual environment .venv could not be made (Debian: apt-get install python3-venv).")


def fingerprint(requirements: str) -> str:
    """Sum up what an installation depends on: the file's bytes, the Python and the place."""
    text = (ROOT / requirements).read_bytes() + f"{sys.version_info[:2]} {VENV}".encode()
    return hashlib.sha256(text).hexdigest()


def read_stamp() -> dict[str, str]:
    """Read what was installed; an absent or damaged stamp counts as nothing."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(stamp: dict[str, str]) -> None:
    """Write what was installed, whole or not at all."""
    draft = STAMP.with_suffix(".draft")
    draft.write_text(json.dumps(stamp), encoding="utf-8")
    draft.replace(STAMP)


def python() -> Path:
    """Give the Python of `.venv`."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def module(name: str, *arguments: str) -> list[str | Path]:
    """Give the command that runs a module by the Python of `.venv`."""
    return [python(), "-m", name, *arguments]


def tool(name: str) -> Path:
    """Give a command that a package has put into `.venv`."""
    return python().with_name(f"{name}.exe" if os.name == "nt" else name)


def has_display() -> bool:
    """Tell whether a window can be seen here."""
    if os.environ.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def settings() -> dict[str, str]:
    """Give the environment of every tool: the caller's, with this folder importable."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
    return {**os.environ, "PYTHONPATH": path}


def qt_environment(*, offscreen: bool) -> dict[str, str]:
    """Give the environment for a program with a window, once Qt is known to load."""
    environment = settings()
    if offscreen:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    probe = "import PySide6.QtSvg, PySide6.QtWidgets"
    answer = subprocess.run([python(), "-c", probe], env=environment, capture_output=True, text=True, check=False)
    missing = missing_libraries(seen=not offscreen)
    if missing:
        raise Refusal(what_to_install(missing))
    if answer.returncode != 0:
        missing = re.findall(r"lib[\w+.-]+\.so[.\d]*", answer.stderr)
        raise Refusal(what_to_install(missing) if missing else f"Qt cannot load: {answer.stderr.strip()}")
    return environment


def missing_libraries(*, seen: bool) -> list[str]:
    """Ask the Linux loader which shared libraries Qt lacks here; elsewhere the wheels bring all they need."""
    loader = shutil.which("ldd") if sys.platform == "linux" else None
    if loader is None:
        return []
    parts = ["QtWidgets.abi3.so", "QtSvg.abi3.so"]
    if seen:
        plugin = "libqxcb.so" if os.environ.get("DISPLAY") else "libqwayland.so"
        parts.append(f"Qt/plugins/platforms/{plugin}")
    files = [file for part in parts for file in VENV.glob(f"lib/python*/site-packages/PySide6/{part}")]
    answer = subprocess.run([loader, *files], capture_output=True, text=True, check=False)
    return sorted(set(re.findall(r"(\S+) => not found", answer.stdout)))


def what_to_install(libraries: list[str]) -> str:
    """Say in one line which Debian packages hold the libraries that Qt lacks."""
    packages = " ".join(sorted({PACKAGES[library] for library in libraries if library in PACKAGES}))
    unknown = ", ".join(library for library in libraries if library not in PACKAGES)
    advice = f" Debian: apt-get install {packages}." if packages else ""
    rest = f" Which package holds {unknown}: apt-file search." if unknown else ""
    return f"Qt cannot load without {', '.join(libraries)}.{advice}{rest}"


def start(command: Sequence[str | Path], environment: dict[str, str], *, folder: Path | None = None) -> int:
    """Run a program to its end, its output passed on, and give its exit code."""
    return subprocess.run(command, env=environment, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
