"""One role as a card: its kind told by outline, line, avatar and word before colour (look.md, section 3)."""

from __future__ import annotations

import msgspec

from kakehashi.drawing.advance import clean
from kakehashi.drawing.parts import (
    NAME,
    SMALL,
    Style,
    block,
    centred,
    cut_corners,
    initial,
    lines,
    one_line,
    rounded,
)
from kakehashi.drawing.scene import Box, Circle, Group, Label, Line, Paint, Polygon, Rect, Shape
from kakehashi.drawing.tokens import ENDING_ROLE, ROLES, RoleKind
from kakehashi.words import MISSING

HEIGHT = 54.0
"""Of a card with one line of name and one of detail, px."""

SHEET = 4.0
"""How far the second sheet of a concurrent role stands out at the right and below, px."""

_LEFT, _GAP, _CUT, _RADIUS, _BAND = 48.0, 10.0, 10.0, 5.0, 5.0
_PADDING, _BETWEEN = 9.4, 2.0
_MOST_LINES = 5  # a name is never cut where it can wrap

_HEADLINE = Style(NAME)
_DETAIL = Style(11.5, fill="text2")
_FTE = Style(11.5, fill="text2")


class Role(msgspec.Struct, frozen=True, kw_only=True):
    """A role as it is drawn; all texts are ready to be shown.

    person: who holds it, or the partner; '' for an open role or one without a person. title: what it is.
    kind_label: the word for the kind. boss: the id of the role above. fte: formatted, '' = not said.
    note: main post, start, contract, in brackets where that is wanted. department: said in the tooltip.
    avatar: mark in the avatar; '' = first letter of the person (partners: 社 / Co). ends: drawn faint.
    """

    id: str
    title: str
    kind: RoleKind
    kind_label: str
    person: str = ""
    boss: str | None = None
    fte: str = ""
    note: str = ""
    department: str = ""
    avatar: str = ""
    ends: bool = False


def headline(role: Role) -> str:
    return clean(role.person) or clean(role.title) or MISSING


def detail(role: Role) -> str:
    title = clean(role.title) if clean(role.person) else ""
    note = clean(role.note)
    return f"{title}{'' if note.startswith('（') else ' '}{note}".strip()


def natural_width(role: Role) -> float:
    """The width at which nothing has to be broken, px."""
    first = _HEADLINE.width(headline(role)) + _GAP + _kind_style(role).width(role.kind_label)
    second = _DETAIL.width(detail(role)) + (_GAP + _FTE.width(role.fte) if role.fte else 0)
    return _LEFT + max(first, second) + ROLES[role.kind].inset


def height(role: Role, width: float) -> float:
    """Height of the card at this width, px."""
    rooms = _Rooms.of(role, width)
    return max(HEIGHT, rooms.block + 2 * _PADDING)


class _Rooms(msgspec.Struct, frozen=True):
    """How the width of a card is shared out, and how many lines that gives.

    Name over detail at the left, kind over effort at the right: the effort stands level with the detail,
    and a name without detail in the middle of both.
    """

    kind: float
    headline: float
    fte: float
    detail: float
    headline_lines: int
    detail_lines: int

    @classmethod
    def of(cls, role: Role, width: float) -> _Rooms:
        room = width - _LEFT - ROLES[role.kind].inset
        kind = min(_kind_style(role).width(role.kind_label), 0.5 * room)
        fte = min(_FTE.width(role.fte), 0.4 * room)
        about = detail(role)
        beside_name = kind if about else max(kind, fte)
        name_room = room - beside_name - (_GAP if beside_name else 0)
        detail_room = room - fte - (_GAP if fte else 0)
        return cls(
            kind,
            name_room,
            fte,
            detail_room,
            max(len(lines(headline(role), name_room, _MOST_LINES, _HEADLINE)), 1),
            len(lines(about, detail_room, _MOST_LINES, _DETAIL)),
        )

    @property
    def name_height(self) -> float:
        return self.headline_lines * _HEADLINE.pitch

    @property
    def block(self) -> float:
        """Height of all lines together, px."""
        if self.detail_lines:
            return self.name_height + _BETWEEN + self.detail_lines * _DETAIL.pitch
        at_right = _HEADLINE.pitch + (_BETWEEN + _FTE.pitch if self.fte else 0)
        return max(self.name_height, at_right)

    @property
    def name_top(self) -> float:
        """Where the name begins, below the top of the block, px."""
        return 0.0 if self.detail_lines else (self.block - self.name_height) / 2

    @property
    def second_row(self) -> float:
        """The middle of the first line of detail and of the effort, below the top of the block, px."""
        above = self.name_height if self.detail_lines else _HEADLINE.pitch
        return above + _BETWEEN + _DETAIL.pitch / 2


