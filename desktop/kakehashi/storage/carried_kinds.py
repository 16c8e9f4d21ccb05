"""The kinds of plugins that a plan file describes itself, so that a computer without the plugin shows and
edits its items: the entry `PLUGIN_KINDS` of the table `meta`, a list of `PluginKinds` as JSON.

It is written with the first such item.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

import msgspec

from kakehashi.plan.admitting import newer, plugin_of
from kakehashi.plan.foreign_kinds import NAME, PluginKinds, wrong_kinds

log = logging.getLogger(__name__)

_decoder = msgspec.json.Decoder(tuple[PluginKinds, ...])
_encoder = msgspec.json.Encoder(order="deterministic")


def carried(entry: str | None) -> tuple[PluginKinds, ...]:
    """What an entry describes. What can't be understood describes nothing: its items stay as they are."""
    if not entry:
        return ()
    try:
        found = _decoder.decode(entry)
    except (msgspec.MsgspecError, RecursionError) as error:
        log.info("the plan's description of plugins' kinds is not read: %s", error)
        return ()
    sound = []
    for each in found:
        wrong = next(wrong_kinds(each), None) if NAME.fullmatch(each.plugin) else each.plugin
        if wrong is None:
            sound.append(each)
        else:
            log.info("kinds of plugin %s in the plan are not admitted: %s", each.plugin, wrong)
    return tuple(sound)


def with_kinds(entry: str | None, kinds: Iterable[str]) -> str | None:
    """The entry with descriptions of these kinds as they are known now; None = nothing is to be written."""
    wanted = {each.plugin: each for kind in kinds if (each := plugin_of(kind)) is not None}
    if not wanted:
        return None
    there = {each.plugin: each for each in carried(entry)}
    then = there | {name: newer(each, there.get(name)) for name, each in wanted.items()}
    return None if then == there else _encoder.encode([each for _, each in sorted(then.items())]).decode()
