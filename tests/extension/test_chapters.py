"""Chapters of plugins in documents: by their code from what a reader may see, else by their descriptions."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from tests.extension.making import BRAND, put_brand, put_chapter, trust

from kakehashi.declaration.audience import AUDIENCES, Audience, Told
from kakehashi.declaration.blocks import Block, Chapter, Document, Prose, Table
from kakehashi.declaration.chapters import CHAPTERS
from kakehashi.declaration.own_audiences import audiences_of
from kakehashi.extension.exporting import export, exporter_for
from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.extension.plugins import exporters
from kakehashi.extension.running import left_running
from kakehashi.extension.standing import standing
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.changes import adding, setting
from kakehashi.plan.foreign_kinds import ForeignShape
from kakehashi.plan.item import Figure
from kakehashi.plan.kinds import KINDS, only_id
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.review import Audience as Settings
from kakehashi.storage.folders import plugin_folder
from kakehashi.words import ALL_LANGUAGES, Language

SECRET = Decimal("918273645")
PROMISES = """
said = " ".join((reader.language, reader.audience, reader.detail, reader.unit))
rows = tuple(
    Row(id=each.id, item=each.id, cells=(Cell(value=each["name"]), Cell(number=each["value"])))
    for each in plan.items("BrandPromise")
)
columns = (Column("name", "N"), Column("value", "V", kind="money"))
total = Row(id="total", style="total", cells=(
    Cell(value="計"), Cell(expression=Reference(("brand.promises", rows[0].id, "value"))),
))
return [
    Prose(key="brand.words", paragraphs=(said,)),
    Table(key="brand.promises", title="Promises", columns=columns, rows=(*rows, total)),
]
"""
EVERYTHING = """
said = []
for kind in plan.kinds:
    for each in plan.items(kind):
        said += [f"{name}={value}" for name, value in each.items()]
        said.append(plan.name(each.id, "ja"))
