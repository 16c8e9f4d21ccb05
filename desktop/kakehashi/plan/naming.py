"""What an item is called: by the fields that its kind names in `NAMED_BY`."""

from __future__ import annotations

from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.plan import Plan
from kakehashi.words import Message, Text, known

Name = Text | Message

# Codes for which the catalogue has words: a finding, a column or table of the evidence.
_SAID_BY = {
    ("FindingRecord", "finding"): "finding",
    ("FindingSource", "table"): "finding.table",
    ("CompanyCondition", "data_field"): "finding.column",
    ("LeadCondition", "data_field"): "finding.column",
}


def name_of(plan: Plan, item: Item | None) -> Name:
    """The item's name: typed text, or a message where the name follows from others. Never empty."""
    own = _typed_name(item)
    if own or item is None or isinstance(item, RawItem):
        return own or _called_by_kind(item)
    named_after = [plan.get(target) for name in _names(item, "ref") if (target := getattr(item, name))]
    if not named_after:
        return _called_by_kind(item)
    # By their typed names only, so that names never go in a circle.
    return _together([own_name(other) for other in named_after])


def own_name(item: Item | None) -> Name:
    """What an item is called by its own texts; one that is named after others, by its kind."""
    return _typed_name(item) or _called_by_kind(item)


def _names(item: Item, shape: str) -> list[str]:
    """The fields of `NAMED_BY` that are references ('ref'), or those that are texts."""
    fields = describe(type(item))
    return [
        name
        for name in item.NAMED_BY
        if name in fields and (fields[name].field.shape == "ref") == (shape == "ref")
    ]


def _typed_name(item: Item | None) -> Name:
    if item is None or isinstance(item, RawItem):
        return ""
    typed = next(((name, value) for name in _names(item, "text") if (value := getattr(item, name))), None)
    if typed is None:
        return ""
    name, value = typed
    return code_words(item.kind, name, value) if isinstance(value, str) else value


def _called_by_kind(item: Item | None) -> Message:
    if item is None:
        return Message("change.unnamed")
    if isinstance(item, RawItem):
        return Message("change.unknown_kind", {"kind": item.name_of_kind})
    only_typed = _names(item, "text") and not _names(item, "ref") and item.ONCE_FOR is None
    return Message("change.unnamed" if only_typed else f"kind.{item.kind}")


def _together(names: list[Name]) -> Name:
    joined = names[0]
    for name in names[1:]:
        joined = Message("name.pair", {"one": joined, "other": name})
    return joined


def code_words(kind: str, field: str, code: str) -> str | Message:
    """What a code stands for; the code itself where nothing is known of it (a plugin may be missing)."""
    said_by = _SAID_BY.get((kind, field))
    if said_by is None:
        return code
    said = f"{said_by}.{code}"
    return Message(said) if known(said, "en") else code
