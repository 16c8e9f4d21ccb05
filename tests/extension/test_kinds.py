"""Kinds of plugins are data: admitted from manifests, carried by plan files, edited without the plugin."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.test_commands import Terminal, planned, terminal  # noqa: F401 - fixtures
from tests.extension.making import BRAND, put, put_brand

from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.confidential import redacted
from kakehashi.declaration.edition import from_bytes, plan_of
from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.admitting import withdraw
from kakehashi.plan.basis import About
from kakehashi.plan.changes import adding, apply, difference, setting
from kakehashi.plan.completeness import completeness
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTER_OF, CHAPTERS, KINDS, chapters, only_id
from kakehashi.plan.naming import name_of
from kakehashi.plan.plain_plan import read, written
from kakehashi.plan.telling import tell
from kakehashi.plan.values import BadValue
from kakehashi.storage.folders import plugin_folder
from kakehashi.storage.rows import batches, to_row
from kakehashi.words import known, shown, text

NOW = "2027-05-01T09:00:00"


def admitted(manifest: str = BRAND, **more: Any) -> Path:
    place = put_brand(manifest, **more)
    admit_kinds()
    return place


def promise(name: str = "翌日に届きます", **fields: Any) -> Item:
    return KINDS["BrandPromise"](**{"id": "promise", "position": "a0", "name": name, **fields})


def made(path: Path, *items: Item) -> OpenPlan:
    about = About(id=only_id("About"), first_month="2027-04", months=12)
    return OpenPlan.create(path, "u", (about, *items), person="大野", clock=lambda: NOW, app_version="1")


def opened(path: Path, **more: Any) -> OpenPlan:
    return OpenPlan.open(path, person="大野", clock=lambda: NOW, **more)


def elsewhere() -> None:
    """Another computer: the plugin is not there."""
    shutil.rmtree(plugin_folder() / "brand")
    withdraw()
    admit_kinds()


def rows(path: Path) -> list[tuple[Any, ...]]:
    db = sqlite3.connect(path)
    try:
        return db.execute("SELECT * FROM item ORDER BY id").fetchall()
    finally:
        db.close()


def test_a_manifest_alone_makes_kinds_and_chapters() -> None:
    assert "BrandPromise" not in KINDS
    admitted(trusted=False)
    assert chapters() == (*CHAPTERS, "brand")
    assert CHAPTER_OF["BrandPromise"] == "brand"
    assert [kind.__name__ for kind in BY_CHAPTER["personas"]][-1] == "BrandRival"
    fields = describe(KINDS["BrandPromise"])
    assert fields["strength"].choices == ("", "weak", "strong")
    assert fields["value"].field.confidential
    assert fields["measures"].field.kinds == ("Measure",)
    for language, said in (
        ("ja", "約束の一文"),
        ("en", "Promise in a sentence"),
        ("zh_TW", "Promise in a sentence"),
    ):
        assert text(fields["name"].title, language) == said
    assert text("chapter.brand", "en") == "Brand {value}"
    assert text("choice.BrandPromise.strength.none", "ja") == text("change.nothing", "ja")
    assert text("field.BrandRival.since", "ja") == "Since"
    assert text("help.BrandRival.since", "ja") == "Since"
    shutil.rmtree(plugin_folder() / "brand")
    admit_kinds()
    assert chapters() == CHAPTERS
    assert "BrandPromise" not in KINDS
    assert not known("kind.BrandPromise", "en")


def test_the_first_plugin_keeps_a_kind_and_one_that_may_be_used_goes_before() -> None:
    put("brand_x", "", BRAND.replace("Promise in a sentence", "Other words"), trusted=False)
    admit_kinds()
    assert "BrandPromise" not in KINDS, "its kinds must begin with BrandX"
    other = BRAND.replace('key = "brand"', 'key = "brandy"').replace(
        'chapter = "brand"', 'chapter = "brandy"'
    )
    for name, chapter in (("brand", "Ours"), ("bran", "Theirs")):
        put(name, "", other.replace("Brand {value}", chapter), trusted=name == "brand")
    admit_kinds()
    assert text("chapter.brandy", "en") == "Ours"


def test_everything_generic_works_with_a_foreign_kind(tmp_path: Path) -> None:
    admitted()
    plan = made(tmp_path / "a.kakehashi")
    before = plan.plan
    item = promise(strength="strong", value=1200, measures=("gone",), share={"2027-04": "0.25"})
    plan.apply(adding(item))
    assert plan.plan.item("promise").strength == "strong"  # type: ignore[attr-defined]
    plan.apply(adding(KINDS["BrandRival"](id="rival", position="a0", promise="promise", since="2027-04")))
    assert plan.plan.referrers("promise") == (("rival", "promise"),)
    assert shown(name_of(plan.plan, plan.plan.item("rival")), "ja") == "翌日に届きます"
    said = [text(each, "en") for each in tell(difference(before, plan.plan), before, plan.plan)]
    assert any("Brand {value}" in each and "Promise" in each for each in said)
    plan.apply(setting(plan.plan, "promise", "strength", "weak"))
    assert "強い" in text(plan.history()[0].words[0], "ja")
    with pytest.raises(BadValue):
        plan.apply(setting(plan.plan, "promise", "value", -1))
    with pytest.raises(BadValue):
        plan.apply(
            (msgspec.structs.replace(setting(plan.plan, "promise", "strength", "strong")[0], after="x"),)
        )
    assert completeness(plan.plan)["brand"].full
    assert read(written(plan.plan).encode()) == plan.plan
    plan.undo()
    assert plan.plan.item("promise").strength == "strong"  # type: ignore[attr-defined]
    seen = redacted(plan.plan, AUDIENCES["executives"]).item("promise")
    assert seen.value is None  # type: ignore[attr-defined]
    assert redacted(plan.plan, AUDIENCES["marketing"]).item("promise").value == 1200  # type: ignore[attr-defined]
    plan.declare(app_version="1")
    assert plan_of(from_bytes(plan.edition(1))) == plan.plan
    plan.close()
    assert opened(tmp_path / "a.kakehashi", read_only=True).plan == plan.plan


def test_a_plan_describes_its_foreign_kinds_itself(tmp_path: Path) -> None:
    file = tmp_path / "a.kakehashi"
    admitted()
    plan = made(file)
    assert b"BrandPromise" not in file.read_bytes()
    plan.apply(adding(promise(strength="strong")))
    plan.close()
    elsewhere()
    assert "BrandPromise" not in KINDS
    plan = opened(file)
    assert plan.notices == ()
    assert chapters()[-1] == "brand"
    plan.apply(setting(plan.plan, "promise", "strength", "weak"))
    assert "強い" in text(plan.history()[0].words[0], "ja")
    plan.send_copy(tmp_path / "copy.kakehashi", app_version="1")
    plan.close()
    withdraw()
    assert opened(tmp_path / "copy.kakehashi", read_only=True).plan.item("promise").strength == "weak"  # type: ignore[attr-defined]


def test_the_newer_description_goes_before(tmp_path: Path) -> None:
    file = tmp_path / "a.kakehashi"
    admitted()
    made(file, promise(strength="strong")).close()
    newer = BRAND.replace("約束の一文", "一言の約束").replace('key = "strong"', 'key = "firm"')
    place = put_brand(newer)
    manifest = place / "brand" / "kakehashi-plugin.toml"
    manifest.write_text(manifest.read_text("utf-8").replace('version = "1.0"', 'version = "1.10"'), "utf-8")
    withdraw()
    admit_kinds()
    plan = opened(file)
    assert text("field.BrandPromise.name", "ja") == "一言の約束"
    # what no longer fits is kept, can be replaced, and comes back
    assert plan.plan.item("promise").extra == {"strength": "strong"}
    plan.whole_check()
    plan.apply(setting(plan.plan, "promise", "strength", "firm"))
    assert plan.plan.item("promise").extra == {}
    plan.undo()
    assert plan.plan.item("promise").extra == {"strength": "strong"}
    plan.redo()
    plan.close()
    elsewhere()
    plan = opened(file)
    assert text("field.BrandPromise.name", "ja") == "一言の約束", (
        "the file learned the newer words with an edit"
    )
    assert plan.plan.item("promise").strength == "firm"  # type: ignore[attr-defined]
    plan.close()


def renewed(version: str, *changes: tuple[str, str]) -> None:
    """The plugin in another version."""
    manifest = BRAND
    for before, after in changes:
        assert before in manifest
        manifest = manifest.replace(before, after)
    place = put_brand(manifest, trusted=False) / "brand" / "kakehashi-plugin.toml"
    place.write_text(place.read_text("utf-8").replace('version = "1.0"', f'version = "{version}"'), "utf-8")
    withdraw()
    admit_kinds()


def test_a_file_keeps_the_newer_description_whoever_edits_it(tmp_path: Path) -> None:
    file = tmp_path / "a.kakehashi"
    renewed("2.0", ("約束の一文", "一言の約束"))
    made(file, promise()).close()
    renewed("1.0")
    plan = opened(file)
    assert text("field.BrandPromise.name", "ja") == "一言の約束"
    plan.apply(setting(plan.plan, "promise", "name", "別の約束"))
    plan.close()
    elsewhere()
    opened(file, read_only=True)
    assert text("field.BrandPromise.name", "ja") == "一言の約束"


def test_another_file_does_not_describe_anew_what_is_in_memory(tmp_path: Path) -> None:
    """Two plans at once, of two versions of a plugin: each is read, compared and told; nothing is lost."""
    renewed("2.0", ('shape = "month"', 'shape = "text"'))
    rival = KINDS["BrandRival"](id="rival", since="昔から")
    made(tmp_path / "new.kakehashi", promise("新しい"), rival).close()
    renewed("1.0")
    made(
        tmp_path / "old.kakehashi", promise("古い"), KINDS["BrandRival"](id="rival", since="2027-04")
    ).close()
    elsewhere()
    old = opened(tmp_path / "old.kakehashi")
    kind = KINDS["BrandRival"]
    new = opened(tmp_path / "new.kakehashi", read_only=True)
    assert KINDS["BrandRival"] is kind
    assert new.plan.item("rival").extra == {"since": "昔から"}
    change = difference(old.plan, new.plan)
    assert [text(each, "ja") for each in tell(change, old.plan, new.plan)]
    assert apply(old.plan, change) == new.plan
    old.apply(setting(old.plan, "promise", "name", "まだ古い"))
    old.close()
    new.close()
    withdraw()
    again = opened(tmp_path / "new.kakehashi", read_only=True)
    assert again.plan.item("rival").since == "昔から"  # type: ignore[attr-defined]


def test_a_year_is_rolled_forward_with_foreign_items(planned: Terminal) -> None:  # noqa: F811
    admitted(trusted=False)
    plan = opened(Path(planned.plan))
    plan.apply(adding(promise(share={"2027-04": "0.25"})))
    plan.close()
    planned("roll-forward", planned.plan, str(planned.folder / "next.kakehashi"))
    assert [each.kind for each in opened(planned.folder / "next.kakehashi", read_only=True).plan].count(
        "BrandPromise"
    ) == 1


@pytest.mark.parametrize(
    "entry",
    [
        "[",
        "{}",
        '[{"plugin": "brand", "kinds": [{"name": "Role", "chapter": "basis", "title": "x", "fields": []}]}]',
        '[{"plugin": "brand", "chapters": [{"key": "basis", "title": "x"}]}]',
        '[{"plugin": "", "chapters": [{"key": "checks", "title": "x"}]}]',
    ],
)
def test_what_a_file_describes_wrongly_is_left_alone(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "a.kakehashi"
    admitted()
    made(file, promise()).close()
    elsewhere()
    db = sqlite3.connect(file)
    with db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'plugin_kinds'", (entry,))
    db.close()
    plan = opened(file)
    assert isinstance(plan.plan.item("promise"), RawItem)
    assert chapters() == CHAPTERS
    assert len(plan.notices) == 1
    plan.close()


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "name": st.text() | st.dictionaries(st.sampled_from(["ja", "en"]), st.text(), min_size=1),
        "strength": st.sampled_from(["weak", "strong", "other", 3]),
        "value": st.decimals(allow_nan=False, allow_infinity=False, places=2).map(str) | st.just("NaN"),
        "measures": st.lists(st.text(max_size=5)),
        "share": st.dictionaries(
            st.sampled_from(["2027-04", "2027-05", "x"]), st.sampled_from(["0.5", "-1", "2"])
        ),
        "fame": st.fixed_dictionaries({}, optional={"value": st.just("0.5"), "newer": st.integers(0, 9)}),
        "newer": st.recursive(st.integers(-9, 9) | st.text(), lambda inner: st.lists(inner), max_leaves=4),
    },
)


@given(fields=FIELDS)
def test_items_survive_a_computer_with_and_one_without_the_plugin_byte_by_byte(
    fields: dict[str, Any],
) -> None:
    """Written by one that doesn't know the kind, read and written by one that does, and back."""
    withdraw()
    raw = to_row(RawItem(id="i", position="a0", name_of_kind="BrandPromise", fields=fields))
    put_brand()
    admit_kinds()
    ((_, _, (item,)),) = batches([raw])
    assert type(item) is KINDS["BrandPromise"]
    again = to_row(item)
    ((_, _, (item_again,)),) = batches([again])
    assert to_row(item_again) == again
    same = msgspec.json.decode(again[4])
    assert same.keys() - {"value"} <= fields.keys()
    if "value" not in fields:  # a number is written canonically: 1.50 as 1.5
        empty = {name for name, value in fields.items() if value in ("", [], {})}
        assert {name: same.get(name) for name in fields.keys() - empty} == {
            name: value for name, value in fields.items() if name not in empty
        }
    withdraw()
    ((_, _, (unknown,)),) = batches([again])
    assert isinstance(unknown, RawItem)
    assert to_row(unknown) == again


