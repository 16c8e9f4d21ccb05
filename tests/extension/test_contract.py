"""What is tried out on a plugin: a new plugin keeps all of it, and whoever breaks one thing is told which."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.extension.making import put

from kakehashi.extension.contract.project import NoPlugin, project_at
from kakehashi.extension.contract.trial import Ended, tried
from kakehashi.extension.contract.trials import about, trials
from kakehashi.extension.new_plugin import Brings, NotMade, new_plugin
from kakehashi.words import text

pytestmark = pytest.mark.once


def ended(place: Path, *wanted: str) -> dict[str, Ended]:
    found = [each for each in trials(project_at(place)) if not wanted or each.about in wanted]
    return {trial.about: tried(trial) for trial in found}


@pytest.mark.parametrize(("brings", "count"), [("source", 9), ("exporter", 6)])
def test_a_new_plugin_keeps_everything(tmp_path: Path, brings: Brings, count: int) -> None:
    place = new_plugin("mine", tmp_path, brings, "私の")
    found = ended(place)
    assert {about for about, each in found.items() if each.how == "kept"} == set(found)
    assert len(found) == count
    assert "私の" in (place / "mine/kakehashi-plugin.toml").read_text("utf-8")
    with pytest.raises(NotMade):
        new_plugin("mine", tmp_path, brings)
    with pytest.raises(NotMade):
        new_plugin("No good", tmp_path, brings)


def harmed(tmp_path: Path, old: str, new: str, brings: Brings = "source") -> Path:
    place = new_plugin("mine", tmp_path, brings)
    file = place / "mine/__init__.py"
    code = file.read_text("utf-8")
    assert old in code
    code = code.replace(
        "from __future__ import annotations\n", "from __future__ import annotations\nKEPT = []\n"
    )
    file.write_text(code.replace(old, new), "utf-8")
    return place


SHUFFLED = """import random; rows = sorted(rows, key=lambda _: random.random())
            for row in rows:"""


@pytest.mark.parametrize(
    ("breaks", "said", "old", "new"),
    [
        ("settings", "error.contract.settings", "folder: Annotated[str,", "folder: Annotated[dict,"),
        ("rows", "error.contract.twice", "for row in rows:", SHUFFLED),
        ("unicode", "error.contract.texts", "cell or None for cell", "cell.strip() or None for cell"),
        ("wrong", "error.contract.wording", "raise Problem(", "raise ValueError("),
        ("wrong", "error.contract.wrong_passes", "if not Path(settings.folder).is_dir():", "if False:"),
        ("wrong", "error.contract.languages", '                    "ja": f', '                    "fr": f'),
        (
            "empty",
            "error.plugin.failed",
            "yield Batch(columns, batch)\n\n",
            "yield Batch(columns, [batch[0]])\n\n",
        ),
        ("large", "error.worker.reading.memory", "batch.append(", "KEPT.append(bytes(30000)); batch.append("),
        ("rows", "error.contract.writes", "columns = tuple(next", "open('KEPT', 'w'); columns = tuple(next"),
        ("brings", "error.plugin.lies", '    key = "mine"', '    key = "other"'),
    ],
)
def test_who_breaks_one_thing_is_told_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: str, said: str, old: str, new: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = ended(harmed(tmp_path, old, new), breaks)[breaks]
    assert found.how == "broken"
    assert found.reason is not None
    assert found.reason.id == said
    for language in ("ja", "en"):
        assert text(found.reason, language)  # type: ignore[arg-type]
        assert text(about(found.trial), language)  # type: ignore[arg-type]


OPENED = "with target.open("
MORE = "with open(str(target) + '.bak', 'w'): pass\n        with target.open("
FIRST = "document.chapters[0]\n            for at, chapter"


@pytest.mark.parametrize(
    ("breaks", "said", "old", "new"),
    [
        ("same", "error.contract.bytes", 'print(f"{document', 'import os; print(os.urandom(8), f"{document'),
        ("writes", "error.contract.more_files", OPENED, MORE),
        ("writes", "error.contract.no_file", OPENED, "return\n        with target.open("),
        ("nothing", "error.plugin.failed", "for at, chapter", FIRST),
        ("texts", "error.plugin.failed", 'encoding="utf-8", newline', 'encoding="ascii", newline'),
    ],
)
def test_an_exporter_that_breaks_one_thing_is_told_which(
    tmp_path: Path, breaks: str, said: str, old: str, new: str
) -> None:
    found = ended(harmed(tmp_path, old, new, "exporter"), breaks)[breaks]
    assert found.how == "broken"
    assert found.reason is not None
    assert found.reason.id == said


def test_what_has_no_case_is_not_called_kept(tmp_path: Path) -> None:
    place = new_plugin("mine", tmp_path, "source")
    (place / "tests/kakehashi_cases.py").unlink()
    found = ended(place)
    assert {each.how for about, each in found.items() if about not in ("manifest", "brings")} == {"not_tried"}


def test_no_plugin_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoPlugin):
        project_at(tmp_path)


def test_pytest_tries_it_in_the_folder_of_a_plugin(tmp_path: Path) -> None:
    place = harmed(tmp_path, "cell or None for cell", "cell.strip() or None for cell")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "not large and not cancel"],
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "6 passed" in ran.stdout
    assert "1 failed" in ran.stdout
    assert "These texts did not come as they are" in ran.stdout
    assert ran.returncode == 1


INSIDE = """
import random
from kakehashi.api import CheckResult, Prose, hookimpl

