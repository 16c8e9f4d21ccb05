"""A zoo of bad plugins, each as a data source and as an export format: the program goes on, tells who it was
and why, leaves no temporary file, and what was there is as it was.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
import pytest
from tests.extension.making import EXPORTER, HEAD, SOURCE, put, put_writer
from tests.extension.test_plugins import DOCUMENT

from kakehashi.evidence.taking import take_rows
from kakehashi.extension.exporting import export
from kakehashi.extension.plugins import exporters, plugin_named, sources
from kakehashi.extension.reading import Wish, read_by, source_named
from kakehashi.extension.standing import standing
from kakehashi.extension.worker import MIB, Limits
from kakehashi.words import PlanError, text

pytestmark = pytest.mark.once

BODY = """
import locale, os, signal, sys, time
import msgspec
from kakehashi.api import Batch, SourceTable, hookimpl
IMPORTED

class Settings(msgspec.Struct):
    pass

def act():
    ACT

class Beast:
    key, settings = "beast", Settings

    def tables(self, settings):
        return (SourceTable("pit", {"en": "Pit", "ja": "穴"}),)

    def read(self, settings, table):
        yield Batch(("id", "name"), [("1", "one")])
        given = act()
        yield given if given is not None else Batch(("id", "name"), [("2", "two")])

    def test(self, settings):
        pass

    def export(self, document, settings, target, progress):
        target.write_text("half")
        progress(1, 2)
        act()
        target.write_text("whole")

@hookimpl
def kakehashi_sources():
    HOOKED
    return [Beast()]

@hookimpl
def kakehashi_exporters():
    HOOKED
    return [Beast()]
"""

FAILED = "error.plugin.failed"
LIES = "error.plugin.lies"


class Beast(msgspec.Struct, frozen=True):
    """Code at import, in a hook, and while it works; what the user is told ('' = it works all the same)."""

    told: str
    act: str = "pass"
    imported: str = ""
    hooked: str = "pass"
    limits: Limits = Limits(memory=500 * MIB, silence=20.0)


BEASTS = {
    "raises_at_import": Beast(FAILED, imported="raise RuntimeError('secret')"),
    "leaves_at_import": Beast(FAILED, imported="sys.exit(0)"),
    "dies_at_import": Beast("died", imported="os._exit(0)"),
    "hangs_at_import": Beast("silent", imported="time.sleep(600)"),
    "misses_a_dependency": Beast("error.plugin.missing", imported="import no_such_library_anywhere"),
    "raises_in_a_hook": Beast(FAILED, hooked="raise RuntimeError('secret')"),
    "gives_nothing": Beast(LIES, hooked="return []"),
    "gives_no_list": Beast(FAILED, hooked="return 7"),
    "gives_something_else": Beast("error.plugin.lacks", hooked="return [object()]"),
    "raises": Beast(FAILED, "raise RuntimeError('secret')"),
    "raises_for_the_stack": Beast(FAILED, "return act()"),
    "leaves": Beast(FAILED, "sys.exit(0)"),
    "interrupts": Beast(FAILED, "raise KeyboardInterrupt"),
    "dies": Beast("died", "os._exit(0)"),
    "kills_itself": Beast("died", "os.kill(os.getpid(), signal.SIGKILL)"),
    "aborts": Beast("died", "os.abort()"),
    "loops": Beast("silent", "while True: pass", limits=Limits(silence=1.5)),
    "sleeps": Beast("silent", "time.sleep(600)", limits=Limits(silence=1.5)),
    "allocates": Beast("memory", "kept = []\n    while True: kept.append(bytearray(20_000_000))"),
    "prints_without_end": Beast(
        "silent", "while True: os.write(1, b'x' * 100_000)", limits=Limits(silence=1.5)
    ),
    "prints": Beast("", "print('noise' * 10_000); sys.stderr.write('noise'); os.write(1, b'\\0\\xff')"),
    "changes_place": Beast("", "os.chdir('/'); locale.setlocale(locale.LC_ALL, 'C'); os.umask(0o77)"),
    "closes_its_input": Beast("", "sys.stdin.close(); os.close(0)"),
    "lies_over_the_pipe": Beast(
        "misunderstood",
        "for n in range(3, 20):\n        try: os.write(n, b'\\xff' * 100)\n        except OSError: pass",
    ),
}
As = Literal["source", "exporter"]


def put_beast(beast: Beast) -> None:
    code = BODY.replace("IMPORTED", beast.imported).replace("HOOKED", beast.hooked).replace("ACT", beast.act)
    put("beast", code, SOURCE.format(key="beast") + EXPORTER.format(key="beast", suffix=".beast"))


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for temporary files, which must be empty afterwards, and one for the result."""
    temporary, out = tmp_path / "temporary", tmp_path / "out"
    temporary.mkdir()
    out.mkdir()
    (out / "plan.beast").write_text("before")
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    here = Path.cwd()
    yield out
    assert [*temporary.iterdir()] == []
    assert Path.cwd() == here


