"""Write docs/plan.md: all kinds and fields of a plan, from the code (`make words` first)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item, Part
from kakehashi.plan.kinds import BY_CHAPTER
from kakehashi.words import text

TARGET = Path(__file__).with_name("plan.md")

HEAD = """# Kinds and fields of a plan

Made from the code by `docs/make_plan_table.py`; a test holds it current. Every item also has the envelope
(id, kind, parent, position) and `passports`. A kind's *name* is what an item of it is called by; *once* means
that a plan (or a pair of items) has one. Shapes: `series` = month to number, `figure` = value, range and
passport, `ref` / `refs` = ids of items, `records` = small parts, described at the end.
"""


def whole_text() -> str:
    """The page as it should stand in docs/plan.md."""
    return "\n".join([HEAD, *_chapters(), *_parts()]).rstrip() + "\n"


def _chapters() -> Iterator[str]:
    for number, (chapter, kinds) in enumerate(BY_CHAPTER.items(), 1):
        yield f"## {number}. {text(f'chapter.{chapter}', 'en')} / {text(f'chapter.{chapter}', 'ja')}\n"
        for kind in kinds:
            yield from _kind(kind)


def _kind(kind: type[Item]) -> Iterator[str]:
    name = kind.__name__
    once = "" if kind.ONCE_FOR is None else f" Once for {' and '.join(kind.ONCE_FOR) or 'a plan'}."
    yield f"### {name}: {text(f'kind.{name}', 'en')} / {text(f'kind.{name}', 'ja')}\n"
    yield f"{_sentence(kind)} Name: {', '.join(kind.NAMED_BY)}.{once}\n"
    yield from _table(kind)


def _parts() -> Iterator[str]:
    yield "## Parts of items\n"
    for part in sorted(Part.__subclasses__(), key=lambda each: each.__name__):
        yield f"### {part.__name__}\n\n{_sentence(part)}\n"
        yield from _table(part)


def _sentence(kind: type) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


def _table(kind: type[Item] | type[Part]) -> Iterator[str]:
    yield "| field | title | ja | shape | says |\n|---|---|---|---|---|"
    for name, field in describe(kind).items():
        if name == "passports":
            continue
        en, ja = text(field.title, "en"), text(field.title, "ja")
        yield f"| `{name}` | {en} | {ja} | {_shape(field)} | {_says(field)} |"
    yield ""


def _shape(field: FieldDescription) -> str:
    return f"{field.field.shape}, {field.field.unit}" if field.field.unit else field.field.shape


def _says(field: FieldDescription) -> str:
    described = field.field
    bounds = [str(each) for each in (described.low, described.high) if each is not None]
    facts = [
        "needed" if described.needed else "",
        "confidential" if described.confidential else "",
        "goes with what it refers to" if described.part_of else "",
        f"to {', '.join(described.kinds)}" if described.kinds else "",
        ", ".join(choice for choice in field.choices if choice),
        f"{'from' if len(bounds) == 1 else ''} {' to '.join(bounds)}".strip() if bounds else "",
    ]
    return "; ".join(fact for fact in facts if fact)


if __name__ == "__main__":
    TARGET.write_text(whole_text(), encoding="utf-8")
