"""Headless Chromium on a file: what it asks for, says, shows and prints. Other tests use it too."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
Scheme = Literal["light", "dark"]


class Opened(msgspec.Struct, frozen=True):
    """A page and what happened since it was opened: all lists are empty on a page that behaves."""

    page: Page
    requests: list[str]
    console: list[str]
    dialogs: list[str]

    @property
    def events(self) -> list[str]:
        """Everything that should not have happened."""
        return self.requests + self.console + self.dialogs


@contextmanager
def running(chromium: Path) -> Iterator[Browser]:
    """A browser for several pages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(
    browser: Browser, file: Path, *, width: int = 1280, height: int = 900, scheme: Scheme = "light"
) -> Iterator[Opened]:
    """The file in a window of its own; whatever it asks for but itself, says or pops up is kept."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    seen = Opened(page, [], [], [])
    own = file.resolve().as_uri()
    page.on("request", lambda request: None if request.url == own else seen.requests.append(request.url))
    page.on("websocket", lambda socket: seen.requests.append(socket.url))
    page.on("console", lambda message: seen.console.append(message.text))
    page.on("pageerror", lambda error: seen.console.append(str(error)))
    page.on("popup", lambda popup: seen.dialogs.append(popup.url))
    page.on("download", lambda download: seen.dialogs.append(download.url))

    def dismissed(dialog: Any) -> None:
        seen.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", dismissed)
    page.goto(own)
    try:
        yield seen
    finally:
        context.close()


def screenshot(page: Page, target: Path, *, full: bool = True) -> Path:
    """What the page shows, all of it or the window."""
    page.screenshot(path=target, full_page=full)
    return target


def pdf(page: Page, target: Path) -> Path:
    """The page printed on the paper that its style sheet asks for."""
    page.pdf(path=target, prefer_css_page_size=True, print_background=True)
    return target


def pdf_pages(file: Path) -> list[str]:
    """The text of each page of a PDF, in the order it was written: a cell stays together (pdftotext)."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"]
    text = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode()
    return text.split("\f")[:-1]


def pdf_sizes(file: Path) -> list[tuple[int, int]]:
    """Width and height of each page of a PDF, mm (pdfinfo)."""
    command = ["pdfinfo", "-f", "1", "-l", "9999", str(file)]
    lines = subprocess.run(command, check=True, capture_output=True, timeout=120).stdout.decode().splitlines()
    points = [
        line.split("size:")[1].split() for line in lines if line.startswith("Page ") and "size:" in line
    ]
    return [(round(float(p[0]) * 25.4 / 72), round(float(p[2]) * 25.4 / 72)) for p in points]


def last_lines(file: Path) -> list[str]:
    """The lowest line of each page of a PDF above its foot, without spaces (pdftotext)."""
    return [_last_line(page) for page in _boxes(file)]


def filled(file: Path) -> list[float]:
    """How far down each page of a PDF is printed above its foot, as a part of its height (pdftotext)."""
    return [_lowest(page) / float(page.attrib["height"]) for page in _boxes(file)]


def smallest_print(file: Path) -> float:
    """Height of the lowest word in the body of any page of a PDF; that of its footers is 1 (pdftotext)."""
    heights: dict[bool, list[float]] = {True: [], False: []}
    for page in _boxes(file):
        foot = float(page.attrib["height"]) - _FOOT
        for word in page:
            if any(map(str.isalnum, word.text or "")):
                top, bottom = (float(word.attrib[edge]) for edge in ("yMin", "yMax"))
                heights[bottom > foot].append(bottom - top)
    return min(heights[False]) / max(heights[True])


def _boxes(file: Path) -> Iterator[ElementTree.Element]:
    command = ["pdftotext", "-bbox", str(file), "-"]
    root = ElementTree.fromstring(
        subprocess.run(command, check=True, capture_output=True, timeout=120).stdout
    )
    return root.iter("{http://www.w3.org/1999/xhtml}page")


def _last_line(page: ElementTree.Element) -> str:
    words = [(float(word.attrib["yMax"]), "".join((word.text or "").split())) for word in page]
    lowest = _lowest(page)
    return "".join(word for bottom, word in words if lowest - 3 < bottom <= lowest)


def _lowest(page: ElementTree.Element) -> float:
    """Where the lowest line above the foot of a page ends."""
    foot = float(page.attrib["height"]) - _FOOT
    ends = (float(word.attrib["yMax"]) for word in page)
    return max((bottom for bottom in ends if bottom < foot), default=0.0)


def spilled(page: Page) -> list[str]:
    """Texts of pictures that leave the picture or, as the browser measures them, the shape they stand in."""
    found: list[str] = page.evaluate(_SPILLED)
    return found


def fonts(page: Page, selector: str) -> dict[str, int]:
    """Families that draw the text of the first match, not those asked for, with the number of glyphs."""
    page.eval_on_selector(selector, "e => e.getBoundingClientRect()")  # lays the page out
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    used = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return {font["familyName"]: int(font["glyphCount"]) for font in used}


def sideways(page: Page) -> list[str]:
    """What sticks out of the page to the right or makes it scroll sideways; scrolling regions excepted."""
    found: list[str] = page.evaluate(_SIDEWAYS)
    return found


def scrolling(page: Page) -> list[str]:
    """Tables and pictures that are broader than their place in the window; folded ones excepted."""
    found: list[str] = page.evaluate(_SCROLLING)
    return found


