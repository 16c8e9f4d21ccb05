"""What holds for the repo as a whole: packages, catalogue, lock, heavy imports, no address of a machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from packaging.requirements import Requirement

REPO = Path(__file__).resolve().parent.parent
LOCALE = REPO / "desktop" / "kakehashi" / "locale"
AREAS = sorted(path.name for path in (LOCALE / "en").glob("*.po"))
HEAVY = {
    "PySide6",
    "dateutil",
    "duckdb",
    "icalendar",
    "jinja2",
    "keyring",
    "openpyxl",
    "python_calamine",
    "rapidfuzz",
    "resvg_py",
    "sqlalchemy",
    "sqlglot",
}

# Ids that the code puts together, f"kind.{...}": the part that is always the same.
BUILT = (
    "check.",
    "contract.about.",
    "contract.how.",
    "error.worker.",
    "plugin.doing.",
    "plugin.hook.",
    "plugin.origin.",
    "plugin.origin_short.",
    "plugin.state_name.",
    "evidence.aside.",
    "evidence.delimiter.",
    "evidence.method.",
    "evidence.step.",
    "evidence.table.",
    "finding.",
    "forecast.feasibility.",
    "forecast.problem.",
    "ui.budget.which.",
    "ui.command.",
    "ui.menu.",
    "ui.page.",
    "ui.settings.folder.",
    "ui.start.",
    "ui.simulation.line.",
    "ui.simulation.row.",
    "ui.step.",
    "ui.view.",
    "ui.field.comes_to.",
    "section.",
    "html.changed.",
    "html.label.",
    "html.tone.",
    "markdown.tone.",
    "audience.",
    "chapter.",
    "choice.",
    *(
        f"declaration.{name}."
        for name in (
            "amount",
            "cadence",
            "column",
            "condition",
            "content.column",
            "content.rank",
            "criterion",
            "currency",
            "date",
            "economics",
            "finding",
            "made_for",
            "origin",
            "targets.will",
            "unit",
            "which",
        )
    ),
    "declaration.asks.count.",
    "declaration.box.",
    "declaration.changes.act.",
    "declaration.review.waiting.",
    "declaration.risks.effect.",
    "error.value.",
    "field.",
    "help.",
    "kind.",
    "month.",
    "plugin.doing.",
    "severity.",
    "source.wanted.",
    "ui.chapters.open.",
    "unit.",
)


@cache
def _project() -> dict[str, dict]:
    return tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))


def _code() -> list[Path]:
    return sorted(
        path
        for room in ("desktop", "plugins", "templates")
        for path in (REPO / room).rglob("*.py")
        if path.is_relative_to(REPO / "desktop") or not _example(path)
    )


def _example(path: Path) -> bool:
    """Whether it is part of an example for authors, which is not in the wheel."""
    plugins = REPO / "plugins"
    return path.is_relative_to(plugins) and path.relative_to(plugins).parts[0].startswith("example_")


@cache
def _trees() -> dict[str, ast.Module]:
    return {str(path.relative_to(REPO)): ast.parse(path.read_text(encoding="utf-8")) for path in _code()}


@cache
def _catalogue(language: str, area: str) -> dict[str, str]:
    with (LOCALE / language / area).open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


@cache
def _messages() -> dict[str, str]:
    return {key: said for area in AREAS for key, said in _catalogue("en", area).items()}


def _placeholders(said: str) -> set[str]:
    return {re.split(r"[.\[]", name)[0] for _, name, _, _ in Formatter().parse(said) if name is not None}


# ---- packages and the lock


def test_package_list_is_what_is_on_disk() -> None:
    roots = {
        "": REPO / "desktop",
        " ": REPO / "plugins",
        "kakehashi_guide": REPO / "docs" / "guide",
        "kakehashi_templates": REPO / "templates",
    }
    found = set()
    for name, root in roots.items():
        for path in root.rglob("__init__.py"):
            if root == REPO / "plugins" and _example(path):
                continue
            found.add(".".join([name.strip(), *path.parent.relative_to(root).parts]).strip("."))
    assert set(_project()["tool"]["setuptools"]["packages"]) == found
    assert [str(path) for path in _code() if not (path.parent / "__init__.py").exists()] == []


def test_lock_pins_every_dependency_and_names_no_address() -> None:
    lock = (REPO / "requirements.lock").read_text(encoding="utf-8")
    assert "http" not in lock
    assert "file://" not in lock
    pinned = set(re.findall(r"^([a-z0-9-]+)==", lock, re.M))
    project = _project()["project"]
    for wanted in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        name = re.split(r"[<>=!~\[; ]", wanted)[0]
        assert name.lower().replace("_", "-") in pinned, wanted


def test_notices_name_all_that_users_get() -> None:
    said = (REPO / "THIRD-PARTY-NOTICES.md").read_text(encoding="utf-8").lower().replace("_", "-")
    waiting, seen = ["kakehashi"], set()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            needs = map(Requirement, distribution(name).requires or [])
            waiting += [need.name for need in needs if not need.marker or need.marker.evaluate({"extra": ""})]
    assert [name for name in seen if name.lower().replace("_", "-") not in said] == []


def test_no_address_of_a_machine_or_a_registry() -> None:
    hosts = ["py" + r"pi\.org", "python" + "hosted", "npm" + r"js\.(com|org)", r"registry\.\w+\.(com|org|io)"]
    folders = [r"(?<![\w.~/-])/" + name + "/" for name in ("ro" + "ot", "wo" + "rk", r"home/\w+")]
    forbidden = re.compile("|".join([*hosts, *folders, "opt/" + "(pypi|wheels)"]))
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=REPO,
        capture_output=True,
        check=True,
        text=True,
    )
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = REPO / name
        if not path.is_file() or b"\0" in (raw := path.read_bytes())[:8000]:
            continue
        lines = raw.decode(errors="replace").splitlines()
        found += [f"{name}:{n}: {line.strip()}" for n, line in enumerate(lines, 1) if forbidden.search(line)]
    assert found == []


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    program = f"""
import importlib, pkgutil, sys
import kakehashi, kakehashi_calendar, kakehashi_csv, kakehashi_excel, kakehashi_html, kakehashi_markdown
import kakehashi_sql, kakehashi_workbook
for package in (kakehashi, kakehashi_calendar, kakehashi_csv, kakehashi_excel, kakehashi_html,
                kakehashi_markdown, kakehashi_sql, kakehashi_workbook):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=print):
        if not module.name.startswith("kakehashi.ui") and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
