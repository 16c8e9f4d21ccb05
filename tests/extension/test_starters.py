"""Starters of plugins: at the command line and in the window, with items of the plugins' own kinds."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.cli.test_commands import Terminal, terminal  # noqa: F401 - fixtures
from tests.extension.making import put_brand, put_starter

from kakehashi.extension.plugins import NoSuchPlugin
from kakehashi.extension.standing import standing
from kakehashi.extension.starters import offered_starters, starter_keys, starter_named
from kakehashi.words import PlanError, in_language, text

PROMISE = {"kind": "BrandPromise", "key": "one", "fields": {"name": {"ja": "翌日", "en": "Tomorrow"}}}
STARTER = {
    "key": "yearly",
    "title": {"ja": "当社", "en": "Ours"},
    "summary": "",
    "includes": ["b2b-saas"],
    "items": [PROMISE],
}


def test_a_plugins_starter_makes_a_plan(terminal: Terminal) -> None:  # noqa: F811
    put_brand(trusted=False)
    put_starter(f"json.dumps({STARTER!r}).encode()")
    assert "yearly" in terminal("new", "--help")
    assert "yearly" not in sys.modules, "listing runs nothing"
    terminal("new", terminal.plan, "--starter", "yearly", "--language", "en", "--first-month", "2027-04")
    (promise,) = terminal.json("show", terminal.plan, "--kind", "BrandPromise")["items"]
    assert promise["fields"]["name"]["en"] == "Tomorrow"
    assert len(terminal.json("show", terminal.plan, "--kind", "Measure")["items"]) > 3


def test_starters_are_listed_from_manifests_after_ours() -> None:
    put_starter("b''")
    put_starter("b''", name="other", key="other", trusted=False)
    assert starter_keys()[-1] == "yearly"
    assert [in_language(each.title, "ja") for each in offered_starters()][-1] == "当社の年"
    assert [each.key for each in offered_starters()] == [*starter_keys()]


def test_a_file_of_the_same_name_goes_before(home: Path) -> None:
    put_starter("b''")
    file = home / "starters" / "yearly.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps({**STARTER, "items": []}), "utf-8")
    assert in_language(starter_named("yearly").title, "ja") == "当社"
    assert starter_keys().count("yearly") == 1


@pytest.mark.parametrize("content", ["b'{'", "'text'", "1 / 0", "sys.exit(3)", 'b\'{"key": "x"}\''])
def test_a_starter_that_cannot_be_given_is_a_sentence_that_names_the_plugin(
    terminal: Terminal,  # noqa: F811
    content: str,
) -> None:
    put_starter(content)
    with pytest.raises(PlanError) as refused:
        starter_named("yearly")
    for language in ("ja", "en"):
        assert "yearly" in text(refused.value.message, language)
    assert standing().failures["yearly"].doing == "beginning"
    assert "yearly" in terminal("new", terminal.plan, "--starter", "yearly", code=3)
    assert not Path(terminal.plan).exists()


def test_one_without_a_yes_is_not_there() -> None:
    put_starter("b''", trusted=False)
    with pytest.raises(NoSuchPlugin):
        starter_named("yearly")
