"""For pytest in the folder of a plugin: its manifest is a test file, each thing that is tried out a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kakehashi.extension.contract.trial import Trial

_MANIFEST = "kakehashi-plugin.toml"


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Manifests are test files."""
    if file_path.name != _MANIFEST:
        return None
    return ManifestFile.from_parent(parent, path=file_path)


class ManifestFile(pytest.File):
    """A plugin, found by its manifest."""

    def collect(self) -> Iterator[pytest.Item]:
        """A test for each thing that is tried out."""
        from kakehashi.extension.contract.project import project_at
        from kakehashi.extension.contract.trials import trials

        for trial in trials(project_at(self.path.parent)):
            yield TrialTest.from_parent(self, name=f"{trial.subject}:{trial.about}", trial=trial)


class TrialTest(pytest.Item):
    """One thing that is tried out."""

    def __init__(self, *, trial: Trial, **more: Any) -> None:
        super().__init__(**more)
        self._trial = trial

    def runtest(self) -> None:
        """Fails with the sentence of what is broken, is skipped where the maker has written no case."""
        from kakehashi.extension.contract.trial import tried
        from kakehashi.words import text

        ended = tried(self._trial)
        if ended.how == "not_tried" and ended.reason is not None:
            pytest.skip(text(ended.reason, "en"))
        if ended.how == "broken" and ended.reason is not None:
            raise TrialFailed("\n".join((text(ended.reason, "en"), ended.log)).strip())

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The sentence, without a trace through the program."""
        if isinstance(excinfo.value, TrialFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where it stands."""
        return self.path, None, self.name


class TrialFailed(Exception):
    """What a plugin doesn't keep."""
