"""What concerns the whole suite: no network, the real exports if they are here, and how Hypothesis searches."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from app.demo import CURRENCY, DAY
from app.importing.demo import import_demo
from app.jobs import Progress
from app.ledger.ledger import Ledger
from app.ledger.opening import new_ledger, open_ledger
from app.ledger.seal import seal_path
from main import COLLECT_AFTER

Move = Callable[[str], None]

# Qt is loaded after this, by the plugin's fixtures; no window may open on a developer's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_configure() -> None:
    """Close the network, collect as the program does, and choose how Hypothesis searches, before tests are imported."""
    gc.set_threshold(COLLECT_AFTER)
    sys.addaudithook(refuse_network)
    settings.register_profile("here", deadline=None)
    settings.register_profile("ci", deadline=None, derandomize=True, database=None)
    settings.load_profile("ci" if os.environ.get("CI") else "here")


def refuse_network(event: str, arguments: tuple[object, ...]) -> None:
    """Let nothing in this process reach a network; local sockets, by which a second start finds the first, stay."""
    match event, arguments:
        case (("socket.connect" | "socket.bind" | "socket.sendto" | "socket.sendmsg"), (socket.socket() as opened, *_)):
            # A system without local sockets has no family of that name.
            if opened.family != getattr(socket, "AF_UNIX", None):
                raise ConnectionRefusedError(f"{event}: Channelbook opens no connection, and neither do its tests")
        case (("socket.getaddrinfo" | "socket.gethostbyname" | "socket.gethostbyaddr"), _):
            raise ConnectionRefusedError(f"{event}: Channelbook asks no name server, and neither do its tests")
        case _:
            pass


@pytest.fixture(scope="session")
def samples() -> Path:
    """Give the folder of real exports, which is kept outside the project; skip where it is not."""
    folder = os.environ.get("CHANNELBOOK_SAMPLES")
    if not folder:
        pytest.skip("no samples: CHANNELBOOK_SAMPLES does not name their folder")
    return Path(folder)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one ledger of the demo brand for the whole run; tests work on copies of it."""
    path = tmp_path_factory.mktemp("demo") / "Juniper & Rye.channelbook"
    ledger = new_ledger(path, currency=CURRENCY, who="Ada", anywhere=True, stays_on=DAY)
    import_demo(ledger, Progress())
    ledger.close()
    return path


@pytest.fixture
def demo_ledger(demo_file: Path, tmp_path: Path) -> Iterator[Ledger]:
    """Open a copy of the demo brand's ledger."""
    path = tmp_path / demo_file.name
    shutil.copy(demo_file, path)
    shutil.copy(seal_path(demo_file), seal_path(path))
    ledger = open_ledger(path, who="Ada")
    yield ledger
    ledger.close()


@pytest.fixture
def move() -> Iterator[Move]:
    """Give a function that takes this computer to another time zone until the test ends."""
    if not hasattr(time, "tzset"):
        pytest.skip("this system does not let a program choose its time zone")
    with pytest.MonkeyPatch.context() as patch:

        def to(zone: str) -> None:
            patch.setenv("TZ", zone)
            time.tzset()

        yield to
    time.tzset()
