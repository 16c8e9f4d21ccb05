"""Plugins within the program: each call on its own, whatever a plugin does; a note of who is at work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import msgspec
import pytest
from tests.cli.test_commands import Terminal, planned, terminal  # noqa: F401 - fixtures
from tests.extension.making import put_brand, put_check

from kakehashi.api import Records
from kakehashi.checks.check import Finding
from kakehashi.checks.run import in_order, run_checks
from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.extension.plan_checks import foreign_findings
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.plugins import plan_checks, plugins
from kakehashi.extension.running import Running, forget_left, left_running
from kakehashi.extension.standing import standing
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.item import Figure, Item, RawItem
from kakehashi.plan.kinds import KINDS, only_id
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.storage.folders import plugin_folder, running_folder
from kakehashi.words import text

ITEMS: tuple[Item, ...] = (
    About(id=only_id("About"), first_month="2027-04", months=12, company={"ja": "架橋", "en": "Bridge"}),
    Measure(id="webinar", name="Webinar", position="a0"),
    Measure(id="fair", name="Fair", position="a1"),
    Role(id="cmo", title="CMO", monthly_cost=Decimal("1.50")),
)
PLAN = Plan("u", ITEMS)


def said(findings: tuple[Finding, ...], language: Any = "en") -> list[str]:
    return [text(each.sentence, language) for each in findings]


# ---- records


def test_records_are_plain_and_cannot_be_changed() -> None:
    unit = Figure(value=Decimal(3), extra={"newer": 1})
    plan = PLAN.with_items(
        {
            "step": KINDS["FunnelStep"](id="step", name="Lead", rate=unit),
            "raw": RawItem(id="raw", name_of_kind="Other", fields={"a": [1, {"b": 2}]}),
        }
    )
    records = Records(plan)
    assert [each.id for each in records.items("Measure")] == ["webinar", "fair"]
    assert records.items("None") == ()
    assert records.get("nobody") is None
    about, step, role, raw = (records.get(each) for each in (only_id("About"), "step", "cmo", "raw"))
    assert about is not None
    assert step is not None
    assert role is not None
    assert raw is not None
    assert dict(about["company"]) == {"ja": "架橋", "en": "Bridge"}
    assert about["months"] == 12
    assert role["monthly_cost"] == Decimal("1.5")
    assert type(role["monthly_cost"]) is Decimal
    assert dict(step["rate"]) == {"value": Decimal(3), "newer": 1}
    assert (raw.kind, raw["a"][1]["b"], len(raw)) == ("Other", 2, 1)
    assert set(role) >= {"title", "monthly_cost", "department"}
    assert "nothing" not in role
    assert records.name("webinar", "ja") == "Webinar"
    for change in (
        lambda: role.__setitem__("title", "x"),  # type: ignore[attr-defined]
        lambda: setattr(role, "id", "x"),
        lambda: step["rate"].update(value=1),
        lambda: setattr(records, "more", 1),
    ):
        with pytest.raises((AttributeError, TypeError)):
            change()
    assert plan.item("cmo") == ITEMS[-1]


# ---- checks


def test_what_a_check_finds_stands_among_ours_with_its_repair(tmp_path: Path) -> None:
    put_check(
        "rules",
        """
for each in plan.items("Measure"):
    if each["name"] == "Fair":
        yield CheckResult(
            severity="error", item=each.id, field="name",
            message={"en": "Fairs are called Show {x}.", "ja": "展示会の名前が違います。"},
            repair={"name": "Show"}, repair_title={"ja": "Showに直す"},
        )
