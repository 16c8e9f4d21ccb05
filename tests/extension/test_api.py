"""What plugins may count on: within a version, names, fields and parameters of `kakehashi.api` are added,
never changed or taken away. `api-1.txt` is all that it gives now (written by the module
tests.extension.api_surface), `api-1.0.txt` what the first version gave.
"""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from tests.extension.api_surface import surface
from tests.extension.making import EXPORTER, put
from tests.extension.test_plugins import DOCUMENT

from kakehashi import api
from kakehashi.extension.exporting import export
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.plugins import exporters

pytestmark = pytest.mark.once

PROMISED = Path(__file__).with_name("api-1.txt")


def test_what_was_promised_is_there_and_nothing_is_there_unpromised() -> None:
    assert surface() == PROMISED.read_text("utf-8").splitlines()


def test_new_fields_and_parameters_can_be_left_out() -> None:
    lines = PROMISED.read_text("utf-8").splitlines()
    first = PROMISED.with_name("api-1.0.txt").read_text("utf-8").splitlines()
    old = set(first)
    gone = [line for line in first if line not in set(lines)]
    assert not gone, "taken away or changed: " + "; ".join(gone)
    added = [line for line in lines if line not in old and ": " in line]
    of_old = [line for line in added if f"struct {line.split('.')[0]}" in old]
    assert all(line.endswith("= …") for line in of_old), of_old


def test_the_version_is_the_api_s_own() -> None:
    major, minor = map(int, api.API_VERSION.split("."))
    assert (major, minor) >= (1, 0)


def test_what_is_going_is_warned_of_once_with_the_plugin_s_name(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(api.GOING, "amount", ("number", "2.0"))
    space = {"__name__": "old_plugin.part"}
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            exec("from kakehashi.api import amount", space)
    assert space["amount"] is api.number
    assert caplog.text.count("old_plugin") == 1
    assert "2.0" in caplog.text
    with pytest.raises(ImportError):
        exec("from kakehashi.api import nothing_of_this_name", space)


def test_what_a_plugin_is_warned_of_stands_in_its_log(tmp_path: Path) -> None:
    code = """
import logging, msgspec
from kakehashi.api import hookimpl
class Settings(msgspec.Struct): pass
class Writer:
    key, settings = "told", Settings
    def export(self, document, settings, target, progress):
        logging.getLogger("kakehashi.api").warning("it goes with 2.0")
        target.write_text("whole")
@hookimpl
def kakehashi_exporters(): return [Writer()]
"""
    put("told", code, EXPORTER.format(key="told", suffix=".told"))
    export(exporters()["told"], DOCUMENT, tmp_path / "a.told")
    assert "it goes with 2.0" in log_of("told").read_text("utf-8")
