"""Who a document is made for, as it is typed: audiences of the plan by key or name, one of many by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.cli.test_commands import Terminal, planned, terminal

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.changes import adding, setting
from kakehashi.plan.item import Item
from kakehashi.plan.organization import Department, Partner
from kakehashi.plan.review import Audience

__all__ = ["planned", "terminal"]

ITEMS: tuple[Item, ...] = (
    Partner(id="moon", name={"ja": "月社", "en": "Moon Ltd"}),
    Partner(id="twin-1", name="双子"),
    Partner(id="twin-2", name="双子"),
    Department(id="law", name={"ja": "法務", "en": "Legal"}, function="legal"),
    Audience(
        id="legal",
        name={"ja": "法務向け資料", "en": "For Legal"},
        chapters=("targets",),
        parameter="department",
    ),
    Audience(id="double", name="For sales", chapters=("targets",)),
)


@pytest.fixture
def readers(planned: Terminal) -> Terminal:
    opened = OpenPlan.open(Path(planned.plan), person="x", clock=lambda: "2027-04-02T09:00:00")
    for item in ITEMS:
        opened.apply(adding(item))
    opened.close()
    return planned


def exported(
    terminal: Terminal, audience: str, *parameters: str, code: int = 0, name: str = "out.html"
) -> Any:
    given = [word for each in parameters for word in ("--parameter", each)]
    out = str(terminal.folder / name)
    return terminal.json(
        "export", terminal.plan, out, "--language", "en", "--audience", audience, *given, code=code
    )


@pytest.mark.parametrize("typed", ["moon", "月社", "Moon Ltd"])
def test_a_partner_is_named_in_either_language_or_by_id(readers: Terminal, typed: str) -> None:
    assert exported(readers, "partners", f"partner={typed}")["parameter"] == "moon"
    assert "For a partner: Moon Ltd" in (readers.folder / "out.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ((), "Moon Ltd (moon)"),
        (("partner=Nobody",), "Moon Ltd (moon)"),
        (("partner=",), "Moon Ltd (moon)"),
        (("partner=moon", "partner=twin-1"), "Moon Ltd (moon)"),
        (("partner=双子",), "twin-1, twin-2"),
        (("department=Legal",), "partner="),
    ],
)
def test_a_missing_unknown_or_doubtful_one_is_refused_naming_those_there_are(
    readers: Terminal, parameters: tuple[str, ...], said: str
) -> None:
    assert said in exported(readers, "partners", *parameters, code=2)["error"]


@pytest.mark.parametrize("typed", ["legal", "For Legal", "法務向け資料"])
def test_an_audience_of_the_plan_is_named_by_key_or_name(readers: Terminal, typed: str) -> None:
    answer = exported(readers, typed, "department=法務")
    assert (answer["audience"], answer["parameter"]) == ("legal", "law")
    assert "For Legal (Legal)" in (readers.folder / "out.html").read_text(encoding="utf-8")


def test_an_unknown_audience_and_a_name_of_two_are_refused(readers: Terminal) -> None:
    said = exported(readers, "martians", code=2)["error"]
    assert "executives" in said
    assert "For Legal" in said
    assert "sales, double" in exported(readers, "For sales", code=2)["error"]


def test_audiences_are_listed_with_what_they_see(readers: Terminal) -> None:
    found = {each["key"]: each for each in readers.json("audiences", readers.plan)}
    assert list(found)[:2] == ["executives", "sales"]
    assert set(list(found)[-2:]) == {"legal", "double"}
    assert found["legal"]["parameter"] == "department"
    assert found["legal"]["title"] == "For Legal"
    assert {"chapter": "budget", "detail": "full"} in found["finance"]["chapters"]
    assert "Stakeholder.concern" in found["finance"]["hidden"]
    assert "Role.monthly_cost" not in found["finance"]["hidden"]
    assert found["marketing"]["hidden"] == []
    words = readers("audiences", readers.plan)
    assert "For Legal" in words
    assert "--parameter partner=" in words


def test_an_edition_is_told_as_it_was_declared_whatever_happens_later(readers: Terminal) -> None:
    """Chapters and sight of an audience, and what a partner is called, are those of the edition."""
    readers("declare", readers.plan)
    audiences = {"legal": "department=Legal", "sales": "", "partners": "partner=Moon Ltd"}
    as_declared = {each: _told(readers, each, parameter) for each, parameter in audiences.items()}
    opened = OpenPlan.open(Path(readers.plan), person="x", clock=lambda: "2028-01-01T09:00:00")
    for item, field, value in _LATER:
        opened.apply(setting(opened.plan, item, field, value))
    opened.apply(adding(Audience(id="of-sales", stands_for="sales", hides=("Metric.name",), foreword="New")))
    opened.close()
    assert {each: _told(readers, each, parameter) for each, parameter in audiences.items()} == as_declared


_LATER = (("moon", "name", "Luna Ltd"), ("legal", "chapters", ("budget",)), ("legal", "name", "For lawyers"))


def _told(terminal: Terminal, audience: str, parameter: str) -> bytes:
    out = terminal.folder / "told.html"
    given = ["--parameter", parameter] if parameter else []
    readers = ["--audience", audience, *given, "--language", "en", "--edition", "1"]
    terminal("export", terminal.plan, str(out), *readers)
    return out.read_bytes()


@pytest.mark.parametrize(
    ("name", "exporter", "begins"),
    [("out.md", "markdown", "# "), ("OUT.ICS", "calendar", "BEGIN:VCALENDAR")],
)
def test_the_suffix_says_the_format(readers: Terminal, name: str, exporter: str, begins: str) -> None:
    assert exported(readers, "marketing", name=name)["exporter"] == exporter
    assert (readers.folder / name).read_text(encoding="utf-8").startswith(begins)
