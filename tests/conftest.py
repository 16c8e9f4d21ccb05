"""What every test stands on: its own home folder, a quiet log, the tools and data outside the repo.

Imports neither PySide6 nor pytest-qt: the tests below `ui` also run without them.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest
from hypothesis import HealthCheck, settings

from kakehashi.plan.admitting import withdraw

if TYPE_CHECKING:
    from tests.extension.vault import Memory

REPO = Path(__file__).resolve().parent.parent
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("LANG", "C.UTF-8")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # no test touches a real keychain
gc.set_threshold(50_000, 20, 100)  # what a session of tests keeps is large: looking through it took a fifth
settings.register_profile("plans", deadline=None, suppress_health_check=list(HealthCheck))  # shared machines
settings.load_profile("plans")


def pytest_addoption(parser: pytest.Parser) -> None:
    if find_spec("pytestqt") is None:  # its settings stand in pyproject.toml and would be unknown
        for name in ("qt_api", "qt_log_level_fail", "qt_log_ignore"):
            parser.addini(name, "of pytest-qt")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(f"skips: {len(terminalreporter.getreports('skipped'))}")


def missing(what: str) -> NoReturn:
    """Skip for want of a tool or data set; a failure where all must run (KAKEHASHI_ALL=1)."""
    if os.environ.get("KAKEHASHI_ALL"):
        pytest.fail(f"missing: {what}")
    pytest.skip(f"missing: {what}")


def _tool(name: str) -> Path:
    found = shutil.which(name)
    return Path(found) if found else missing(name)


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data sets, outside the repo."""
    folder = Path(os.environ.get("KAKEHASHI_TEST_DATA") or REPO.parent / "shared" / "data").resolve()
    return folder if folder.is_dir() else missing(f"test data at {folder}")


@pytest.fixture(scope="session")
def chromium() -> Path:
    return _tool("chromium")


@pytest.fixture(scope="session")
def soffice() -> Path:
    return _tool("soffice")


@pytest.fixture(scope="session")
def recalculate(soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Gives the copy of a workbook that LibreOffice writes after opening it (its own profile per worker).

    A formula's cached value is kept, even a wrong one: strip cached values first.
    """
    folder = tmp_path_factory.mktemp("soffice")

    def convert(workbook: Path) -> Path:
        target = folder / f"{len(list(folder.iterdir()))}"
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", "xlsx", "--outdir", target, workbook]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return target / f"{workbook.stem}.xlsx"

    return convert


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the sample plan in a language, made by the command once for all workers; `home` beside it holds
    its evidence. To be read only."""
    from kakehashi.cli.main import run

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base

    def made(language: str) -> Path:
        path = shared / f"sample-{language}" / "sample.kakehashi"
        if not path.exists():
            folder = tmp_path_factory.mktemp("sample")
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("KAKEHASHI_HOME", str(folder / "home"))
                assert run(["sample", str(folder / path.name), "--language", language]) == 0
            with suppress(OSError):  # another worker was faster: its sample is the same
                folder.rename(path.parent)
        return path

    return made


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user-data folder of this one test."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("KAKEHASHI_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def _plugins_go(home: Path) -> Iterator[None]:
    """What plugins one test loads and what kinds it admits, no other knows: many are called the same."""
    path, modules = [*sys.path], {*sys.modules}
    yield
    withdraw()
    if "kakehashi.extension.inside" in sys.modules:
        from kakehashi.extension.inside import load_anew

        load_anew()
    sys.path[:] = path
    for name in {*sys.modules} - modules:
        if str(getattr(sys.modules[name], "__file__", None)).startswith(str(home)):
            del sys.modules[name]


@pytest.fixture
def keychain() -> Iterator[Memory]:
    """A keychain of this one test, in memory."""
    import keyring
    from tests.extension.vault import Memory

    before = keyring.get_keyring()
    memory = Memory()
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


class _Kept(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless the test looks at the log itself (takes `caplog`)."""
    kept = _Kept()
    logging.getLogger().addHandler(kept)
    yield
    logging.getLogger().removeHandler(kept)
    if kept.lines and "caplog" not in request.fixturenames:
        pytest.fail("unexpected in the log:\n" + "\n".join(kept.lines))
