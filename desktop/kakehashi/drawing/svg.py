"""A scene as SVG: compact, accessible, safe to stand inline in a page with a strict content policy.

Only presentation attributes are written, never a `style` attribute nor the `font:` shorthand (a strict policy
refuses the one, Qt's renderer ignores the other). With `css_variables` every coloured shape also carries
classes `f-<token>` and `s-<token>`; a page that includes `class_rules()` and sets
`tokens.css_variables(theme)` recolours all pictures at once, without them the light colours show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from kakehashi.drawing import tokens
from kakehashi.drawing.scene import (
    Circle,
    Group,
    Label,
    Line,
    Paint,
    Point,
    Polygon,
    Polyline,
    Rect,
    Run,
    Scene,
    Shape,
    walk,
)
from kakehashi.drawing.tokens import Theme
from kakehashi.words import language_tag

_FONT_SIZE, _INK = 12.0, "text"  # said once at the root, labels say only what differs
_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_PATTERNS = {"lines": "M0 2.5H5", "diagonal": "M-1.5 1.5L1.5 -1.5M-1 7L7 -1M4.5 7.5L7.5 4.5", "dots": ""}
_PATTERN_SIZE = {"lines": 5, "diagonal": 6, "dots": 6}


def svg(
    scene: Scene,
    theme: Theme = "light",
    *,
    language: str,
    css_variables: bool = False,
    standalone: bool = True,
) -> str:
    """The scene as one `<svg>` element.

    standalone: a file of its own, with namespace and a background in `surface`; inline the page's ground
    shows, and `class_rules()` lets the picture shrink to its column. css_variables: see above; the attributes
    are then of the light theme. Group ids begin with the scene's key, so pictures in one page don't clash.
    """
    writer = _Writer(scene.key, "light" if css_variables else theme, css_variables)
    return "".join(_document(scene, writer, language, standalone))


def class_rules() -> str:
    """CSS that lets the classes `f-<token>` and `s-<token>` follow the variables `--k-<token>`."""
    return ".k-picture{max-width:100%;height:auto}" + "".join(
        f".f-{token}{{fill:var(--k-{token})}}.s-{token}{{stroke:var(--k-{token})}}"
        for token in tokens.COLOURS
    )


def escaped(text: str) -> str:
    """Text as it may stand in an element or a quoted attribute; what XML can't hold is left out."""
    return _NOT_XML.sub("", text).translate(_ESCAPES)


def identifier(text: str) -> str:
    """Any text as part of an XML id; different texts give different ids."""
    return "".join(
        "." if c == ":" else c if c == "-" or (c.isascii() and c.isalnum()) else f"_{ord(c):x}_" for c in text
    )


def _document(scene: Scene, writer: _Writer, language: str, standalone: bool) -> Iterator[str]:
    key = identifier(scene.key)
    width, height = _n(scene.width), _n(scene.height)
    lang = language_tag(language)
    names = ", ".join(_quoted(name) for name in tokens.families(language))
    spoken = [f"{key}-title"] * bool(scene.title) + [f"{key}-desc"] * bool(scene.description)
    yield "<svg"
    if standalone:
        yield f' xmlns="http://www.w3.org/2000/svg" xml:lang="{escaped(lang)}"'
    else:
        yield f' lang="{escaped(lang)}" preserveAspectRatio="xMinYMin"'
    yield f' width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img"'
    if spoken:
        yield f' aria-labelledby="{" ".join(spoken)}"'
    yield writer.root_colour()
    yield f' font-family="{escaped(names)}, sans-serif" font-size="{_n(_FONT_SIZE)}">'
    if scene.title:
        yield f'<title id="{key}-title">{escaped(scene.title)}</title>'
    if scene.description:
        yield f'<desc id="{key}-desc">{escaped(scene.description)}</desc>'
    yield from writer.definitions(scene)
    if standalone:
        ground = Rect("", 0, 0, scene.width, scene.height, Paint(fill="surface"))
        yield writer.shape(ground)
    yield from map(writer.shape, scene.shapes)
    yield "</svg>"


def _quoted(family: str) -> str:
    return f"'{family}'" if " " in family else family


def _n(value: float) -> str:
    """A number with at most two decimals, as short as can be."""
    plain = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if plain in ("-0", "") else plain


