"""The buying committee: who decides in the middle, around it the others, nearer with more say.

The shape before a name is the part in buying, which is written too. The rings are as wide as the cards need.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from math import cos, pi, sin

import msgspec

from kakehashi.drawing.buying_role import BuyingRole, role_mark
from kakehashi.drawing.parts import NAME, SMALL, Style, block, centred, keys, lines
from kakehashi.drawing.scene import Box, Group, Label, Paint, Polygon, Rect, Scene, Shape, moved, united

_CARD, _PADDING, _MARK, _RADIUS = 216.0, 9.0, 26.0, 7.5
_MARGIN, _GAP = 12.0, 14.0
_BETWEEN = 3.0  # px between the parts of a card
_OUTER, _STEP = 0.36, 0.04  # how much wider the outer ring is at least, and by how much rings grow
_CORNERS = 72  # of a ring
_NAME = Style(NAME, 700)
_ROLE = Style(SMALL, 500, "accent")
_POST = Style(SMALL, fill="text2")
_SAYS = Style(11.5)
_NOTE = Style(SMALL, fill="text2")
_VACANT = Style(12, fill="warn")
_PARTS = ((_NAME, 3), (_ROLE, 2), (_POST, 3), (_SAYS, 5))  # how each text is set, and its most lines


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody as they are drawn; texts ready to be shown.

    ring: 0 = in the middle (the first one; a second stands in ring 1), 1 = near to it, 2 = further out.
    """

    id: str
    name: str
    role: BuyingRole = ""
    role_label: str = ""
    post: str = ""
    says: str = ""
    ring: int = 2


