"""A source that somebody named: what it wants to know, what is known of it already, and its secrets.

The way of an import from a source without a file, for the command line as for the window: `known_source`,
`settings_from`, `secrets_at_hand` and asking for those that are `wanted`, `wish_of`, and when all went well
`remember`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.evidence.question import Question
from kakehashi.extension.hidden import SECRETS_FROM
from kakehashi.extension.manifest import OfferedSource
from kakehashi.extension.plugins import NoSuchPlugin, Offered, must_be_usable, sources
from kakehashi.extension.reading import Wish, choose_table, fields_of, tables_of
from kakehashi.extension.saved_sources import SavedSource, account, forget_secrets, save_source, saved_sources
from kakehashi.extension.typed_settings import SettingsWrong, Wrong, missing, settings_from
from kakehashi.extension.worker import Limits
from kakehashi.progress import Progress
from kakehashi.setting import SettingField
from kakehashi.words import Message, PlanError

PATIENCE = 600.0
"""Seconds until a company's system must have begun to answer: a query over years of deals takes its time, and
whoever waits can stop it."""
PATH = "path"
"""The setting of a source of files that is the file."""


class KnownSource(msgspec.Struct, frozen=True):
    """`name` is what it is saved under; `saved` is how it was used last (None: it is new here)."""

    source: Offered[OfferedSource]
    fields: tuple[SettingField, ...]
    name: str
    saved: SavedSource | None = None

    @property
    def before(self) -> Mapping[str, Any]:
        """The settings of the last time."""
        return self.saved.settings if self.saved is not None else {}


class Secrets(msgspec.Struct, frozen=True):
    """Secrets by setting. `typed` were asked for just now, `kept` are in the keychain, `without` are known to
    be none."""

    values: Mapping[str, str] = {}
    typed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def known_source(
    workspace: Path | None, called: str, name: str = "", progress: Progress | None = None
) -> KnownSource:
    """The source with this key, or the one that the plan at this workspace has saved under this name.

    `name` is what it is to be saved under (''= as before, or as its key). Raises NoSuchPlugin naming those
    that there are; PlanError.
    """
    saved = saved_sources(workspace) if workspace is not None else {}
    there = saved.get(called)
    known = sources()
    key = there.source if there is not None else called
    if key not in known:
        must_be_usable("sources", key)
        names = ", ".join(dict.fromkeys((*sorted(known), *saved)))
        asked = called if there is None else f"{called} ({key})"
        raise NoSuchPlugin("error.source.unknown", source=asked, known=names)
    new_name = name or called
    _must_be_free(new_name, key)
    before = there if new_name == called else saved.get(new_name, there)
    return KnownSource(known[key], fields_of(known[key], progress), new_name, before)


def _must_be_free(name: str, key: str) -> None:
    """A source is not saved under the key of another one, which could not be named any more."""
    if name != key and name in sources():
        raise PlanError("error.source.name_taken", name=name)


def variable(source: str, setting: str) -> str:
    """The environment variable that a secret is taken from in unattended runs."""
    return SECRETS_FROM + re.sub(r"\W", "_", f"{source}_{setting}").upper()


def secrets_at_hand(known: KnownSource, uuid: str, settings: Mapping[str, Any]) -> Secrets:
    """What the environment and the keychain have. A secret in the keychain counts for the settings that it
    was given for: with others it might go to somebody else."""
    fields = [field.name for field in known.fields if field.shape == "secret"]
    values = {
        name: words
        for name in fields
        if (words := os.environ.get(variable(known.source.offer.key, name))) is not None
    }
    saved = known.saved
    if saved is None or saved.name != known.name or dict(saved.settings) != dict(settings):
        return Secrets(values)
    kept = []
    for name in (name for name in saved.secrets if name in fields):
        if name not in values and (found := _from_keychain(uuid, saved.name, name)) is not None:
            values[name] = found
        if name in values:
            kept.append(name)
    return Secrets(values, (), tuple(kept), tuple(name for name in saved.without if name not in values))


def wanted(known: KnownSource, secrets: Secrets) -> tuple[SettingField, ...]:
    """The secrets that nobody has said yet."""
    there = {*secrets.values, *secrets.without}
    return tuple(field for field in known.fields if field.shape == "secret" and field.name not in there)


def with_typed(secrets: Secrets, typed: Mapping[str, str]) -> Secrets:
    """Those with what was typed; what was typed empty is known to be none."""
    said = {name: words for name, words in typed.items() if words}
    return Secrets(
        {**secrets.values, **said},
        (*secrets.typed, *said),
        tuple(name for name in secrets.kept if name not in typed),
        (*secrets.without, *(name for name, words in typed.items() if not words)),
    )


def ready(
    known: KnownSource, uuid: str, typed: Mapping[str, str], secret: Mapping[str, str]
) -> tuple[dict[str, Any], Secrets]:
    """Settings and secrets of a form that was filled in; an empty secret is the one of the keychain, or none.

    Raises SettingsWrong for all that is wrong or missing.
    """
    _must_be_free(known.name, known.source.offer.key)
    title = known.source.offer.title
    problems: list[Wrong] = []
    settings: dict[str, Any] = {}
    try:
        settings = settings_from(title, known.fields, typed)
    except SettingsWrong as error:
        problems += error.problems
    found = secrets_at_hand(known, uuid, settings)
    said = {name: words for name, words in secret.items() if words}
    absent = [field for field in wanted(known, found) if field.name not in said]
    problems += missing(absent)
    if problems:
        raise SettingsWrong(title, problems)
    return settings, with_typed(found, {**said, **{field.name: "" for field in absent}})


def wish_of(known: KnownSource, settings: Mapping[str, Any], secrets: Secrets) -> Wish:
    """What is to be read."""
    return Wish(known.source, known.name, settings, Limits(silence=PATIENCE), secrets.values)


def table_meant(known: KnownSource, wish: Wish, asked: str | None, progress: Progress | None = None) -> str:
    """The table that is to be read; raises Question when several can be meant, PlanError."""
    try:
        one, _ = choose_table(tables_of(wish, progress), asked, known.name)
    except Question as question:
        raise _about_tables(question) from None
    return one.key


def _about_tables(question: Question) -> Question:
    """The same question in the words for a source that has no sheets."""
    message = "error.source.which_table"
    if question.message.id == "error.evidence.no_such_sheet":
        message = "error.source.no_such_table"
    values = {
        name: value for name, value in question.message.values.items() if name not in _OF_EVERY_QUESTION
    }
    readings, option = question.readings, question.option
    return Question(message, column=None, readings=readings, option=option, **values)


_OF_EVERY_QUESTION = ("column", "readings", "option")


def remember(
    workspace: Path,
    uuid: str,
    known: KnownSource,
    settings: Mapping[str, Any],
    secrets: Secrets,
    tables: Mapping[str, str],
) -> Message | None:
    """Keep how a source was used (`tables`: table of the evidence -> its own): settings beside the evidence,
    secrets in the keychain. A sentence where that can't be used. Raises FileProblem."""
    there = saved_sources(workspace).get(known.name)
    kept, told = secrets.kept, None
    if there is not None and (gone := tuple(name for name in there.secrets if name not in kept)):
        forget_secrets(uuid, msgspec.structs.replace(there, secrets=gone))
    if secrets.typed:
        told = _keep(uuid, known, secrets)
        kept = kept if told is not None else (*kept, *secrets.typed)
    same = there is not None and there.source == known.source.offer.key
    before = there.tables if same and there is not None else {}
    saved = SavedSource(
        known.name, known.source.offer.key, settings, {**before, **tables}, kept, secrets.without
    )
    save_source(workspace, saved)
    return told


def _from_keychain(uuid: str, name: str, setting: str) -> str | None:
    from kakehashi.extension.secrets import NoKeychain, kept

    try:
        return kept(account(uuid, name, setting))
    except NoKeychain:
        return None  # it is asked for, as one that is not there


def _keep(uuid: str, known: KnownSource, secrets: Secrets) -> Message | None:
    from kakehashi.extension.secrets import NoKeychain, keep

    try:
        for name in secrets.typed:
            keep(account(uuid, known.name, name), secrets.values[name])
    except NoKeychain:
        names = ", ".join(variable(known.source.offer.key, name) for name in secrets.typed)
        return Message("source.not_kept", {"variable": names})
    return None