yield CheckResult(severity="hint", message="Something else")
""",
    )
    assert "rules" not in sys.modules
    found = foreign_findings(PLAN)
    assert sorted(said(found)) == ["Fairs are called Show {x}. (rules)", "Something else (rules)"]
    error = next(each for each in found if each.severity == "error")
    assert text(error.sentence, "ja") == "展示会の名前が違います。（rules（日本語））"
    assert (error.chapter, error.item, error.check) == ("budget", "fair", "rules.rules_rule")
    assert "Owners (field: " in text(error.why, "en")
    together = in_order(PLAN, (*run_checks(PLAN), *found))
    same_place = [each.check for each in together if (each.severity, each.chapter) == ("error", "budget")]
    assert same_place[-1] == error.check
    assert [each for each in together if each not in found] == list(run_checks(PLAN))
    plan = OpenPlan.create(
        tmp_path / "a.kakehashi", "u", ITEMS, person="", clock=lambda: "2027-05-01T09:00:00", app_version="1"
    )
    assert error.repair is not None
    assert text(error.repair.words, "en") == "Showに直す"
    plan.apply(error.repair.change, error.repair.words)
    assert plan.plan.item("fair").name == "Show"  # type: ignore[attr-defined]
    assert [each.severity for each in foreign_findings(plan.plan)] == ["hint"]
    plan.undo()
    assert plan.plan == PLAN
    plan.close()


def test_a_check_sees_the_plugins_own_kinds() -> None:
    put_brand()
    body = """
for each in plan.items("BrandPromise"):
    yield CheckResult(severity="hint", item=each.id, message=each["name"])