print(*sorted({HEAVY!r} & set(sys.modules)))
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert not ran.stderr, ran.stderr
    assert ran.stdout.strip() == ""


# ---- the catalogue


@pytest.mark.parametrize("area", AREAS)
def test_japanese_says_what_english_says(area: str) -> None:
    english, japanese = _catalogue("en", area), _catalogue("ja", area)
    assert english.keys() == japanese.keys()
    for key, said in english.items():
        assert said, key
        assert japanese[key], key
        assert _placeholders(said) == _placeholders(japanese[key]), key


CHINESE = sorted(path.name for path in (LOCALE / "zh_TW").glob("*.po"))
# What names and tells the contents of a plan, and all that its documents say, is said in Chinese too; the
# rest (screens, help, checks, messages) falls back to English.
IN_CHINESE = (
    *("chapter.", "change.", "choice.", "field.", "kind.", "list.", "month.", "name.", "unit."),
    *("audience.", "calendar.", "declaration.", "excel.", "finding.", "forecast.", "html.", "markdown."),
)
KANA = re.compile(r"[\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f]")


@pytest.mark.parametrize("area", CHINESE)
def test_chinese_says_what_english_says(area: str) -> None:
    english = _catalogue("en", area)
    for key, said in _catalogue("zh_TW", area).items():
        assert key in english, key
        assert said, key
        assert _placeholders(said) == _placeholders(english[key]), key
        assert not KANA.search(said), key


def test_chinese_says_all_that_a_plan_and_its_documents_hold() -> None:
    said = {key for area in CHINESE for key in _catalogue("zh_TW", area)}
    wanted = {key for key in _messages() if key.startswith(IN_CHINESE)}
    assert len(wanted) > 2_000
    assert not wanted - said, "\n".join(sorted(wanted - said))


def test_titles_of_a_kind_and_its_choices_differ_in_chinese() -> None:
    """A typed title is read as the field or the choice that it is of."""
    seen: dict[tuple[str, str], str] = {}
    for area in CHINESE:
        for key, said in _catalogue("zh_TW", area).items():
            if key.startswith(("field.", "choice.", "kind.")):
                assert seen.setdefault((key.rpartition(".")[0], said), key) == key, said


def test_languages_have_the_same_areas_and_no_id_twice() -> None:
    assert sorted(path.name for path in (LOCALE / "ja").glob("*.po")) == AREAS
    keys = [key for area in AREAS for key in _catalogue("en", area)]
    assert sorted(keys) == sorted(set(keys))


