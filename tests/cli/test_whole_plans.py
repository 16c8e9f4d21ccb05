"""Whole plans at the command line: what is filled in and what comes next, JSON and back, next year's plan."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from tests.cli.test_commands import Terminal, planned, terminal  # noqa: F401 - fixtures

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.changes import setting
from kakehashi.plan.kinds import CHAPTERS, only_id
from kakehashi.storage.folders import starter_folder
from kakehashi.storage.plan_file import PlanFile


def fresh(terminal: Terminal) -> Path:  # noqa: F811
    """A plan with nothing in it but its months."""
    plain, file = terminal.folder / "empty.json", terminal.folder / "fresh.kakehashi"
    about = {"id": only_id("About"), "kind": "About", "fields": {"first_month": "2027-04"}}
    plain.write_text(json.dumps({"uuid": "u", "items": [about]}), encoding="utf-8")
    terminal("import-plan", str(plain), str(file))
    return file


def test_check_tells_how_full_each_chapter_is_and_the_next_ten_steps(terminal: Terminal) -> None:  # noqa: F811
    file = str(fresh(terminal))
    found = terminal.json("check", file)
    assert tuple(found["completeness"]) == CHAPTERS
    assert found["completeness"]["basis"]["needed"] > found["completeness"]["basis"]["filled"] > 0
    kinds = [step["kind"] for step in found["next_steps"]]
    assert len(kinds) == 10
    assert kinds[:4] == ["About", "GuidePoint", "Outcome", "Metric"]
    assert found["next_steps"][0]["fields"] == ["company", "title", "product", "author"]
    said = terminal("check", file)
    lines = said.splitlines()
    assert any(line.startswith("Basis (2 of ") for line in lines)
    assert said.index("errors") < said.index("Next steps") if "errors" in said else "Next steps" in said
    assert sum(line.lstrip()[:1].isdigit() for line in lines[lines.index("Next steps") :]) == 10


def test_the_next_steps_in_japanese(
    terminal: Terminal,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = str(fresh(terminal))
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "ja")
    assert "次にすること" in terminal("check", file)


def test_a_plan_as_json_and_back(planned: Terminal) -> None:  # noqa: F811
    out, again = planned.folder / "plan.json", str(planned.folder / "again.kakehashi")
    told = planned.json("export-plan", planned.plan, str(out))
    assert planned.json("import-plan", str(out), again) == told | {"file": again}
    assert "no difference" in planned("diff", planned.plan, again)
    assert planned.json("diff", planned.plan, again)["same_plan"]
    shown = planned.folder / "shown.json"
    shown.write_text(planned("show", planned.plan, "--json"), encoding="utf-8")
    third = str(planned.folder / "third.kakehashi")
    planned("import-plan", str(shown), third)
    assert "no difference" in planned("diff", planned.plan, third)


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        (b'{"a": 1,\n  "b": }', "line 2, character 8"),
        (b"Dear all", "line 1, character 1"),
        (b"ab\xff", "byte 3"),
    ],
)
def test_what_is_no_json_is_named_with_its_place(
    terminal: Terminal,  # noqa: F811
    raw: bytes,
    place: str,
) -> None:
    file = str(terminal.folder / "new.kakehashi")
    starter, plain = starter_folder() / "ours.json", terminal.folder / "plain.json"
    for path, command in ((starter, ("new", "--starter", "ours")), (plain, ("import-plan", str(plain)))):
        path.write_bytes(raw)
        said = terminal(*command, file, code=3)
        assert str(path) in said
        assert place in said
        assert not Path(file).exists()


def test_plain_plans_that_cannot_be_read_or_written(planned: Terminal) -> None:  # noqa: F811
    file = str(planned.folder / "new.kakehashi")
    bad = planned.folder / "bad.json"
    bad.write_text('{"uuid": "u", "items": [{"id": "a", "kind": "Goal", "fields": {"by": "June"}}]}')
    assert "Item 1 (Goal, a), by" in planned("import-plan", str(bad), file, code=3)
    assert not Path(file).exists()
    assert "no file" in planned("import-plan", str(planned.folder / "none.json"), file, code=3)
    assert "itself" in planned("export-plan", planned.plan, planned.plan, code=3)
    assert "folder" in planned("export-plan", planned.plan, str(planned.folder / "no" / "x.json"), code=3)
    good = planned.folder / "plan.json"
    planned("export-plan", planned.plan, str(good))
    planned("import-plan", str(good), planned.plan, code=3)


def test_next_years_plan(planned: Terminal) -> None:  # noqa: F811
    out = str(planned.folder / "next.kakehashi")
    told = planned.json("roll-forward", planned.plan, out)
    shown = planned.json("show", out)
    assert shown["uuid"] == told["uuid"] != planned.json("show", planned.plan)["uuid"]
    about = next(item for item in shown["items"] if item["kind"] == "About")
    assert about["fields"]["first_month"] == "2028-04"
    assert told["proposed"]["BudgetLine"] > 0
    assert planned.json("history", out) == []
    assert not planned.json("diff", planned.plan, out)["same_plan"]
    assert planned.json("check", out, code=0)["next_steps"]
    planned("roll-forward", planned.plan, out, code=3)
    other = str(planned.folder / "copied.kakehashi")
    assert "proposed again: Metric" in planned("roll-forward", planned.plan, other, "--targets", "copied")


def test_attachments_go_along_into_next_year(planned: Terminal) -> None:  # noqa: F811
    content = b"a logo"
    name = hashlib.sha256(content).hexdigest()
    path = Path(planned.plan)
    opened = OpenPlan.open(path, person="x", clock=lambda: "2027-04-01T09:00:00")
    opened.apply(setting(opened.plan, opened.plan.only(About).id, "logo", name))
    opened.close()
    file = PlanFile.open(path)
    file.attach(name, content)
    file.close()
    out = planned.folder / "next.kakehashi"
    planned("roll-forward", planned.plan, str(out))
    kept = PlanFile.open(out, read_only=True)
    assert kept.attachment(name) == content
    kept.close()