def test_a_file_is_opened_edited_and_closed_without_the_plugin_byte_by_byte(tmp_path: Path) -> None:
    file = tmp_path / "a.kakehashi"
    admitted()
    made(file, promise(strength="strong", value=3), KINDS["BrandRival"](id="r", words=("a", "b"))).close()
    before = rows(file)
    for _ in range(2):
        if (plugin_folder() / "brand").exists():
            elsewhere()
        else:
            withdraw()
            admitted()
        plan = opened(file)
        plan.apply(setting(plan.plan, only_id("About"), "company", "架橋"))
        plan.undo()
        plan.close()
        assert rows(file) == before


def test_the_command_line_knows_the_kinds(planned: Terminal) -> None:  # noqa: F811
    admitted(trusted=False)
    plan = opened(Path(planned.plan))
    plan.apply(adding(promise()))
    plan.close()
    withdraw()
    (shown_item,) = planned.json("show", planned.plan, "--kind", "BrandPromise")["items"]
    assert shown_item["fields"]["name"] == "翌日に届きます"
    assert "Strong" in planned("set", planned.plan, "promise", "strength", "strong")
    assert planned.json("check", planned.plan)["completeness"]["brand"] == {"filled": 1, "needed": 1}
    planned("export-plan", planned.plan, str(planned.folder / "plan.json"))
    withdraw()
    planned("import-plan", str(planned.folder / "plan.json"), str(planned.folder / "again.kakehashi"))
    elsewhere()
    assert opened(planned.folder / "again.kakehashi", read_only=True).plan == opened(Path(planned.plan)).plan