def card(key: str, role: Role, frame: Box) -> Group:
    """The card in its frame; its own box covers a second sheet too."""
    look = ROLES[role.kind]
    sheet = SHEET if look.shape == "sheets" else 0
    edge = look.line / 2
    return Group(
        f"role:{key}",
        (
            *outline(key, role.kind, frame),
            *_avatar(key, role, frame.x + 27, frame.y + frame.height / 2),
            *_texts(key, role, frame),
        ),
        kind="role",
        item=role.id,
        title=_tooltip(role),
        box=Box(
            frame.x - edge, frame.y - edge, frame.width + look.line + sheet, frame.height + look.line + sheet
        ),
        opacity=ENDING_ROLE if role.ends else 1.0,
    )


def outline(key: str, kind: RoleKind, frame: Box, scale: float = 1) -> tuple[Shape, ...]:
    """The empty card of a kind; `scale` makes band, cut and radius smaller for a legend."""
    look = ROLES[kind]
    x, y, width, tall = frame.x, frame.y, frame.width, frame.height
    paint = Paint(look.fill, look.colour, look.line, look.dash, look.round_caps)
    name, radius, sheet = f"card:{key}", _RADIUS * min(1, 1.4 * scale), SHEET * min(1, 1.2 * scale)
    front = Rect(name, x, y, width, tall, paint, radius)
    match look.shape:
        case "band":
            band = rounded(Box(x, y, _BAND * scale, tall), (radius, 0, 0, radius))
            return (front, Polygon(f"band:{key}", band, Paint(fill=look.colour)))
        case "sheets":
            return (Rect(f"sheet:{key}", x + sheet, y + sheet, width, tall, paint, radius), front)
        case "cut":
            return (Polygon(name, cut_corners(frame, _CUT * scale), paint),)
        case "pill":
            return (Rect(name, x, y, width, tall, paint, min(tall, HEIGHT) / 2),)


def _avatar(key: str, role: Role, cx: float, cy: float) -> tuple[Shape, ...]:
    look = ROLES[role.kind]
    name = f"avatar:{key}"
    match look.avatar:
        case "plus":
            dotted = Paint(stroke=look.colour, line=1.7, dash=(0.1, 2.1), round_caps=True)
            pen = Paint(stroke=look.colour, line=1.6)
            return (
                Circle(name, cx, cy, 12.5, dotted),
                Line(f"{name}/level", cx - 4, cy, cx + 4, cy, pen),
                Line(f"{name}/upright", cx, cy - 4, cx, cy + 4, pen),
            )
        case "square":
            ground: Shape = Rect(name, cx - 11, cy - 11, 22, 22, Paint(fill=look.colour), 2)
        case "circle":
            ground = Circle(name, cx, cy, 13, Paint(fill=look.colour))
    return (ground, _mark(key, role, cx, cy))


def _mark(key: str, role: Role, cx: float, cy: float) -> Label:
    text = clean(role.avatar) or initial(headline(role))
    size = 12.0 if Style(12, 700).width(text) <= 18 else SMALL
    at = (cx, centred(cy, size))
    return one_line(f"mark:{key}", at, text, 20, Style(size, 700, "on-accent"), anchor="middle")


def _texts(key: str, role: Role, frame: Box) -> tuple[Shape, ...]:
    rooms = _Rooms.of(role, frame.width)
    left, right = frame.x + _LEFT, frame.right - ROLES[role.kind].inset
    top = frame.y + (frame.height - rooms.block) / 2
    first = centred(top + _HEADLINE.pitch / 2, NAME)
    second = centred(top + rooms.second_row, _DETAIL.size)
    name, about = headline(role), detail(role)
    at = (left, first + rooms.name_top)
    found = [
        *block(f"name:{key}", at, name, rooms.headline, _HEADLINE, most=_MOST_LINES),
        *block(f"detail:{key}", (left, second), about, rooms.detail, _DETAIL, most=_MOST_LINES),
    ]
    if role.kind_label:
        style = _kind_style(role)
        found.append(
            one_line(f"kind:{key}", (right, first), role.kind_label, rooms.kind, style, anchor="end")
        )
    if rooms.fte:
        found.append(one_line(f"fte:{key}", (right, second), role.fte, rooms.fte, _FTE, anchor="end"))
    return tuple(found)


def _kind_style(role: Role) -> Style:
    return Style(11.5, fill=ROLES[role.kind].colour)


def _tooltip(role: Role) -> str:
    figures = f"{role.kind_label} {role.fte}".strip()
    return "\n".join(filter(None, (headline(role), detail(role), role.department.strip(), figures)))