def faint(page: Page, least: float = 4.5) -> list[str]:
    """Text whose contrast with what lies behind it is below `least`; SVG excepted."""
    found: list[str] = page.evaluate(_FAINT, least)
    return found


def accessibility(page: Page, axe: Path) -> list[str]:
    """Violations found by axe-core (the path of its axe.min.js), everything unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
    page.evaluate(axe.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def cut(page: Page) -> list[str]:
    """Tables and pictures that are broader than what they are printed on. Leaves the page in print."""
    page.emulate_media(media="print")
    found: list[str] = []
    for paper, width in _PAPERS.items():
        page.set_viewport_size({"width": width, "height": 1000})
        found += page.evaluate(_CUT, paper)
    return found


def small_print(page: Page, least: float) -> list[str]:
    """Texts, of pictures too, that are printed smaller than `least` pt. Leaves the page in print."""
    page.emulate_media(media="print")
    found: list[str] = []
    for paper, width in _PAPERS.items():
        page.set_viewport_size({"width": width, "height": 1000})
        found += page.evaluate(_SMALL, [paper, least])
    return found


_FOOT = 16 / 25.4 * 72  # points of the margin below a page

_SPILLED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('.picture svg')) {
    const outer = svg.getBoundingClientRect(), scale = svg.viewBox.baseVal.width / outer.width;
    const box = (e) => {
      const r = e.getBoundingClientRect();
      const [left, right] = [r.left, r.right].map(at => (at - outer.left) * scale);
      return {left, right, top: r.top, bottom: r.bottom};
    };
    for (const text of svg.querySelectorAll('text')) {
      const inside = box(text), x = (inside.left + inside.right) / 2, y = (inside.top + inside.bottom) / 2;
      const around = [...text.parentElement.children]
        .filter(e => /^(rect|polygon|path|circle|ellipse)$/.test(e.localName))
        .filter(e => e.localName === 'rect' || getComputedStyle(e).fill !== 'none')
        .map(box)
        .filter(one => x > one.left && x < one.right && y > one.top && y < one.bottom)
        .filter(one => one.right - one.left > 14);
      const narrowest = Math.min(...around.map(one => one.right - one.left));
      const frame = around.find(one => one.right - one.left === narrowest);
      for (const one of [{left: 0, right: svg.viewBox.baseVal.width}, ...(frame ? [frame] : [])]) {
        if (inside.right > inside.left && (inside.left < one.left - 1 || inside.right > one.right + 1)) {
          found.push(svg.closest('[data-key]').dataset.key + ' ' + text.textContent);
          break;
        }
      }
    }
  }
  return found;
}"""

_PAPERS = {"": 680, "wide": 1031, "large": 1496, "widest": 2154}
"""Px between the margins: A4, A4 across, A3 across, A2 across."""

_SHEET = "e.closest('[class*=\" on-\"], [class^=\"on-\"]')?.className.match(/\\bon-(\\w+)/)[1] ?? ''"

_CUT = """(paper) => [...document.querySelectorAll('.region')]
  .filter(e => (SHEET) === paper)
  .flatMap(e => {
    const [room, inside] = [e, e.firstElementChild].map(one => one.getBoundingClientRect().width);
    const said = e.parentElement.id + ' ' + Math.round(inside) + ' on ' + Math.round(room);
    return inside > room + 1 ? [said] : [];
  })""".replace("SHEET", _SHEET)

_SMALL = """([paper, least]) => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement;
    if (!node.data.trim() || e.closest('.unseen, .skip, style, title, desc')) continue;
    if ((SHEET) !== paper || !e.checkVisibility()) continue;
    const drawn = e.closest('text')?.getScreenCTM();
    const size = parseFloat(getComputedStyle(e).fontSize) * 0.75 * (drawn ? Math.hypot(drawn.a, drawn.b) : 1);
    if (size < least - 0.001) {
      found.push(size.toFixed(2) + ' ' + e.closest('[data-key]')?.dataset.key + ' ' + node.data.trim());
    }
  }
  return found;
}""".replace("SHEET", _SHEET)

_SIDEWAYS = """() => {
  const root = document.documentElement, width = root.clientWidth, found = [];
  if (root.scrollWidth > width) found.push('page ' + root.scrollWidth);
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.region') && !e.matches('.region')) continue;
    if (e.closest('.unseen, .skip, svg')) continue;
    const r = e.getBoundingClientRect();
    if (r.width && (r.right > width + 1 || r.left < -1)) {
      found.push(e.tagName + '.' + e.className + ' ' + r.right);
    }
  }
  return found;
}"""

_SCROLLING = """[...document.querySelectorAll('.region')]
  .filter(e => !e.closest('details:not([open])') && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.closest('[data-key]').dataset.key + ' ' + e.scrollWidth + ' in ' + e.clientWidth)"""

_FAINT = """(least) => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
      known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(colour);
  };
  const linear = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const c = rgba(getComputedStyle(e).backgroundColor);
      if (c[3] > 250) return c;
    }
    return [255, 255, 255];
  };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const e = node.parentElement;
    if (!node.data.trim() || e.closest('svg, .unseen, .skip, style, title') || !e.checkVisibility()) continue;
    const [a, b] = [light(rgba(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < least) {
      found.push(ratio.toFixed(2) + ' ' + e.tagName + '.' + e.className + ' ' + node.data.slice(0, 30));
    }
  }
  return found;
}"""
