"""The company's own templates: as the documentation says, and what is said when one has a mistake."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.plugins.kakehashi_html.browser import opened
from tests.plugins.kakehashi_html.conftest import Write
from tests.plugins.kakehashi_html.samples import board_paper

from kakehashi.api import PlanError, template_folder, text

GUIDE = Path(__file__).parents[3] / "docs" / "templates.md"
_EXAMPLE = re.compile(r"^`([a-z.]+)`\n\n```\w+\n(.*?)^```$", re.M | re.S)


def own(name: str, content: str) -> None:
    """Puts a file in the folder that the documentation names."""
    folder = template_folder("html")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, "utf-8")


@pytest.mark.once
def test_the_example_of_the_documentation_works(browser: Browser, write: Write, home: Path) -> None:
    examples = dict(_EXAMPLE.findall(GUIDE.read_text("utf-8")))
    assert sorted(examples) == ["colours.css", "logo.html"]
    assert template_folder("html") == home / "templates" / "html"
    for name, content in examples.items():
        own(name, content)
    for scheme, colour in (("light", "rgb(122, 31, 61)"), ("dark", "rgb(240, 166, 190)")):
        with opened(browser, write(board_paper("en")), scheme=scheme) as seen:  # type: ignore[arg-type]
            link = seen.page.locator(".behind a").first
            assert link.evaluate("e => getComputedStyle(e).color") == colour
            logo = seen.page.locator(".masthead svg")
            assert logo.get_attribute("aria-label") == "Tsumugi Instruments Inc."
            assert logo.bounding_box()["height"] > 20  # type: ignore[index]
            assert seen.events == []


def test_the_files_that_the_documentation_names_are_there() -> None:
    ours = Path(__file__).parents[3] / "templates" / "html"
    named = set(re.findall(r"`([a-z]+\.(?:css|html))`", GUIDE.read_text("utf-8")))
    assert named <= {file.name for file in ours.iterdir()}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{{ page.titel }}", "「titel」という名前はここでは使えません"),
        ("{{ nobody }}", "「nobody」という名前はここでは使えません"),
        ('{% include "absent.html" %}', "「absent.html」というファイルがありません"),
        ("{% if page %}", "テンプレートの書き方が違います"),
        ("{{ 1 / 0 }}", "計算できません"),
    ],
)
def test_what_is_wrong_is_said(write: Write, home: Path, tmp_path: Path, content: str, problem: str) -> None:
    own("cover.html", f"<p>\n{content}")
    with pytest.raises(PlanError) as error:
        write(board_paper("ja"))
    said = text(error.value.message, "ja")
    assert "「cover.html」の2行目" in said
    assert problem in said
    assert not (tmp_path / "plan.html").exists()
