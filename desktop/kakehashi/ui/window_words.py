"""What the frame of the window says: saved, edition, who holds the file. No Qt here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kakehashi.plan.amounts import display_unit
from kakehashi.plan.basis import About
from kakehashi.storage.errors import FileProblem, OpenElsewhere
from kakehashi.ui.views import OVERVIEW, OWN_PAGES
from kakehashi.words import LANGUAGES, day, in_language, month, text

if TYPE_CHECKING:
    from kakehashi.drawing.badges import Badge
    from kakehashi.ui.look import Look
    from kakehashi.ui.session import State


def names(look: Look, state: State) -> tuple[str, str]:
    """The plan's title, the file's name where it has none, and the company."""
    about = state.plan.only(About)
    return in_language(about.title, look.language) or state.path.stem, in_language(
        about.company, look.language
    )


def title_of(page: str) -> str:
    """The message id of a page's title."""
    if page == OVERVIEW:
        return "ui.overview"
    return f"ui.page.{page}" if page in OWN_PAGES else f"chapter.{page}"


def months_words(look: Look, state: State) -> str:
    """From the first to the last month."""
    first = state.plan.only(About).first_month
    last = state.months[-1] if state.months else first
    return look.say("ui.from_to", start=month(first, look.language), end=month(last, look.language))


def unit_words(look: Look, state: State) -> str:
    """In which unit money is shown."""
    return display_unit(state.plan.only(About), look.language).title


def checks_by_chapter(state: State) -> Mapping[str, tuple[Badge, int]]:
    """Worst badge and number of open checks of that kind by chapter; nothing while they are worked out."""
    if state.worked is None or state.worked.findings is None:
        return {}
    from kakehashi.ui.sentences import worst_by_chapter

    return worst_by_chapter(state.worked.findings)


def saved_words(look: Look, state: State) -> str:
    """All saved, with the time of the last edit; or that the plan is only read."""
    if state.read_only:
        return look.say("ui.read_only")
    if not state.last_edit:
        return look.say("ui.saved")
    return look.say("ui.saved_at", time=state.saved_at[11:16])


def edition_words(look: Look, state: State) -> str:
    """Which edition this is the draft of, or that it is the edition itself."""
    edition = state.edition
    if edition is None:
        return look.say("ui.edition.none")
    declared = day(edition.date, look.language)
    if not state.changed:
        return look.say("ui.edition.same", number=edition.number, day=declared)
    return look.say("ui.edition.draft", next=edition.number + 1, number=edition.number, day=declared)


def short_edition(look: Look, state: State) -> str:
    """The same in two words, for the header."""
    edition = state.edition
    if edition is not None and not state.changed:
        return look.say("ui.edition.short", number=edition.number)
    if edition is None:
        return look.say("ui.edition.undeclared")
    return look.say("ui.edition.short_draft", number=edition.number + 1)


def refused_words(look: Look, refused: FileProblem) -> str:
    """Why the plan was opened for reading only."""
    if isinstance(refused, OpenElsewhere):
        return look.say("ui.open_elsewhere", person=refused.person, host=refused.host)
    return look.say("ui.not_writable")


def languages() -> Mapping[str, str]:
    """Each language by its own name."""
    return {each: text("ui.own_name", each) for each in LANGUAGES}


def themes(look: Look) -> Mapping[str, str]:
    """The themes that can be chosen."""
    return {
        "light": look.say("ui.theme.light"),
        "dark": look.say("ui.theme.dark"),
        "system": look.say("ui.theme.system"),
    }


def not_worked_out(look: Look) -> str:
    """That something could not be worked out, and where the details are."""
    from kakehashi.storage.folders import log_file

    return look.say("ui.not_worked_out", log=str(log_file()))