def _name(function: ast.expr) -> str:
    """What is called: the last name, or 'super.__init__'."""
    if isinstance(function, ast.Attribute):
        if isinstance(function.value, ast.Call) and _name(function.value.func) == "super":
            return f"super.{function.attr}"
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


@cache
def _errors() -> tuple[frozenset[str], frozenset[str]]:
    """Names of the subclasses of PlanError, and of those among them that take a message id first."""
    bases = {
        node.name: (
            {_name(base) for base in node.bases},
            any(isinstance(part, ast.FunctionDef) and part.name == "__init__" for part in node.body),
        )
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }
    known = {"PlanError"}
    while more := {name for name, (above, _) in bases.items() if above & known} - known:
        known |= more

    def own(name: str) -> bool:
        above, has = bases[name]
        return name != "PlanError" and (has or any(own(base) for base in above & known))

    return frozenset(known), frozenset(name for name in known if not own(name))


def _calls() -> Iterator[tuple[str, ast.Call, bool]]:
    """Every call whose first argument is a message id; whether it also gives all values of the message."""
    known, direct = _errors()
    for file, tree in _trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and node.args
                and _name(node.func) in {"text", "Message", "known", *direct}
            ):
                yield file, node, True
            if isinstance(node, ast.ClassDef) and node.name in known - {"PlanError"}:
                complete = all(_name(base) in direct for base in node.bases if _name(base) in known)
                for call in ast.walk(node):
                    if isinstance(call, ast.Call) and call.args and _name(call.func) == "super.__init__":
                        yield file, call, complete


def _constants(node: ast.expr) -> Iterator[ast.expr]:
    """The ids that an argument may be: a literal, a built one, or either side of a choice."""
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        yield node


def _values(call: ast.Call) -> set[str] | None:
    """The names of the values that the call gives; None when that can't be read off it."""
    given = {keyword.arg for keyword in call.keywords}
    if None in given:
        return None
    if _name(call.func) == "known":
        return None
    if _name(call.func) == "Message":
        if len(call.args) < 2:
            return None if given else set()
        values = call.args[1]
        if not isinstance(values, ast.Dict) or any(not isinstance(key, ast.Constant) for key in values.keys):
            return None
        return {str(key.value) for key in values.keys if isinstance(key, ast.Constant)}
    return {name for name in given if name}


def test_every_id_in_the_code_is_in_the_catalogue_with_its_values() -> None:
    wrong = []
    for file, call, complete in _calls():
        for argument in _constants(call.args[0]):
            at = f"{file}:{argument.lineno}"
            if isinstance(argument, ast.JoinedStr):
                start = argument.values[0]
                built = start.value if isinstance(start, ast.Constant) else ""
                if not str(built).startswith(BUILT):
                    wrong.append(f"{at}: {ast.unparse(argument)} starts with nothing in BUILT")
                continue
            key = argument.value
            if key not in _messages():
                wrong.append(f"{at}: no {key!r} in the catalogue")
            elif complete and (given := _values(call)) is not None:
                absent = _placeholders(_messages()[key]) - given
                wrong += [f"{at}: {key!r} also needs {name}" for name in sorted(absent)]
    assert not wrong, "\n".join(wrong)


def _strings() -> set[str]:
    """Every string of the code, and every quoted one of templates and other data."""
    found = {
        node.value
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for room in ("desktop", "plugins", "templates"):
        for path in (REPO / room).rglob("*"):
            if path.suffix in {".html", ".jinja", ".json", ".sql", ".toml", ".yaml"}:
                found.update(re.findall(r"""["']([\w.]+)["']""", path.read_text(encoding="utf-8")))
    return found


def test_every_error_and_check_named_in_the_code_is_in_the_catalogue() -> None:
    named = {one for one in _strings() if re.fullmatch(r"(error|check)(\.[a-z0-9_]+)+", one)}
    assert not named - _messages().keys(), "\n".join(sorted(named - _messages().keys()))


def test_no_id_is_unused() -> None:
    used = _strings()
    unused = [key for key in _messages() if key not in used and not key.startswith(BUILT)]
    assert not unused, "\n".join(unused)


def test_prefixes_of_built_ids_are_built_somewhere() -> None:
    used = _strings()
    assert [prefix for prefix in BUILT if not any(one.startswith(prefix) for one in used)] == []
