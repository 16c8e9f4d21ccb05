"""The examples for authors: dropped into the plugin folder they work, by the API alone."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import msgspec
import pytest
from tests.conftest import REPO
from tests.extension.making import trust

from kakehashi.declaration.blocks import Prose, Table
from kakehashi.declaration.own_audiences import audiences_of
from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.extension.plan_checks import foreign_findings
from kakehashi.extension.plugins import plugin_named
from kakehashi.extension.starters import starter_named
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import adding, replacing
from kakehashi.plan.item import new_id
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.starter import plan_from
from kakehashi.storage.folders import plugin_folder
from kakehashi.words import text

EXAMPLES = [REPO / "plugins" / name for name in ("example_chapter", "example_checks")]


def dropped(name: str) -> None:
    place = plugin_folder() / name
    shutil.copytree(REPO / "plugins" / name, place, ignore=shutil.ignore_patterns("__pycache__"))
    trust(place, name)
    admit_kinds()


@pytest.fixture
def plan(tmp_path: Path) -> OpenPlan:
    items = plan_from(
        starter_named("b2b-saas"), language="ja", first_month="2027-04", uuid="u", new_id=new_id
    )
    return OpenPlan.create(
        tmp_path / "a.kakehashi",
        "u",
        tuple(items),
        person="",
        clock=lambda: "2027-05-01T09:00:00",
        app_version="1",
    )


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda each: each.name)
def test_an_example_is_ready_explained_and_stands_on_the_api_alone(folder: Path) -> None:
    dropped(folder.name)
    assert plugin_named(folder.name).state == "ready"
    assert len((folder / "README.md").read_text("utf-8").splitlines()) == 5
    tree = ast.parse((folder / "__init__.py").read_text("utf-8"))
    modules = {each.module for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}
    assert {each for each in modules if each and each.startswith("kakehashi")} == {"kakehashi.api"}
    packed = (REPO / "pyproject.toml").read_text("utf-8").partition("[tool.setuptools]")[2]
    assert folder.name not in packed.partition("[tool.ruff]")[0]


def test_the_rules_find_what_they_say_and_repair_it(plan: OpenPlan) -> None:
    dropped("example_checks")
    first, second, *_ = plan.plan.items(Measure)
    first = msgspec.structs.replace(first, start="2027-06", end=None, expected={})
    second = msgspec.structs.replace(second, start="2027-12", end="2028-01")
    plan.apply(replacing(plan.plan, first, second))
    found = foreign_findings(plan.plan)
    (ends,) = [each for each in found if each.check == "example_checks.open_end"]
    (quiet,) = [each for each in found if each.item == second.id]
    assert (ends.item, ends.severity, ends.chapter) == (first.id, "warning", "budget")
    assert "最後の月が決まっていません" in text(ends.sentence, "ja")
    assert "December" in text(quiet.sentence, "en")
    assert ends.repair is not None
    plan.apply(ends.repair.change, ends.repair.words)
    assert plan.plan.find(Measure, first.id).end == "2027-06"  # type: ignore[union-attr]
    assert ends not in foreign_findings(plan.plan)


def test_the_brand_chapter_tells_its_promises_and_the_open_ones(plan: OpenPlan) -> None:
    dropped("example_chapter")
    measure = plan.plan.items(Measure)[0]
    kind = KINDS["ExampleChapterPromise"]
    plan.apply(adding(kind(id="a", position="a0", name="翌日に返事", kept_by=(measure.id,), worth=1_000_000)))
    plan.apply(adding(kind(id="b", position="a1", name="壊れない")))
    for key, columns in (("marketing", 4), ("it", 3)):
        audience = audiences_of(plan.plan)[key]
        audience = msgspec.structs.replace(audience, chapters=audiences_of(plan.plan)["marketing"].chapters)
        document = plan.document(audience, "ja", app_version="1")
        (chapter,) = [each for each in document.chapters if each.key == "brand"]
        promises, still_open = chapter.blocks
        assert isinstance(promises, Table)
        assert isinstance(still_open, Prose)
        assert len(promises.columns) == columns
        assert "壊れない" in still_open.paragraphs[0]
        assert promises.rows[0].cells[2].value == measure.name["ja"]  # type: ignore[index]