class _Writer(msgspec.Struct, frozen=True):
    """What all shapes of one picture have in common while they are written."""

    key: str
    theme: Theme
    classes: bool

    def root_colour(self) -> str:
        ink = f' fill="{tokens.colour(_INK, self.theme)}"'
        return f' class="k-picture{f" f-{_INK}" if self.classes else ""}"{ink}'

    def shape(self, shape: Shape) -> str:
        match shape:
            case Group():
                return self._group(shape)
            case Label():
                return self._label(shape)
            case Rect():
                radius = f' rx="{_n(shape.radius)}"' if shape.radius else ""
                body = f'rect x="{_n(shape.x)}" y="{_n(shape.y)}"{_size(shape.width, shape.height)}{radius}'
            case Circle():
                body = f'circle cx="{_n(shape.cx)}" cy="{_n(shape.cy)}" r="{_n(shape.radius)}"'
            case Line():
                body = f'path d="{_path(((shape.x1, shape.y1), (shape.x2, shape.y2)))}"'
            case Polyline():
                body = f'path d="{_path(shape.points)}"'
            case Polygon():
                body = f'path d="{_path(shape.points)}Z"'
        return f"<{body}{self._paint(shape.paint)}/>"

    def _group(self, group: Group) -> str:
        attributes = f' id="{identifier(self.key)}-{identifier(group.id)}"'
        if group.kind:
            names = " ".join(f"k-{identifier(word)}" for word in group.kind.split())
            attributes += f' class="{names}"'
        if group.item:
            attributes += f' data-item="{escaped(group.item)}"'
        if group.opacity < 1:
            attributes += f' opacity="{_n(group.opacity)}"'
        title = f"<title>{escaped(group.title)}</title>" if group.title else ""
        return f"<g{attributes}>{title}{''.join(map(self.shape, group.shapes))}</g>"

    def _label(self, label: Label) -> str:
        if not label.text and not label.runs:
            return ""
        title = f"<title>{escaped(label.title)}</title>" if label.title else ""
        anchor = "" if label.anchor == "start" else f' text-anchor="{label.anchor}"'
        font = self._font(label.size, label.weight, _FONT_SIZE, 400)
        runs = "".join(self._run(run, label) for run in label.runs)
        colour = "" if label.fill == _INK else self._colour("fill", label.fill)
        place = f' x="{_n(label.x)}" y="{_n(label.y)}"'
        return f"<text{place}{anchor}{font}{colour}>{title}{escaped(label.text)}{runs}</text>"

    def _run(self, run: Run, label: Label) -> str:
        font = self._font(run.size, run.weight, label.size, label.weight)
        colour = "" if run.fill == label.fill else self._colour("fill", run.fill)
        return f"<tspan{font}{colour}>{escaped(run.text)}</tspan>"

    @staticmethod
    def _font(size: float, weight: int, outer_size: float, outer_weight: int) -> str:
        said = f' font-size="{_n(size)}"' if size != outer_size else ""
        return said + (f' font-weight="{weight}"' if weight != outer_weight else "")

    def _colour(self, *pairs: str) -> str:
        """Attributes for (property, token, property, token ...), with classes when wanted."""
        given = list(zip(pairs[::2], pairs[1::2], strict=True))
        said = "".join(f' {name}="{tokens.colour(token, self.theme)}"' for name, token in given)
        if not self.classes or not given:
            return said
        return f' class="{" ".join(f"{name[0]}-{token}" for name, token in given)}"{said}'

    def _paint(self, paint: Paint) -> str:
        coloured: list[str] = []
        said = ""
        if paint.pattern:
            said = f' fill="url(#{self._pattern_id(paint)})"'
        elif paint.fill:
            coloured += ["fill", paint.fill]
        else:
            said = ' fill="none"'
        if paint.stroke:
            coloured += ["stroke", paint.stroke]
            said += _pen(paint)
        if paint.opacity < 1:
            said += f' opacity="{_n(paint.opacity)}"'
        return said + self._colour(*coloured)

    def definitions(self, scene: Scene) -> Iterator[str]:
        """The patterns this scene fills with, each once."""
        used: dict[str, Paint] = {}
        for shape in walk(scene.shapes):
            if not isinstance(shape, (Group, Label)) and shape.paint.pattern:
                used.setdefault(self._pattern_id(shape.paint), shape.paint)
        if used:
            yield "<defs>"
            yield from (self._pattern(name, paint) for name, paint in used.items())
            yield "</defs>"

    def _pattern_id(self, paint: Paint) -> str:
        return f"{identifier(self.key)}-fill-{paint.pattern}-{paint.fill}-{paint.ink}"

    def _pattern(self, name: str, paint: Paint) -> str:
        kind = paint.pattern or "lines"
        size = _PATTERN_SIZE[kind]
        ground = self.shape(Rect("", 0, 0, size, size, Paint(fill=paint.fill))) if paint.fill else ""
        if kind == "dots":
            marks = self.shape(Circle("", size / 2, size / 2, 1.05, Paint(fill=paint.ink)))
        else:
            ink = self._colour("stroke", paint.ink)
            marks = f'<path d="{_PATTERNS[kind]}" fill="none" stroke-width="1.2"{ink}/>'
        return (
            f'<pattern id="{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
            f"{ground}{marks}</pattern>"
        )


def _size(width: float, height: float) -> str:
    return f' width="{_n(max(width, 0))}" height="{_n(max(height, 0))}"'


def _pen(paint: Paint) -> str:
    said = f' stroke-width="{_n(paint.line)}"' if paint.line != 1 else ""
    if paint.dash:
        said += f' stroke-dasharray="{" ".join(_n(part * paint.line) for part in paint.dash)}"'
    if paint.round_caps:
        said += ' stroke-linecap="round" stroke-linejoin="round"'
    return said


def _path(points: tuple[Point, ...]) -> str:
    """M x y, then H and V where a segment is level or upright, else L."""
    (x, y), *rest = points
    parts = [f"M{_n(x)} {_n(y)}"]
    for across, down in rest:
        if _n(down) == _n(y):
            parts.append(f"H{_n(across)}")
        elif _n(across) == _n(x):
            parts.append(f"V{_n(down)}")
        else:
            parts.append(f"L{_n(across)} {_n(down)}")
        x, y = across, down
    return "".join(parts)
