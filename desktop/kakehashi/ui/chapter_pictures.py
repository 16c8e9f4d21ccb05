"""The pictures of a chapter's page: drawn at once, or beside the window where nobody waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kakehashi.plan.kinds import BY_CHAPTER
from kakehashi.ui.beside import Newest
from kakehashi.ui.while_there import while_there
from kakehashi.words import Language

if TYPE_CHECKING:
    from kakehashi.ui.pictures import Shown
    from kakehashi.ui.worked import Worked

_MOST_DRAWN = 1_500  # items of a chapter; pictures of more can't be read, and would hold the window up


class ChapterPictures(QObject):
    """`changed` tells that others came from beside the window, or because somebody could not wait."""

    changed = Signal()

    def __init__(self, chapter: str, language: Language, parent: QObject) -> None:
        super().__init__(parent)
        self._chapter, self._language = chapter, language
        self.pictures: tuple[Shown, ...] = ()
        self._worked: Worked | None = None
        self._waiting = False
        self._drawing = Newest()
        self._drawing.done.connect(while_there(self, self._take))

    def draw(self, worked: Worked | None, *, beside: bool) -> bool:
        """Draw those of other results; whether there are others now. `beside`: they come later."""
        if worked is self._worked:
            return False
        self._worked, self._waiting = worked, beside
        if beside:
            self._drawing.ask(lambda: (worked, self._drawn(worked)))
        else:
            self.pictures = self._drawn(worked)
        return not beside

    def finish(self) -> None:
        """Somebody wants them now."""
        if self._waiting:
            self._take((self._worked, self._drawn(self._worked)))

    def _take(self, found: tuple[Worked | None, tuple[Shown, ...]] | None) -> None:
        if found is None or found[0] is not self._worked or not self._waiting:
            return
        self.pictures, self._waiting = found[1], False
        self.changed.emit()

    def _drawn(self, worked: Worked | None) -> tuple[Shown, ...]:
        if worked is None or worked.forecast is None:
            return ()
        kinds = BY_CHAPTER.get(self._chapter, ())
        if sum(len(worked.plan.items(kind)) for kind in kinds) > _MOST_DRAWN:
            return ()
        from kakehashi.ui.pictures import context_of, pictures_of

        return pictures_of(context_of(worked.plan, worked.forecast, self._language), self._chapter)