"""
    put_check("rules", body)
    admit_kinds()
    promise = KINDS["BrandPromise"](id="promise", name="Tomorrow")
    (found,) = foreign_findings(PLAN.with_items({"promise": promise}))
    assert (found.chapter, said((found,))) == ("brand", ["Tomorrow (rules)"])


FAILING = {
    "raises": 'raise ZeroDivisionError("secret")',
    "leaves": "sys.exit(3)",
    "recurses": "return self.check(plan)",
    "nothing": "return None",
    "other": 'return ["words"]',
    "severity": 'return [CheckResult(severity="bad", message="x")]',
    "message": 'return [CheckResult(severity="hint", message=3)]',
    "no_item": 'return [CheckResult(severity="hint", message="x", item="gone")]',
    "no_field": 'return [CheckResult(severity="hint", message="x", item="fair", repair={"nothing": 1})]',
    "bad_value": 'return [CheckResult(severity="hint", message="", item="cmo", repair={"fte": -1})]',
    "half_way": 'yield CheckResult(severity="hint", message="x")\nraise KeyError("half")',
    "base": "class Odd(BaseException): pass\nraise Odd",
    "close": "raise GeneratorExit",
    "empty": 'return [CheckResult(severity="hint", message={})]',
    "field": 'return [CheckResult(severity="hint", message="x", item="fair", field="nothing")]',
    "late": 'return (1 / 0 for _ in "a")',
    "changes": 'plan.items("Measure")[0]["name"] = "x"',
}


@pytest.mark.parametrize("name", FAILING)
def test_a_check_that_fails_is_a_finding_that_names_it_and_stops_no_other(name: str) -> None:
    put_check("bad_one", FAILING[name])
    put_check("good", 'yield CheckResult(severity="hint", message="fine")')
    found = foreign_findings(PLAN)
    assert sorted(each.check for each in found) == ["bad_one.bad_one_rule", "good.good_rule"]
    failed = next(each for each in found if each.check.startswith("bad"))
    assert failed.severity == "warning"
    for language in ("ja", "en"):
        assert "bad_one" in text(failed.sentence, language)
    assert standing().failures["bad_one"].doing == "checking"
    assert left_running() == ()
    assert not [*running_folder().iterdir()]


def test_a_failure_and_what_it_prints_are_kept_for_the_maker(
    capsys: pytest.CaptureFixture[str],
) -> None:
    put_check("bad_one", 'print("looking")\nraise ZeroDivisionError("secret")')
    foreign_findings(PLAN)
    foreign_findings(PLAN)
    log = log_of("bad_one").read_text("utf-8")
    assert "looking" in log
    assert log.count("ZeroDivisionError: secret") == 1
    assert capsys.readouterr().out == ""


def test_others_write_on_while_a_plugin_is_at_work(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    gate = home / "go on"
    put_check(
        "slow", f'print("inside")\nwhile not os.path.exists({str(gate)!r}):\n    time.sleep(0.01)\nreturn []'
    )
    thread = Thread(target=foreign_findings, args=(PLAN,))
    thread.start()
    while not [*running_folder().iterdir()] or "slow" not in sys.modules:
        assert thread.is_alive()
    print("outside")
    gate.touch()
    thread.join()
    assert capsys.readouterr().out == "outside\n"
    assert "inside" in log_of("slow").read_text("utf-8")


def test_a_plugin_that_raises_ctrl_c_beside_the_window_is_a_failure_like_others() -> None:
    put_check("odd", "raise KeyboardInterrupt")
    found: list[Finding] = []
    thread = Thread(target=lambda: found.extend(foreign_findings(PLAN)))
    thread.start()
    thread.join()
    assert [each.check for each in found] == ["odd.odd_rule"]


def test_a_check_that_never_ends_giving_is_cut() -> None:
    put_check("endless", 'while True:\n    yield CheckResult(severity="hint", message="again")')
    assert len(foreign_findings(PLAN)) == 1000


def test_only_plugins_that_may_run_are_asked() -> None:
    put_check("rules", 'open("ran", "w").close()', trusted=False)
    assert foreign_findings(PLAN) == ()
    assert plan_checks() == {}
    assert "rules" not in sys.modules


def test_a_plugin_whose_files_changed_after_the_look_is_not_run() -> None:
    place = put_check("rules", "return []")
    before = plugins()
    (place / "rules" / "__init__.py").write_text("raise RuntimeError", "utf-8")
    (found,) = foreign_findings(PLAN, before)
    assert "rules" in text(found.sentence, "en")
    assert "rules" not in sys.modules


# ---- who is at work


PROGRAM = """
from kakehashi.extension.plan_checks import foreign_findings
from kakehashi.plan.plan import Plan
foreign_findings(Plan("u"))
"""


def other_process(body: str) -> subprocess.Popen[bytes]:
    put_check("rules", body)
    return subprocess.Popen([sys.executable, "-c", PROGRAM])


def test_the_next_start_knows_who_was_at_work_when_the_program_died() -> None:
    process = other_process("os._exit(7)")
    assert process.wait(60) == 7
    (left,) = left_running()
    assert (left.plugin, left.doing) == ("rules", "checking")
    assert left.since.endswith("+00:00")
    forget_left()
    assert left_running() == ()


def test_one_that_hangs_is_known_after_the_program_was_ended() -> None:
    process = other_process(f'open({str(Path(plugin_folder()) / "here")!r}, "w").close()\ntime.sleep(1000)')
    while not (plugin_folder() / "here").exists():
        assert process.poll() is None
    assert left_running() == (), "it is still at work"
    process.send_signal(signal.SIGKILL)
    process.wait(60)
    assert [each.plugin for each in left_running()] == ["rules"]


def test_a_note_that_cannot_be_read_is_no_one() -> None:
    (running_folder() / "999999999.json").write_text("{", "utf-8")
    (running_folder() / "x.json").write_text("{", "utf-8")
    assert left_running() == ()
    forget_left()
    assert [each.name for each in running_folder().iterdir()] == ["x.json"]


def test_another_program_that_is_at_work_is_left_alone() -> None:
    mine = Running("rules", "checking", "2027-01-01T00:00:00+00:00", os.getpid())
    (running_folder() / f"{os.getpid()}.json").write_bytes(msgspec.json.encode(mine))
    forget_left()
    assert [*running_folder().iterdir()]
    assert left_running() == ()


def test_the_command_line_names_who_was_at_work_and_how_to_turn_it_off(planned: Terminal) -> None:  # noqa: F811
    process = other_process("os._exit(7)")
    process.wait(60)
    (plugin_folder() / "rules" / "rules" / "__init__.py").write_text("", "utf-8")  # it needs a new yes now
    told = planned("check", planned.plan)
    assert "kakehashi plugin disable rules" in told
    assert "rules" not in planned("check", planned.plan)


def test_what_a_check_finds_is_told_at_the_command_line(planned: Terminal) -> None:  # noqa: F811
    put_check("rules", 'yield CheckResult(severity="error", message={"ja": "だめ", "en": "Not {so}"})')
    assert "Not {so} (rules)" in planned("check", planned.plan, code=1)
    found = planned.json("check", planned.plan, code=1)["findings"]
    assert [each["sentence"] for each in found if each["check"] == "rules.rules_rule"] == ["Not {so} (rules)"]
