"""All that is tried out on a plugin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from kakehashi.api import API_VERSION
from kakehashi.extension.contract.exporters import exporter_trials
from kakehashi.extension.contract.inside import inside_trials
from kakehashi.extension.contract.project import Project
from kakehashi.extension.contract.sources import source_trials
from kakehashi.extension.contract.trial import Broken, Trial
from kakehashi.extension.manifest import HOOKS, fits_api
from kakehashi.extension.worker import Hook, Worker
from kakehashi.words import ALL_LANGUAGES, Message, Text


def trials(project: Project) -> Iterator[Trial]:
    """What is tried out: first the manifest, then everything that the plugin brings."""
    manifest = project.found.manifest
    assert manifest is not None
    yield Trial(project.found.name, "manifest", lambda _: _manifest(project))
    for hook in HOOKS:
        for offer in getattr(manifest, hook):
            yield Trial(offer.key, "brings", _brings(project, hook, offer.key))
    for source in manifest.sources:
        yield from source_trials(project, source)
    for exporter in manifest.exporters:
        yield from exporter_trials(project, exporter)
    yield from inside_trials(project)


def _manifest(project: Project) -> None:
    """It fits this program, and speaks the languages of its readers."""
    manifest = project.found.manifest
    assert manifest is not None
    if not fits_api(manifest, API_VERSION):
        values = {"range": manifest.api, "version": API_VERSION}
        raise Broken("error.contract.api", **values)
    titles = [manifest.title, *(each.title for hook in HOOKS for each in getattr(manifest, hook))]
    for title in titles:
        if problem := _unspoken(title):
            raise Broken("error.contract.title", title=str(title), languages=problem)


def _unspoken(title: Text) -> str:
    """Languages in a title that nobody knows, and those missing that everybody has."""
    if isinstance(title, str):
        return ""
    return ", ".join(sorted((set(title) - set(ALL_LANGUAGES)) | ({"ja", "en"} - set(title))))


def _brings(project: Project, hook: Hook, key: str) -> Callable[[Path], None]:
    """What the manifest says is there; raises what loading it raises."""

    def run(_folder: Path) -> None:
        with Worker(project.code, hook, key, key, watched=()):  # loads it
            pass

    return run


def about(trial: Trial) -> Message:
    """What a trial is about, in words."""
    return Message(f"contract.about.{trial.about}")