return [Prose(key="brand.all", paragraphs=tuple(said))]
"""


@pytest.fixture
def plan(tmp_path: Path) -> OpenPlan:
    """A plan of promises; the kinds are there by a manifest whose code a test puts in its place."""
    put_brand(trusted=False)
    admit_kinds()
    about = About(id=only_id("About"), first_month="2027-04", months=12)
    opened = OpenPlan.create(
        tmp_path / "a.kakehashi",
        "u",
        (about,),
        person="",
        clock=lambda: "2027-05-01T09:00:00",
        app_version="1",
    )
    share = {"2027-04": Decimal("0.25")}
    kind = KINDS["BrandPromise"]
    opened.apply(adding(kind(id="one", position="a0", name="翌日に届きます", value=SECRET, share=share)))
    opened.apply(adding(kind(id="two", position="a1", name="壊れません", strength="strong")))
    return opened


def told(
    plan: OpenPlan, audience: str | Audience = "marketing", language: Language = "ja"
) -> tuple[Document, Chapter | None]:
    who = audiences_of(plan.plan)[audience] if isinstance(audience, str) else audience
    document = plan.document(who, language, app_version="1")
    return document, next((each for each in document.chapters if each.key == "brand"), None)


def brand(plan: OpenPlan, *rest: Any) -> Chapter:
    chapter = told(plan, *rest)[1]
    assert chapter is not None
    return chapter


def table(chapter: Chapter, key: str) -> Table:
    found: Block = next(each for each in chapter.blocks if each.key == key)
    assert isinstance(found, Table)
    return found


def test_without_code_a_chapter_lists_the_items_of_its_kinds(plan: OpenPlan) -> None:
    chapter = brand(plan)
    assert chapter.title == "ブランド"
    promises = table(chapter, "brand.brandpromise")
    assert [row.cells[0].value for row in promises.rows] == ["翌日に届きます", "壊れません"]
    assert [column.title for column in promises.columns] == ["約束の一文", "強さ", "ブランド価値"]
    share = table(chapter, "brand.brandpromise_share")
    assert (share.columns[1].kind, share.rows[0].cells[1].number) == ("rate", Decimal("0.25"))
    for language in ALL_LANGUAGES:
        assert brand(plan, "marketing", language).blocks


def test_who_sees_everything_gets_it_and_others_when_they_ask(plan: OpenPlan) -> None:
    keys = [each.chapter for each in audiences_of(plan.plan)["marketing"].chapters]
    assert keys[-3:] == ["brand", "changes", "asks"]
    assert [key for key, each in audiences_of(plan.plan).items() if "brand" in str(each.chapters)] == [
        "marketing"
    ]
    plan.apply(adding(Settings(id="own", name="取締役", chapters=("direction", "brand"))))
    assert [each.key for each in told(plan, "own")[0].chapters] == ["direction", "brand"]


def test_the_code_of_a_plugin_makes_blocks_of_what_it_gets(plan: OpenPlan) -> None:
    put_chapter(PROMISES)
    chapter = brand(plan)
    words, promises = chapter.blocks
    assert isinstance(words, Prose)
    assert words.paragraphs == ("ja marketing full 万円（税抜）",)
    assert isinstance(promises, Table)
    assert [row.cells[1].number for row in promises.rows] == [SECRET, None, SECRET]
    assert chapter.title == "ブランド"
    assert brand(plan, "marketing", "en").title == "Brand {value}"
    assert brand(plan) == brand(plan)


def test_an_edition_is_told_by_the_plugin_too(plan: OpenPlan) -> None:
    put_chapter(PROMISES)
    plan.declare(app_version="1")
    found = told(plan)[0]
    assert found.edition == 1
    assert "brand" in [each.key for each in found.chapters]


@pytest.mark.parametrize("code", ["", PROMISES, EVERYTHING])
def test_what_a_reader_must_not_see_stands_nowhere(plan: OpenPlan, code: str) -> None:
    """Whoever asks for the chapter: by descriptions only, and with code that tells all it can get."""
    if code:
        put_chapter(code)
    plan.apply(adding(Partner(id="p", name="代理店", monthly_fee=SECRET)))
    plan.apply(adding(Role(id="r", title="長", monthly_cost=SECRET)))
    curious = Audience(key="curious", title="audience.it", chapters=(Told("brand", "full"),))
    some = msgspec.structs.replace(curious, sees=("Role.monthly_cost",))
    for audience in (
        curious,
        *(msgspec.structs.replace(each, chapters=curious.chapters) for each in AUDIENCES.values()),
    ):
        document = plan.document(audience, "ja", app_version="1")
        sees = "*" in audience.sees or (code == EVERYTHING and audience.key == "finance")
        assert tells_secret(document) == sees, audience.key
    assert tells_secret(plan.document(some, "ja", app_version="1")) == (code == EVERYTHING)


def tells_secret(document: Document) -> bool:
    """Whether the figure stands anywhere in it, in whatever unit."""
    return str(SECRET).encode() in msgspec.json.encode(document).replace(b".", b"")


@pytest.mark.parametrize("suffix", [".html", ".xlsx"])
@pytest.mark.parametrize("code", ["", PROMISES])
def test_both_formats_hold_the_chapter(plan: OpenPlan, tmp_path: Path, suffix: str, code: str) -> None:
    if code:
        put_chapter(code)
    target = tmp_path / f"out{suffix}"
    export(exporter_for(target, exporters()), told(plan)[0], target)
    content = target.read_bytes()
    if suffix == ".xlsx":
        with zipfile.ZipFile(target) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    for words in ("ブランド", "翌日に届きます", "壊れません"):
        assert words.encode() in content


FAILING = {
    "raises": "raise ZeroDivisionError('secret')",
    "nothing": "return None",
    "no_block": "return ['words']",
    "cell": "return [Table(key='brand.t', title='T', columns=(), rows=(Row(id='a', cells=(Cell(),)),))]",
    "inside": "return [Prose(key='brand.p', paragraphs=(3,))]",
    "key": "return [Prose(key='budget.p')]",
    "twice": "return [Prose(key='brand.p'), Prose(key='brand.p')]",
    "rows": "r = Row(id='a', cells=())\nreturn [Table(key='brand.t', title='T', columns=(), rows=(r, r))]",
    "picture": "return [Picture(key='brand.p', title='P', scene=None, description='', table='brand.t')]",
    "reference": """
cell = Cell(expression=Reference(("budget.by_month", "a", "b")))
return [Table(key="brand.t", title="T", columns=(Column("a", "A"),), rows=(Row(id="a", cells=(cell,)),))]
""",
    "circle": """
