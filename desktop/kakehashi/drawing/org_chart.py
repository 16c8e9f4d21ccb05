"""The organization chart: the boss on top, department heads in a row, their people stacked below.

Elbow lines keep it narrow enough for A4; more heads than `columns` go into further rows, parted so that the
chart is low. Roots with people below them stand one under the other, roots alone in rows at the end; the
effort bar is legend and sum.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kakehashi.drawing.effort_bar import Effort, effort_bar
from kakehashi.drawing.parts import HAIRLINE, connector, evenly, keys
from kakehashi.drawing.role_card import Role, card, height, natural_width
from kakehashi.drawing.scene import Box, Group, Line, Scene, Shape, bounds, moved, united
from kakehashi.drawing.tree import Forest, forest, preorder

_MARGIN, _INDENT, _TRUNK = 16.0, 22.0, 10.0
_NARROW, _BROAD, _LEAST = 222.0, 300.0, 178.0  # widths of cards
_BESIDE, _STACK, _BELOW_HEAD, _BUS = 38.0, 18.0, 24.0, 19.0
_BETWEEN_ROWS, _BETWEEN_BLOCKS = 30.0, 36.0
_LEAST_SCENE = 340.0


class OrgChart(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn; texts ready to be shown. columns: how many departments side by side (3 fit A4).

    card_width: px; 0 = by what the cards say, 222 to 300.
    """

    key: str
    title: str
    description: str
    roles: tuple[Role, ...]
    effort: tuple[Effort, ...] = ()
    effort_title: str = ""
    effort_caption: str = ""
    columns: int = 4
    card_width: float = 0


def org_chart(chart: OrgChart) -> Scene:
    """The chart as a scene of its natural size."""
    plan = _Plan.of(chart)
    shapes = _stacked([*(_block(plan, root) for root in plan.bosses), _loose(plan)])
    content = united([bounds(shape) for shape in shapes])
    width = max(content.right + _MARGIN, _LEAST_SCENE)
    low = content.bottom if shapes else _MARGIN
    if chart.effort:
        bar = moved(
            effort_bar(chart.effort, chart.effort_title, chart.effort_caption, width - 2 * _MARGIN),
            _MARGIN,
            low + 28 if shapes else low,
        )
        if shapes:
            shapes.append(Line("effort-rule", _MARGIN, low + 14, width - _MARGIN, low + 14, HAIRLINE))
        shapes.append(bar)
        low = bounds(bar).bottom
    return Scene(
        key=chart.key,
        width=width,
        height=low + _MARGIN,
        shapes=tuple(shapes),
        title=chart.title,
        description=chart.description,
    )


class _Plan(msgspec.Struct, frozen=True):
    """The roles as a forest, and the one width that cards of the same depth share."""

    roles: tuple[Role, ...]
    keys: tuple[str, ...]
    tree: Forest
    width: float
    columns: int

    @classmethod
    def of(cls, chart: OrgChart) -> _Plan:
        ids = keys(role.id for role in chart.roles)
        tree = forest([role.id for role in chart.roles], [role.boss for role in chart.roles])
        needs = [natural_width(role) + _indent(tree, n) for n, role in enumerate(chart.roles)]
        width = max(_LEAST, chart.card_width) if chart.card_width else min(max(_NARROW, *needs, 0), _BROAD)
        return cls(chart.roles, ids, tree, width, max(1, chart.columns))

    @property
    def bosses(self) -> list[int]:
        return [root for root in self.tree.roots if self.tree.children[root]]

    def card(self, n: int, x: float, y: float) -> Group:
        width = self.card_width(n)
        return card(self.keys[n], self.roles[n], Box(x, y, width, height(self.roles[n], width)))

    def card_width(self, n: int) -> float:
        """Right edges of a stack align until the cards would become too narrow."""
        return max(self.width - _indent(self.tree, n), _LEAST)

    def column(self, head: int) -> float:
        """Width of a head's column, px."""
        return max(_indent(self.tree, n) + self.card_width(n) for n in preorder(self.tree, head))


def _indent(tree: Forest, n: int) -> float:
    return _INDENT * max(0, tree.depths[n] - 1)


