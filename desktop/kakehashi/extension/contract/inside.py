"""What every check, chapter and starter keeps: they are called within the program, as it calls them."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import get_args

from kakehashi.extension.content_hash import content_hash
from kakehashi.extension.contract.project import Project
from kakehashi.extension.contract.trial import Broken, Trial
from kakehashi.extension.inside import load_anew
from kakehashi.extension.kinds_here import admit_kinds
from kakehashi.extension.standing import change_standing, with_trust
from kakehashi.plan.plan import Plan
from kakehashi.plan.starter_file import Starter
from kakehashi.storage.folders import plugin_folder
from kakehashi.words import LANGUAGES, PlanError

MONTH = "2027-04"
PATIENCE = 60.0
"""Seconds that a trial may take; within the program the window would wait for a chapter or starter."""


def inside_trials(project: Project) -> Iterator[Trial]:
    """All that is tried out on what a plugin gives to the program itself."""
    manifest = project.found.manifest
    assert manifest is not None
    for check in manifest.checks:
        yield Trial(check.key, "checks", _here(project, partial(_checks, check.key)))
    for chapter in manifest.chapters:
        yield Trial(chapter.key, "tells", _here(project, partial(_tells, chapter.key)))
    for starter in manifest.starters:
        yield Trial(starter.key, "begins", _here(project, partial(_begins, starter.key)))


def _here(project: Project, run: Callable[[Path], None]) -> Callable[[Path], None]:
    """With the plugin in the plugin folder of the trial's own user data, allowed."""
    name, package = project.found.name, project.found.paths[0] / project.found.module

    def with_it(folder: Path) -> None:
        place = plugin_folder() / name / name
        shutil.copytree(package, place, ignore=shutil.ignore_patterns("__pycache__"))
        digest = content_hash(place.parent)
        change_standing(lambda kept: with_trust(kept, name, digest, ""))
        paths, modules = [*sys.path], {*sys.modules}
        try:
            load_anew()
            admit_kinds()
            _within(PATIENCE, partial(run, folder))
        finally:  # the next trial has another folder
            sys.path[:] = paths
            for each in {*sys.modules} - modules:
                if each.partition(".")[0] == project.found.module:
                    del sys.modules[each]

    return with_it


def _within(seconds: float, run: Callable[[], None]) -> None:
    """Run it. What takes longer is told, and goes on: nothing can stop it. Raises what it raises."""
    raised: list[BaseException] = []

    def work() -> None:
        try:
            run()
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise Broken("error.contract.hangs", seconds=seconds)
    if raised:
        raise raised[0]


def _plans() -> Iterator[Plan]:
    """A plan of nothing, and one that says something."""
    from kakehashi.extension.starters import starter_named

    yield Plan("empty")
    yield _of(starter_named("b2b-saas"))


def _of(starter: Starter) -> Plan:
    from kakehashi.plan.starter import plan_from

    numbers = count()
    items = plan_from(
        starter,
        language="en",
        first_month=MONTH,
        uuid="trial",
        new_id=lambda: f"{next(numbers):016}",
    )
    return Plan("trial", items)


def _checks(key: str, _folder: Path) -> None:
    """It looks at any plan without failing, and finds the same twice."""
    from kakehashi.extension.plan_checks import foreign_findings

    for plan in _plans():
        first, second = foreign_findings(plan), foreign_findings(plan)
        for found in first:
            if found.check.endswith(f".{key}") and found.sentence.id != "check.of_plugin":
                raise Broken("error.contract.failed", said=found.sentence)
            said = found.sentence.values.get("said")
            if isinstance(said, dict) and not set(LANGUAGES) <= said.keys():
                raise Broken("error.contract.languages", said=found.sentence)
        if repr(first) != repr(second):
            raise Broken("error.contract.twice_found")


def _tells(key: str, _folder: Path) -> None:
    """It tells any plan at each detail in each language."""
    from kakehashi.declaration.audience import Detail
    from kakehashi.declaration.offered import Reader
    from kakehashi.extension.plan_chapters import blocks_of
    from kakehashi.extension.plugins import plan_chapters

    offered = plan_chapters()[key]
    for plan in _plans():
        for language in LANGUAGES:
            for detail in get_args(Detail):
                reader = Reader(language=language, audience="executives", detail=detail, months=(MONTH,))
                if blocks_of(offered, plan, reader) != blocks_of(offered, plan, reader):
                    raise Broken("error.contract.twice_told")


def _begins(key: str, _folder: Path) -> None:
    """A plan can be made of it."""
    from kakehashi.extension.starters import starter_named

    try:
        _of(starter_named(key))
    except PlanError as error:
        raise Broken("error.contract.failed", said=error.message) from error