class Check:
    key = "fair"
    def check(self, plan):
        yield CheckResult(severity="hint", message={"en": "a", "ja": "b"})

class Told:
    key = "fair"
    def blocks(self, plan, reader):
        return [Prose("fair.said", paragraphs=("a",))]

class Begun:
    key = "fair"
    content = b'{"key": "fair", "title": "t", "summary": "s", "items": []}'

@hookimpl
def kakehashi_checks(): return [Check()]
@hookimpl
def kakehashi_chapters(): return [Told()]
@hookimpl
def kakehashi_starters(): return [Begun()]
"""
OFFERS = """
[[checks]]
key = "fair"
title = { en = "Fair", ja = "公平" }
[[chapters]]
key = "fair"
title = { en = "Fair", ja = "公平" }
[[starters]]
key = "fair"
title = { en = "Fair", ja = "公平" }
"""


@pytest.mark.parametrize(
    ("breaks", "said", "old", "new"),
    [
        ("", "", "", ""),
        ("checks", "error.contract.failed", "        yield CheckResult", "        1 / 0; yield CheckResult"),
        ("checks", "error.contract.languages", ', "ja": "b"', ""),
        ("checks", "error.contract.twice_found", '"en": "a"', '"en": str(random.random())'),
        ("tells", "error.plugin.block", '"fair.said"', '"said"'),
        ("tells", "error.plugin.failed", "        return [Prose", "        1 / 0; return [Prose"),
        ("tells", "error.contract.twice_told", '("a",)', "(str(random.random()),)"),
        ("begins", "error.contract.failed", '"items": []', '"items": [{"kind": "Nothing"}]'),
    ],
)
def test_what_works_within_the_program_is_tried_too(
    tmp_path: Path, breaks: str, said: str, old: str, new: str
) -> None:
    place = put("inner", INSIDE.replace(old, new) if old else INSIDE, OFFERS, folder=tmp_path, trusted=False)
    found = ended(place)
    assert {each for each, how in found.items() if how.how == "broken"} == ({breaks} if breaks else set())
    if breaks:
        reason = found[breaks].reason
        assert reason is not None
        assert reason.id == said


def test_what_hangs_within_the_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kakehashi.extension.contract.inside.PATIENCE", 0.5)
    code = INSIDE.replace(
        "        yield CheckResult", "        import time; time.sleep(3); yield CheckResult"
    )
    place = put("inner", code, OFFERS, folder=tmp_path, trusted=False)
    found = ended(place, "checks")["checks"]
    assert found.reason is not None
    assert found.reason.id == "error.contract.hangs"