def _block(plan: _Plan, root: int) -> list[Shape]:
    """A boss with the departments below, at 0, 0."""
    heads = plan.tree.children[root]
    rows = _rows(plan, heads)
    column = max(plan.column(head) for head in heads)
    left = _INDENT if len(rows) > 1 else 0.0
    middle = left + (len(rows[0]) * (column + _BESIDE) - _BESIDE - (column - plan.width)) / 2
    boss = plan.card(root, middle - plan.card_width(root) / 2, 0)
    stem = boss.box.bottom if boss.box else 0.0
    key = plan.keys[root]
    links: list[Shape] = []
    cards: list[Shape] = [boss]
    bus, trunk_end = stem + _BUS, stem
    for number, row in enumerate(rows):
        tops = [left + place * (column + _BESIDE) for place in range(len(row))]
        centres = [x + plan.card_width(head) / 2 for x, head in zip(tops, row, strict=True)]
        ends = [*centres, middle] if number == 0 else centres
        begin = 0.0 if len(rows) > 1 else min(ends)
        if max(ends) > begin:
            links.append(connector(f"bus:{key}/{number}", (begin, bus), (max(ends), bus)))
        trunk_end = bus
        low = bus
        for head, x, centre in zip(row, tops, centres, strict=True):
            links.append(connector(f"link:{plan.keys[head]}", (centre, bus), (centre, bus + _BUS)))
            stack = _column(plan, head, x, bus + _BUS)
            links += stack.links
            cards += stack.cards
            low = max(low, stack.bottom)
        bus = low + _BETWEEN_ROWS
    links.append(connector(f"stem:{key}", (middle, stem), (middle, stem + _BUS)))
    if len(rows) > 1:
        links.append(connector(f"trunk:{key}", (0, stem + _BUS), (0, trunk_end)))
    return [*links, *cards]


def _rows(plan: _Plan, heads: Sequence[int]) -> list[Sequence[int]]:
    """As few rows of heads as needed, equally long; two of them are parted where the chart is lowest."""
    rows = evenly(heads, plan.columns)
    if len(rows) != 2:
        return rows
    tall = [_column(plan, head, 0, 0).bottom for head in heads]
    half = len(rows[0])
    cuts = [half, *range(plan.columns, len(heads) - plan.columns - 1, -1)]  # of equal ones the first
    best = min(cuts, key=lambda at: round(max(tall[:at]) + max(tall[at:])))
    return [heads[:best], heads[best:]]


class _Stack(msgspec.Struct, frozen=True):
    links: list[Shape]
    cards: list[Shape]
    bottom: float


def _column(plan: _Plan, head: int, x: float, y: float) -> _Stack:
    """A head and everybody below, each level indented, joined by elbow lines."""
    tops: dict[int, tuple[float, float, float]] = {}  # left, middle, bottom of each card
    cards: list[Shape] = []
    for n in preorder(plan.tree, head):
        group = plan.card(n, x + _indent(plan.tree, n), y)
        box = group.box or Box(0, 0, 0, 0)
        tall = height(plan.roles[n], plan.card_width(n))
        tops[n] = (x + _indent(plan.tree, n), y + tall / 2, y + tall)
        cards.append(group)
        y = box.bottom + (_BELOW_HEAD if n == head else _STACK)
    links: list[Shape] = []
    for n, (left, _, bottom) in tops.items():
        below = plan.tree.children[n]
        if below:
            trunk = left + _TRUNK
            links.append(connector(f"trunk:{plan.keys[n]}", (trunk, bottom), (trunk, tops[below[-1]][1])))
            links += (
                connector(f"link:{plan.keys[c]}", (trunk, tops[c][1]), (tops[c][0], tops[c][1]))
                for c in below
            )
    return _Stack(links, cards, max(bounds(group).bottom for group in cards))


def _loose(plan: _Plan) -> list[Shape]:
    """Rows of the roots with nobody below them."""
    alone = tuple(root for root in plan.tree.roots if not plan.tree.children[root])
    cards: list[Shape] = []
    y = 0.0
    for row in evenly(alone, plan.columns):
        new = [plan.card(n, place * (plan.width + _BESIDE), y) for place, n in enumerate(row)]
        y = max(bounds(group).bottom for group in new) + _STACK
        cards += new
    return cards


def _stacked(blocks: list[list[Shape]]) -> list[Shape]:
    """Blocks one under the other, from the margin on."""
    found: list[Shape] = []
    y = _MARGIN
    for block in filter(None, blocks):
        covered = united([bounds(shape) for shape in block])
        found += [moved(shape, _MARGIN - covered.x, y - covered.y) for shape in block]
        y += covered.height + _BETWEEN_BLOCKS
    return found