class Committee(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn. vacant: said in the middle when nobody stands there; note: what distance means."""

    key: str
    title: str
    description: str
    members: tuple[Member, ...]
    vacant: str = ""
    note: str = ""


def committee(picture: Committee) -> Scene:
    """The committee as a scene of its natural size."""
    cards = [_card(key, each) for key, each in zip(_keys(picture), picture.members, strict=True)]
    middle = next((n for n, each in enumerate(picture.members) if each.ring <= 0), None)
    centre = _vacant(picture.vacant) if middle is None else cards[middle]
    around = [n for n in range(len(cards)) if n != middle]
    inner = [n for n in around if picture.members[n].ring < 2]
    order = [*inner, *(n for n in around if n not in inner)]
    rings, places = _placed(_size(centre), [_size(cards[n]) for n in order], len(inner))
    shapes: list[Shape] = [*rings, _at(centre, (0.0, 0.0))]
    shapes += (_at(cards[n], place) for n, place in zip(order, places, strict=True))
    return _framed(picture, shapes)


def _keys(picture: Committee) -> tuple[str, ...]:
    return keys(member.id for member in picture.members)


def _framed(picture: Committee, shapes: Sequence[Shape]) -> Scene:
    """The shapes from the margin on, the note below."""
    covered = united([_covered(shape) for shape in shapes])
    inside = [moved(shape, _MARGIN - covered.x, _MARGIN - covered.y) for shape in shapes]
    width = covered.width + 2 * _MARGIN
    low = covered.height + _MARGIN
    at = (_MARGIN, low + 10 + _NOTE.size)
    note = block("note", at, picture.note, covered.width, _NOTE, most=6)
    return Scene(
        key=picture.key,
        width=width,
        height=(note[-1].y + 4 if note else low) + _MARGIN,
        shapes=(*inside, *note),
        title=picture.title,
        description=picture.description,
    )


def _covered(shape: Shape) -> Box:
    if isinstance(shape, Polygon):
        across, down = zip(*shape.points, strict=True)
        return Box(min(across) - 1, min(down) - 1, max(across) - min(across) + 2, max(down) - min(down) + 2)
    return shape.box or Box(0, 0, 0, 0) if isinstance(shape, Group) else Box(0, 0, 0, 0)


def _size(card: Group) -> tuple[float, float]:
    return (card.box.width, card.box.height) if card.box else (0.0, 0.0)


def _at(card: Group, place: tuple[float, float]) -> Shape:
    """The card with its middle there."""
    width, height = _size(card)
    return moved(card, place[0] - width / 2, place[1] - height / 2)


def _placed(
    centre: tuple[float, float], sizes: Sequence[tuple[float, float]], inner: int
) -> tuple[list[Shape], list[tuple[float, float]]]:
    """The rings, and where the middle of each card stands: the first `inner` ones on the inner ring.

    Directions are shared out evenly; both rings grow until no card is nearer to another than a gap.
    """
    if not sizes:
        return [], []
    tallest = max(height for _, height in [centre, *sizes])
    reach = (_CARD + _GAP, (centre[1] + tallest) / 2 + _GAP)
    angles = _directions(len(sizes), inner)
    near = next(
        scale
        for scale in _growing(1.0)
        if _apart([centre, *sizes[:inner]], [(0.0, 0.0), *_on_ring(angles[:inner], reach, scale)])
    )
    first = near + _OUTER if inner else near
    far = next(
        scale
        for scale in _growing(first)
        if _apart([centre, *sizes], [(0.0, 0.0), *_both(angles, reach, (near, scale), inner)])
    )
    scales = [near] * bool(inner) + [far] * (len(sizes) > inner)
    rings: list[Shape] = [_ring(f"ring/{n}", reach, scale) for n, scale in enumerate(scales)]
    return rings, _both(angles, reach, (near, far), inner)


def _growing(start: float) -> Iterator[float]:
    return (start + _STEP * n for n in count())


def _directions(total: int, inner: int) -> list[float]:
    """Angles from the left on; those of the inner ring spread among the others."""
    mine = [n * total // inner for n in range(inner)]
    others = [n for n in range(total) if n not in mine]
    return [pi + 2 * pi * slot / total for slot in (*mine, *others)]


def _on_ring(angles: Sequence[float], reach: tuple[float, float], scale: float) -> list[tuple[float, float]]:
    return [(reach[0] * scale * cos(angle), reach[1] * scale * sin(angle)) for angle in angles]


def _both(
    angles: Sequence[float], reach: tuple[float, float], scales: tuple[float, float], inner: int
) -> list[tuple[float, float]]:
    return [*_on_ring(angles[:inner], reach, scales[0]), *_on_ring(angles[inner:], reach, scales[1])]


def _apart(sizes: Sequence[tuple[float, float]], places: Sequence[tuple[float, float]]) -> bool:
    """Whether all cards keep a gap between them."""
    boxes = [
        Box(x - (width + _GAP) / 2, y - (height + _GAP) / 2, width + _GAP, height + _GAP)
        for (x, y), (width, height) in zip(places, sizes, strict=True)
    ]
    return not any(box.overlaps(other) for n, box in enumerate(boxes) for other in boxes[:n])


def _ring(name: str, reach: tuple[float, float], scale: float) -> Polygon:
    angles = [2 * pi * n / _CORNERS for n in range(_CORNERS)]
    return Polygon(name, tuple(_on_ring(angles, reach, scale)), Paint(stroke="border", line=1))


def _card(key: str, member: Member) -> Group:
    """The card, its upper left corner at 0, 0."""
    texts, height = _texts(key, member)
    first = member.ring <= 0
    edge = Paint("selection", "accent", 1.6) if first else Paint("surface", "strong", 1.2)
    middle = _PADDING + _NAME.pitch / 2
    return Group(
        f"member:{key}",
        (
            Rect(f"card:{key}", 1, 1, _CARD - 2, height - 2, edge, 5),
            *role_mark(f"mark:{key}", member.role, _PADDING + _RADIUS + 1, middle, _RADIUS),
            *texts,
        ),
        kind="member",
        item=member.id,
        box=Box(0, 0, _CARD, height),
    )


def _texts(key: str, member: Member) -> tuple[list[Label], float]:
    """The texts of a card from above, and the height of the card."""
    room = _CARD - _PADDING - _MARK - _PADDING
    said: list[Label] = []
    y = _PADDING
    names = ("name", "role", "post", "says")
    texts = (member.name, member.role_label, member.post, member.says)
    for part, text, (style, most) in zip(names, texts, _PARTS, strict=True):
        tall = len(lines(text, room, most, style)) * style.pitch
        if tall:
            at = (_PADDING + _MARK, y + centred(style.pitch / 2, style.size))
            said += block(f"{part}:{key}", at, text, room, style, most=most)
            y += tall + _BETWEEN
    return said, max(y - _BETWEEN + _PADDING, 2 * _PADDING + _NAME.pitch)


def _vacant(text: str) -> Group:
    """The empty place in the middle."""
    room = _CARD - 2 * _PADDING
    found = lines(text, room, 4, _VACANT)
    height = max(len(found), 1) * _VACANT.pitch + 2 * _PADDING
    at = (_CARD / 2, _PADDING + centred(_VACANT.pitch / 2, _VACANT.size))
    frame = Rect("vacant", 1, 1, _CARD - 2, height - 2, Paint("warns", "warn", 1.4, (4, 3)), 5)
    texts = block("vacant-text", at, text, room, _VACANT, most=4, anchor="middle")
    return Group("middle", (frame, *texts), "vacant", box=Box(0, 0, _CARD, height))
