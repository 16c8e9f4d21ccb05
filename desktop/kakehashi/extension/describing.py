"""What a person is told about a plugin: what it brings, what it says it uses, how it is, what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from kakehashi.extension.manifest import HOOKS, Manifest
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.plugins import Plugin
from kakehashi.extension.standing import Failure, Standing
from kakehashi.storage.errors import moment
from kakehashi.words import Message, text

Line = Message | str


class Fact(msgspec.Struct, frozen=True):
    """Something about a plugin: its label's message id, and what is said, one or several lines."""

    label: str
    lines: tuple[Line, ...]


def said_by(manifest: Manifest, *, ours: bool = False) -> Iterator[Fact]:
    """What its maker says of it. What is not stated is told too, unless it is `ours`."""
    if manifest.summary:
        yield Fact("plugin.fact.summary", (Message("plugin.text", {"text": manifest.summary}),))
    brings = tuple(_brought(manifest))
    yield Fact("plugin.fact.brings", brings or (Message("plugin.nothing_said"),))
    for label, stated in (
        ("plugin.fact.hosts", manifest.hosts),
        ("plugin.fact.folders", manifest.folders),
        ("plugin.fact.contact", (manifest.contact,) if manifest.contact else ()),
    ):
        if stated or not ours:
            yield Fact(label, stated or (Message("plugin.nothing_said"),))


def seen_of(plugin: Plugin, kept: Standing) -> Iterator[Fact]:
    """How it is here: where it comes from and lies, the yes to it, its last failure, its log."""
    found = plugin.found
    yield Fact("plugin.fact.origin", (Message(f"plugin.origin.{found.origin}"),))
    if found.origin != "built_in":
        yield Fact("plugin.fact.place", (str(found.place),))
    trust = kept.trusted.get(plugin.name)
    if found.dropped and trust is not None and trust.at:
        yield Fact("plugin.fact.allowed", (_moment(trust.at),))
    failure = kept.failures.get(plugin.name)
    if failure is not None:
        yield Fact("plugin.fact.failure", (what_failed(failure),))
    log = log_of(plugin.name)
    if log.exists():
        yield Fact("plugin.fact.log", (str(log),))


def counts_from_next_start(manifest: Manifest) -> bool:
    """Whether it brings what the program loads once and keeps: all but sources and exporters."""
    return bool(manifest.checks or manifest.chapters or manifest.starters or manifest.kinds)


def what_failed(failure: Failure) -> Message:
    """When it failed last, while doing what, and what was said."""
    doing = Message(f"plugin.doing.{failure.doing}")
    said: Line = Message(failure.id, {"doing": doing, **failure.values})
    try:
        text(said, "en")
    except (KeyError, ValueError, IndexError):  # kept by another version of the program
        said = failure.id
    return Message("plugin.failed", {"at": _moment(failure.at), "doing": doing, "said": said})


def _brought(manifest: Manifest) -> Iterator[Message]:
    for hook in HOOKS:
        for each in getattr(manifest, hook):
            values = {"what": Message(f"plugin.hook.{hook}"), "title": each.title, "key": each.key}
            yield Message("plugin.brings", values)
    for kind in manifest.kinds:
        values = {"what": Message("plugin.hook.kinds"), "title": kind.title, "key": kind.name}
        yield Message("plugin.brings", values)


def _moment(at: str) -> Line:
    """An ISO time as a person of this place reads it."""
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return at
    return moment((when.astimezone() if when.tzinfo else when).isoformat())
