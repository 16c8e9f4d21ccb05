"""A chapter on the brand, told from items of a kind that the manifest describes: an example to begin from."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.api import Block, Cell, Column, Prose, Reader, Record, Records, Row, Table, hookimpl

KIND = "ExampleChapterPromise"
TITLES = {
    "promise": {"en": "Promise", "ja": "約束"},
    "whom": {"en": "To whom", "ja": "だれに"},
    "by": {"en": "Kept by", "ja": "守る手段"},
    "worth": {"en": "Worth a year", "ja": "年間の価値"},
    "open": {"en": "Not kept by anything yet: {names}", "ja": "守る手段がまだない約束：{names}"},
    "comma": {"en": ", ", "ja": "、"},
}


class Brand:
    """What is promised to whom and by what it is kept; then what nothing keeps yet."""

    key = "brand"

    def blocks(self, plan: Records, reader: Reader) -> list[Block]:
        """A table of promises, and the open ones in a sentence."""
        promises = plan.items(KIND)
        if not promises:
            return []
        found: list[Block] = [_table(plan, reader, promises)]
        open_ones = [plan.name(each.id, reader.language) for each in promises if not each["kept_by"]]
        if open_ones and reader.detail != "headline":
            names = _say("comma", reader).join(open_ones)
            found.append(Prose(key="brand.open", paragraphs=(_say("open", reader).format(names=names),)))
        return found


def _table(plan: Records, reader: Reader, promises: tuple[Record, ...]) -> Table:
    """Worth stands there for who may see it: to others the records don't hold it."""
    worth = any(each["worth"] is not None for each in promises)
    columns = [
        Column(key="promise", title=_say("promise", reader), width=32),
        Column(key="whom", title=_say("whom", reader), width=18),
        Column(key="by", title=_say("by", reader), kind="long_text", width=34),
    ]
    if worth:
        columns.append(Column(key="worth", title=_say("worth", reader), kind="money", digits=1, width=12))
    return Table(
        key="brand.promises",
        title=_say("promise", reader),
        columns=tuple(columns),
        rows=tuple(_row(plan, reader, each, worth) for each in promises),
        unit=reader.unit if worth else "",
    )


def _row(plan: Records, reader: Reader, promise: Record, worth: bool) -> Row:
    segment = promise["segment"]
    kept_by = [plan.name(each, reader.language) for each in promise["kept_by"] if plan.get(each)]
    cells = [
        Cell(value=plan.name(promise.id, reader.language)),
        Cell(value=plan.name(segment, reader.language) if plan.get(segment) else ""),
        Cell(value=_say("comma", reader).join(kept_by)),
    ]
    if worth:
        amount: Decimal | None = promise["worth"]
        cells.append(Cell(number=None if amount is None else amount / reader.unit_size))
    return Row(id=promise.id, item=promise.id, cells=tuple(cells))


def _say(key: str, reader: Reader) -> str:
    return TITLES[key].get(reader.language, TITLES[key]["en"])


@hookimpl
def kakehashi_chapters() -> list[Brand]:
    """The chapter."""
    return [Brand()]