cell = Cell(expression=Reference(("brand.t", "a", "a")))
return [Table(key="brand.t", title="T", columns=(Column("a", "A"),), rows=(Row(id="a", cells=(cell,)),))]
""",
}


@pytest.mark.parametrize("name", FAILING)
def test_a_chapter_that_fails_says_so_in_its_place_and_lists_its_items(plan: OpenPlan, name: str) -> None:
    put_chapter(FAILING[name])
    document, chapter = told(plan)
    assert chapter is not None
    assert "brand" in chapter.sentence
    assert table(chapter, "brand.brandpromise").rows
    assert len(document.chapters) > 10
    assert standing().failures["brand"].doing == "telling"
    assert left_running() == ()
    said = msgspec.json.encode(document).decode()
    assert "secret" not in said
    assert "log" not in chapter.sentence


def test_a_changed_or_untrusted_plugin_is_not_asked(plan: OpenPlan) -> None:
    put_chapter("raise RuntimeError", trusted=False)
    assert table(brand(plan), "brand.brandpromise").rows
    assert brand(plan).sentence == ""


VALUES: dict[str, Any] = {
    "text": "語",
    "long_text": "長い語",
    "code": "A-1",
    "number": Decimal("1.5"),
    "integer": 3,
    "flag": True,
    "choice": "one",
    "month": "2027-05",
    "date": "2027-05-01",
    "ref": "all",
    "refs": ("all",),
    "series": {"2027-04": Decimal(2)},
    "figure": Figure(value=Decimal("0.5")),
    "list": ("a", "b"),
}


def test_every_shape_that_a_manifest_may_name_is_told(plan: OpenPlan) -> None:
    assert set(VALUES) == set(get_args(ForeignShape))
    fields = "".join(
        f'[[kinds.fields]]\nname = "a_{shape}"\nshape = "{shape}"\ntitle = "{shape}"\n'
        + ('choices = [{ key = "one", title = "Eins" }]\n' if shape == "choice" else "")
        for shape in VALUES
    )
    more = f'[[kinds]]\nname = "BrandAll"\nchapter = "brand"\ntitle = "All"\nnamed_by = "a_text"\n{fields}'
    put_brand(f"{BRAND}\n{more}", trusted=False)
    admit_kinds()
    item = KINDS["BrandAll"](id="all", **{f"a_{shape}": value for shape, value in VALUES.items()})
    plan.apply(adding(item))
    chapter = brand(plan)
    columns = [column.key for column in table(chapter, "brand.brandall").columns]
    assert columns == [f"a_{shape}" for shape in VALUES if shape != "series"]
    assert table(chapter, "brand.brandall_a_series").rows[0].cells[1].number == 2
    plan.close()
    assert OpenPlan.open(plan.path, person="", clock=str, read_only=True).plan.item("all") == item


def test_no_confidential_field_leaves_a_trace_in_any_chapter(plan: OpenPlan) -> None:
    """Of whatever shape, in every chapter, in the changes since an edition, by code that tells all."""
    fields = "".join(
        f'[[kinds.fields]]\nname = "a_{shape}"\nshape = "{shape}"\ntitle = "{shape}"\nconfidential = true\n'
        + ('choices = [{ key = "one", title = "Eins" }]\n' if shape == "choice" else "")
        for shape in VALUES
    )
    name = '[[kinds.fields]]\nname = "name"\nshape = "text"\ntitle = "Name"\n'
    more = f'[[kinds]]\nname = "BrandAll"\nchapter = "brand"\ntitle = "All"\n{name}{fields}'
    put_chapter(EVERYTHING)
    manifest = plugin_folder() / "brand" / "brand" / "kakehashi-plugin.toml"
    manifest.write_text(f"{manifest.read_text('utf-8')}\n{more}", "utf-8")
    trust(plugin_folder() / "brand", "brand")
    admit_kinds()
    kind = KINDS["BrandAll"]
    all_of_it = {f"a_{shape}": value for shape, value in VALUES.items()}
    chapters = tuple(Told(each, "full") for each in (*CHAPTERS, "brand") if each != "part")
    nosy = Audience(key="nosy", title="audience.it", chapters=chapters)
    plan.apply(adding(kind(id="all", name="n")))
    plan.declare(app_version="1")
    boss = msgspec.structs.replace(nosy, sees=("*",))

    def told_to(audience: Audience) -> Document:
        found = plan.document(audience, "ja", app_version="1", draft=True)
        return msgspec.structs.replace(found, hash="", history_row="", date="")

    before = told_to(nosy), told_to(boss)
    for field, value in all_of_it.items():
        plan.apply(setting(plan.plan, "all", field, value))
    assert told_to(nosy) == before[0]
    assert told_to(boss) != before[1]


def test_a_kind_in_a_chapter_of_ours_is_listed_behind_our_blocks(plan: OpenPlan) -> None:
    rival = KINDS["BrandRival"](id="rival", promise="one", words=("速い",))
    before = told(plan)[0]
    plan.apply(adding(rival))
    after = told(plan)[0]
    (personas,) = [each for each in after.chapters if each.key == "personas"]
    assert personas.blocks[:-1] == next(each for each in before.chapters if each.key == "personas").blocks
    rivals = personas.blocks[-1]
    assert isinstance(rivals, Table)
    assert rivals.title == "競合ブランド"
    assert rivals.rows[0].cells[0].value == "翌日に届きます"
