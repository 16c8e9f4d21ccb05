"""SVG: safe, accessible, recolourable, and the same each time."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET

import pytest

from kakehashi.drawing import png as png_module
from kakehashi.drawing import tokens
from kakehashi.drawing.scene import Group, Label, Line, Paint, Polyline, Rect, Run, Scene
from kakehashi.drawing.svg import class_rules, identifier, svg

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = "</title><script>alert(\"x\" & 'y')</script>]]>\x00\ud800\ufffe"


def picture(key: str = "org", text: str = "体制") -> Scene:
    dots = Paint(fill="surface", stroke="role-open", pattern="dots", ink="role-open")
    card = Group(
        "role:a",
        (
            Rect("card:a", 10, 10, 80, 30, Paint(fill="surface", stroke="role-in-house", line=1.3), 5),
            Rect("dotted:a", 10, 10, 8, 30, dots),
            Label("name:a", 20, 30, text, 13, 60, runs=(Run(text, 11),), title=text),
        ),
        kind="role head",
        item=text,
        title=text,
    )
    dashed = Paint(stroke="text", line=2, dash=(2, 1))
    link = Polyline("link:a", ((0, 0), (0, 5.004), (7.126, 5.004), (9, 9)), dashed)
    return Scene(key=key, width=100, height=50, shapes=(card, link), title=text, description=text)


def test_the_root_says_what_the_picture_is():
    root = ET.fromstring(svg(picture(), language="ja"))
    assert root.tag == f"{NS}svg"
    assert root.get("role") == "img"
    names = (root.get("aria-labelledby") or "").split()
    assert [element.tag for element in root[:2]] == [f"{NS}title", f"{NS}desc"]
    assert [element.get("id") for element in root[:2]] == names == ["org-title", "org-desc"]
    assert root.get("viewBox") == "0 0 100 50"
    assert (root.get("width"), root.get("height")) == ("100", "50")


def test_inline_the_page_s_ground_shows():
    root = ET.fromstring(svg(picture(), language="zh_TW", standalone=False))
    assert root.tag == "svg"
    assert root.get("width") == "100"
    assert root.get("lang") == "zh-Hant-TW"
    assert root.find("rect") is None


def test_hostile_texts_stay_texts():
    root = ET.fromstring(svg(picture('k<&">', HOSTILE), language="en"))
    assert not list(root.iter(f"{NS}script"))
    shown = HOSTILE.replace("\x00", "").replace("\ud800", "").replace("\ufffe", "")
    assert root.findtext(f"{NS}title") == shown
    group = root.find(f"{NS}g")
    assert group is not None
    assert group.get("data-item") == shown
    assert group.findtext(f"{NS}title") == shown


def test_pictures_of_one_page_share_no_id():
    found = [
        set(re.findall(r' id="([^"]+)"', svg(picture(key), language="ja"))) for key in ("org", "org-2", "kpi")
    ]
    assert all(found)
    assert not found[0] & found[1] | found[1] & found[2]
    for text, own in zip(("org", "org-2", "kpi"), found, strict=True):
        used = set(re.findall(r"url\(#([^)]+)\)", svg(picture(text), language="ja")))
        assert used
        assert used <= own


def test_identifiers_are_distinct():
    texts = ["a", "a ", "a_", "a.b", "a:b", "a/b", "a_20_", "あ", ""]
    assert len({identifier(text) for text in texts}) == len(texts)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]*", identifier(text)) for text in texts)


def test_numbers_and_paths_are_short():
    text = svg(picture(), language="ja")
    assert 'd="M0 0V5H7.13L9 9"' in text
    assert 'stroke-dasharray="4 2"' in text
    assert not re.search(r"\d\.\d{3}", text)
    assert svg(picture(), language="ja") == text


@pytest.mark.parametrize("theme", tokens.THEMES)
def test_colours_are_of_the_theme(theme: tokens.Theme):
    text = svg(picture(), theme, language="ja")
    assert tokens.colour("role-in-house", theme) in text
    assert 'class="k-role k-head"' in text
    assert "f-" not in text


def test_with_variables_every_colour_has_a_class_and_a_fallback():
    text = svg(picture(), "dark", language="ja", css_variables=True)
    root = ET.fromstring(text)
    for element in root.iter():
        names = (element.get("class") or "").split()
        for attribute, prefix in (("fill", "f-"), ("stroke", "s-")):
            value = element.get(attribute, "none")
            if value.startswith("#"):
                token = next(name[2:] for name in names if name.startswith(prefix))
                assert value == tokens.colour(token, "light")
            else:
                assert not any(name.startswith(prefix) for name in names)
    rules = class_rules()
    assert ".f-text{fill:var(--k-text)}" in rules
    assert set(re.findall(r"--k-([a-z0-9-]+)", rules)) == set(tokens.COLOURS)


def test_nothing_a_strict_policy_refuses():
    text = svg(picture(), language="ja", css_variables=True)
    assert "style=" not in text
    assert "font:" not in text
    assert "<style" not in text


def test_families_follow_the_language():
    assert "'Yu Gothic UI', 'Hiragino Sans'" in svg(picture(), language="ja").replace("&#39;", "'")
    english = svg(picture(), language="en").replace("&#39;", "'")
    assert re.search(r"font-family=\"'Segoe UI', .*'Noto Sans', 'Yu Gothic UI'", english)


def test_an_empty_label_is_not_written():
    scene = Scene(
        key="k",
        width=9,
        height=9,
        shapes=(Label("a", 1, 1, "", 11, 5), Line("l", 0, 0, 1, 1, Paint(stroke="text"))),
    )
    assert "<text" not in svg(scene, language="ja")


def test_png_has_the_size_asked_for():
    pytest.importorskip("resvg_py")
    data = png_module.png(svg(picture(), language="ja"), 2, "ja")
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (200, 100)
    assert png_module.png(svg(picture(), language="ja"), 1.5, "ja")[16:24] == struct.pack(">II", 150, 75)


def test_without_the_usual_fonts_the_system_s_are_taken(monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("resvg_py")
    monkeypatch.setattr(png_module, "font_files", lambda: ())
    assert png_module.png(svg(picture(text="a"), language="en"), 1, "en").startswith(b"\x89PNG")