def work(kind: As, out: Path, limits: Limits) -> None:
    if kind == "exporter":
        export(exporters()["beast"], DOCUMENT, out / "plan.beast", limits=limits)
        return
    with tempfile.TemporaryDirectory() as folder:
        table = take_rows(read_by(Wish(source_named("beast"), "beast", {}, limits)), Path(folder), "beast")
        assert (table.columns, table.rows) == (("id", "name"), 2)


def must_go_on(out: Path) -> None:
    """Others still work, and nothing is left beside the target."""
    put_writer("good", "good", ".good")
    export(exporters()["good"], DOCUMENT, out / "plan.good")
    assert {each.name for each in out.iterdir()} == {"plan.beast", "plan.good"}


@pytest.mark.parametrize("kind", ["source", "exporter"])
@pytest.mark.parametrize("name", BEASTS)
def test_the_program_goes_on_and_names_it(
    clean: Path, name: str, kind: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    beast = BEASTS[name]
    if name == "hangs_at_import":
        monkeypatch.setattr("kakehashi.extension.worker.STARTING", 1.5)
        beast = msgspec.structs.replace(beast, limits=Limits(silence=1.5))
    put_beast(beast)
    if not beast.told:
        work(kind, clean, beast.limits)
        assert (clean / "plan.beast").read_text() == ("whole" if kind == "exporter" else "before")
        must_go_on(clean)
        return
    with pytest.raises(PlanError) as caught:
        work(kind, clean, beast.limits)
    doing = "reading" if kind == "source" else "exporting"
    told = beast.told if "." in beast.told else f"error.worker.{doing}.{beast.told}"
    assert caught.value.message.id == told
    for language in ("ja", "en"):
        said = text(caught.value.message, language)  # type: ignore[arg-type]
        assert "beast" in said
        assert "secret" not in said
    assert (clean / "plan.beast").read_text() == "before"
    assert standing().failures["beast"].id == told
    must_go_on(clean)


def test_rows_without_end_are_stopped(clean: Path) -> None:
    code = BODY.replace("IMPORTED", "").replace("HOOKED", "pass").replace("ACT", "pass")
    rows = "        while True: yield Batch(('id', 'name'), [('x' * 1000, 'y')] * 100)\n"
    endless = code.replace("        given = act()\n", rows)
    put("beast", endless, SOURCE.format(key="beast") + EXPORTER.format(key="beast", suffix=".beast"))
    with pytest.raises(PlanError) as caught:
        work("source", clean, Limits(said=20 * MIB))
    assert caught.value.message.id == "error.worker.reading.endless"
    must_go_on(clean)


@pytest.mark.parametrize(
    "row", ["(object(), 'x')", "({'a': 1}, 'x')", "(b'bytes', 'x')", "(1 + 2j, 'x')", "7", "None"]
)
def test_wrong_types_are_told(clean: Path, row: str) -> None:
    put_beast(Beast("", f"return Batch(('id', 'name'), [{row}])"))
    with pytest.raises(PlanError) as caught:
        work("source", clean, Limits())
    assert caught.value.message.id == FAILED
    must_go_on(clean)


def test_progress_without_end_is_stopped(clean: Path) -> None:
    code = BODY.replace("IMPORTED", "").replace("HOOKED", "pass").replace("ACT", "pass")
    endless = code.replace(
        "        progress(1, 2)\n", "        while True: progress(1, 2); time.sleep(0.01)\n"
    )
    put("beast", endless, EXPORTER.format(key="beast", suffix=".beast"))
    with pytest.raises(PlanError) as caught:
        export(exporters()["beast"], DOCUMENT, clean / "plan.beast", limits=Limits(time=1.0))
    assert caught.value.message.id == "error.worker.exporting.slow"
    must_go_on(clean)


def test_a_file_without_end_is_stopped(clean: Path) -> None:
    code = BODY.replace("IMPORTED", "").replace("HOOKED", "pass").replace("ACT", "pass")
    writes = 'file = target.open("wb")\n        while True: file.write(bytes(50_000_000)); file.flush()'
    code = code.replace('target.write_text("whole")', writes)
    put("beast", code, EXPORTER.format(key="beast", suffix=".beast"))
    with pytest.raises(PlanError) as caught:
        export(exporters()["beast"], DOCUMENT, clean / "plan.beast", limits=Limits(file=20 * MIB))
    assert caught.value.message.id == "error.file.disk_full"
    must_go_on(clean)


def test_those_that_can_not_even_be_tried_are_listed_with_the_reason(clean: Path) -> None:
    put_beast(Beast(""))
    put("beast2", "", SOURCE.format(key="beast"))
    put("beast3", "", SOURCE.format(key="other"), head=HEAD.replace(">=1.0,<2", ">=9"))
    assert set(sources()) >= {"beast", "csv"}
    assert "other" not in sources()
    assert {plugin_named(name).state for name in ("beast2", "beast3")} == {"wrong"}
    must_go_on(clean)
