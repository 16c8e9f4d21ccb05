"""Templates: ours, file by file replaced by those of the company's folder; a mistake in those is told."""

from __future__ import annotations

import re
import traceback
from importlib.resources import files
from pathlib import Path

from kakehashi.api import Message, PlanError

_STANDARD = "standard/"
"""Before a name: our file, also where the company has one of the same name."""


class BadTemplate(PlanError):
    """A template of the company's folder that can't be used: which, and in which line."""

    def __init__(self, template: str, line: int, problem: Message) -> None:
        self.template = template
        self.line = line
        super().__init__("error.html.template", template=template, line=line, problem=problem)


class NoTemplates(PlanError):
    """The folder given for templates isn't there."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__("error.html.no_templates", folder=folder)


class Templates:
    """Renders templates by name. Text is escaped; an unknown name is a mistake, not an empty place."""

    def __init__(self, folder: str = "") -> None:
        from jinja2 import FunctionLoader, StrictUndefined
        from jinja2.sandbox import ImmutableSandboxedEnvironment

        if folder and not Path(folder).is_dir():
            raise NoTemplates(folder)
        self._sources = _Sources(Path(folder) if folder else None)
        self._environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._sources),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            cache_size=-1,
            auto_reload=False,
        )

    def names(self, **values: object) -> None:
        """Values and functions that every template knows."""
        self._environment.globals.update(values)

    def render(self, template: str, **values: object) -> str:
        """The text of a template. Raises BadTemplate when the mistake is in the company's file."""
        try:
            return self._environment.get_template(template).render(**values)
        except PlanError:
            raise
        except Exception as mistake:
            found = self._blamed(mistake)
            if found is None:
                raise
            raise BadTemplate(*found, problem=_problem(mistake)) from mistake

    def _blamed(self, mistake: Exception) -> tuple[str, int] | None:
        """Template and line of the innermost step that stands in the company's folder."""
        from jinja2 import TemplateSyntaxError

        if isinstance(mistake, TemplateSyntaxError) and mistake.filename in self._sources.own:
            return self._sources.own[mistake.filename], mistake.lineno
        for step in reversed(traceback.extract_tb(mistake.__traceback__)):
            if step.filename in self._sources.own:
                return self._sources.own[step.filename], step.lineno or 1
        return None


def _problem(mistake: Exception) -> Message:
    """What is wrong, in words; of a mistake of syntax and of computing only the engine's own are known."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError

    match mistake:
        case TemplateNotFound():
            return Message("error.html.no_file", {"name": str(mistake.name)})
        case UndefinedError():
            *_, name = ["", *re.findall(r"'([^']*)'", str(mistake))]
            return Message("error.html.unknown_name", {"name": name})
        case TemplateSyntaxError():
            return Message("error.html.syntax", {"problem": str(mistake.message)})
    return Message("error.html.failed", {"problem": str(mistake)})


class _Sources:
    """The company's file if there is one, else ours; `own` holds the names of the company's files by path."""

    def __init__(self, folder: Path | None) -> None:
        self.own: dict[str, str] = {}
        self._folder = folder
        self._ours = files("kakehashi_templates") / "html"

    def __call__(self, template: str) -> tuple[str, str, None] | None:
        """Text and path of a template; None = there is none."""
        from jinja2.loaders import split_template_path

        standard = template.startswith(_STANDARD)
        parts = split_template_path(template.removeprefix(_STANDARD))
        if self._folder and not standard and (path := self._folder.joinpath(*parts)).is_file():
            self.own[str(path)] = template
            return _decoded(path, template), str(path), None
        ours = self._ours.joinpath(*parts)
        return (ours.read_text("utf-8"), str(ours), None) if ours.is_file() else None


def _decoded(path: Path, template: str) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as mistake:
        line = raw.count(b"\n", 0, mistake.start) + 1
        raise BadTemplate(template, line, Message("error.html.not_utf8")) from mistake
