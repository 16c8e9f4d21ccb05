"""Markdown as readers see it: rendered by GitHub's own renderer and by another, then read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

import cmarkgfm
from cmarkgfm.cmark import Options
from markdown_it import MarkdownIt

Render = Callable[[str], str]
_BLOCKS = frozenset({"h1", "h2", "h3", "p", "li", "th", "td"})
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")


def github(markdown: str) -> str:
    """HTML as GitHub's renderer makes it; its filter of elements is off, so that nothing is hidden by it."""
    return cmarkgfm.github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE)


def markdown_it(markdown: str) -> str:
    """HTML as editors and wikis make it that are built on markdown-it."""
    renderer = MarkdownIt("gfm-like", {"html": True})
    renderer.linkify.set({"fuzzy_link": False})  # 'name.jp' is no link on GitHub either
    return renderer.render(markdown)


class Read(HTMLParser):
    """`texts` are the texts of all blocks with their element; `elements` and `attributes` all that occur."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[tuple[str, str]] = []
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self._open: list[list[str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in _BLOCKS:
            self._open.append([])
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.texts.append((tag, "".join(self._open.pop())))

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].append(data)

    def of(self, *tags: str) -> list[str]:
        """The texts of these elements in their order."""
        return [text for tag, text in self.texts if tag in tags]


def typed(text: str) -> str:
    """A text as a page can show it: its lines end with LF, what can't be written is replaced."""
    return _LINE_ENDS.sub("\n", text.replace("\0", "\ufffd"))


def shown(text: str) -> str:
    """The same without telling control characters apart, which one of the renderers replaces."""
    return _CONTROL.sub("\ufffd", typed(text))
