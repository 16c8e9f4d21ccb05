"""An open plan: the one door through which edits pass.

An edit is validated by the plan, written to disk as one history row, and only then announced with what it
touched. Undo appends the inverse; rows are never deleted, so undo and redo work after a restart.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.changes import Change, apply, inverse, kinds_touched, normalised
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import OWN_KINDS
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import tell
from kakehashi.storage import lock
from kakehashi.storage.backups import backup, uuid_of
from kakehashi.storage.errors import ChangedOutside, FileProblem, NotFound, ReadOnly, told
from kakehashi.storage.folders import kept_folder
from kakehashi.storage.plan_file import SCHEMA, EditionRow, HistoryRow, PlanFile, copy, new_row_id
from kakehashi.storage.synchronised import conflict_copies, service
from kakehashi.storage.tables import shown_schema
from kakehashi.words import Language, Message, PlanError, known, text

if TYPE_CHECKING:
    from kakehashi.declaration.audience import Audience
    from kakehashi.declaration.blocks import Document
    from kakehashi.declaration.document import Draft
    from kakehashi.storage.forgetting import Forgotten
    from kakehashi.storage.sending import LeftOut


class Touched(msgspec.Struct, frozen=True):
    """What an edit touched: ids of items, their kinds, and what the edit is called."""

    items: frozenset[str]
    kinds: frozenset[str]
    words: tuple[Message, ...]


class NothingToUndo(PlanError):
    """There is no edit to take back (or to do again)."""


class NothingChanged(PlanError):
    """The plan is still as it was declared."""


class NoEdition(PlanError):
    """There is no edition with this number."""


class Told(msgspec.Struct, frozen=True):
    """A history row with its sentences, for showing."""

    row: HistoryRow
    words: tuple[Message, ...]
    again: bool = False  # an edit that was taken back was done again
    kinds: frozenset[str] = frozenset()  # of the items that it touched


class NotRestorable(PlanError):
    """The history doesn't lead back to this state any more."""


UNCLOSED_KEPT = 3
_AT_A_TIME = 200  # history rows read at once

Observer = Callable[[Touched], None]


class OpenPlan:
    """A plan file that is open, with its current plan. `clock` gives the time as ISO text.

    `notices` is what the person should know about the file as it was opened, a sentence each.
    """

    def __init__(self, file: PlanFile, *, person: str, clock: Callable[[], str], read_only: bool) -> None:
        self.path = file.path
        self.read_only = read_only
        self._version = file.data_version()  # before reading: what comes meanwhile is seen by `refresh`
        self.plan: Plan = file.read()
        self._file = file
        self._person = person
        self._clock = clock
        self._observers: list[Observer] = []
        self._owner: lock.Owner | None = None
        self._as_read: str | None = None  # hash of the file until the first write, in a synchronised folder
        self.unclosed: Path | None = None
        self.notices: tuple[Message, ...] = _kept_unknown(file, self.plan)
        seq, row_id, _ = file.last_row()
        self._seq, self._last = seq, row_id

    @classmethod
    def create(
        cls,
        path: Path,
        uuid: str,
        items: tuple[Item, ...],
        *,
        person: str,
        clock: Callable[[], str],
        app_version: str,
    ) -> OpenPlan:
        """A new plan file, open for writing."""
        if not path.parent.is_dir():
            raise NotFound("error.file.no_folder", path)
        owner = lock.take(path, person=person, now=clock())
        try:
            file = PlanFile.create(path, uuid, items, app_version=app_version, at=clock())
            opened = cls(file, person=person, clock=clock, read_only=False)
        except BaseException:
            lock.release(path, owner)
            raise
        opened._owner = owner
        return opened

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        person: str,
        clock: Callable[[], str],
        read_only: bool = False,
        take_over: bool = False,
    ) -> OpenPlan:
        """An existing plan. For writing, the file as opened is kept aside until a clean close, and a backup
        is made once a day.
        """
        if read_only:
            return cls(PlanFile.open(path, read_only=True), person=person, clock=clock, read_only=True)
        older = _uuid_if_older(path)  # refuses what is no plan before anything is written
        owner = lock.take(path, person=person, now=clock(), take_over=take_over)
        file = None
        try:
            if older is not None:
                backup(path, older, clock())  # without one no file is upgraded
            file = PlanFile.open(path)
            opened = cls(file, person=person, clock=clock, read_only=False)
            opened._put_aside(clock())
            opened._beware_of_synchronising()
        except BaseException:
            if file is not None:
                file.close()
            lock.release(path, owner)
            raise
        opened._owner = owner
        return opened

    def _put_aside(self, now: str) -> None:
        """Keep the file as opened, and today's backup; where that fails, a notice says so."""
        uuid = self.plan.uuid
        try:
            self.unclosed = keep(self.path, uuid, now)
            if self.unclosed is not None:
                self.notices += (Message("file.unclosed", {"file": str(self.unclosed)}),)
            backup(self.path, uuid, now)
        except FileProblem as problem:
            self.notices += (Message("file.no_backup", {"reason": problem.message}),)

    def _beware_of_synchronising(self) -> None:
        synchronised_by = service(self.path)
        if synchronised_by is None:
            return
        self._as_read = self._file.fingerprint()
        self.notices += (Message("file.synchronised", {"service": synchronised_by}),)
        copies = [each.name for each in conflict_copies(self.path) if uuid_of(each) == self.plan.uuid]
        if copies:
            self.notices += (Message("file.conflict_copies", {"files": ", ".join(copies)}),)

    def close(self) -> None:
        """Close cleanly: the kept copy and the lock go."""
        self._file.close()
        if not self.read_only:
            with suppress(FileProblem):  # what is saved stays saved; a copy that stays is told of next time
                kept = kept_copy(self.path, self.plan.uuid)
                with told(kept):
                    kept.unlink(missing_ok=True)
        if self._owner is not None:
            lock.release(self.path, self._owner)

    def hand_to(self, person: str) -> None:
        """From now on this person is at work: named in the history and in declarations."""
        self._person = person

    def observe(self, observer: Observer) -> None:
        """Be told of every edit, after it is on disk."""
        self._observers.append(observer)

    def apply(self, change: Change, words: Message | None = None) -> Touched:
        """Do an edit. Nothing is announced or changed here unless it is valid and on disk."""
        if not change:
            return Touched(frozenset(), frozenset(), ())
        return self._commit(normalised(self.plan, change), words=words, undoes=None)

    def undo(self) -> Touched:
        """Take back the last edit that has not been taken back. Raises NothingToUndo."""
        undone, _ = self._stacks()
        if not undone:
            raise NothingToUndo("error.plan.nothing_to_undo")
        return self._take_back(*undone[-1], "change.undone")

    def redo(self) -> Touched:
        """Do again what was taken back last. Raises NothingToUndo."""
        _, redone = self._stacks()
        if not redone:
            raise NothingToUndo("error.plan.nothing_to_redo")
        return self._take_back(*redone[-1], "change.redone")

    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._stacks()[0])

    def undo_words(self) -> tuple[Message, ...]:
        """What `undo` would take back, in its sentences; () for nothing."""
        undone, _ = self._stacks()
        if not undone:
            return ()
        row = self._file.history(seq=undone[-1][0])[0]
        return _own_words(row) or tell(row.patches, self._before(row), self.plan)

    def redo_words(self) -> tuple[Message, ...]:
        """What `redo` would do again, in its sentences; () for nothing."""
        _, redone = self._stacks()
        if not redone:
            return ()
        row = self._file.history(seq=redone[-1][0])[0]
        return _own_words(row) or tell(inverse(row.patches), self.plan, self._before(row))

    def _before(self, row: HistoryRow) -> Plan:
        try:
            return apply(self.plan, inverse(row.patches))
        except PlanError:  # behind a salvage the rows need not fit any more
            return self.plan

    @property
    def who_and_when(self) -> tuple[str, str]:
        """Who is at work, and today's date (2027-04-01)."""
        return self._person, self._clock()[:10]

    def history(self, newest: int | None = None) -> list[Told]:
        """The newest edits with their sentences, newest first."""
        return list(islice(self.told_edits(), newest))

    def told_edits(self) -> Iterator[Told]:
        """All edits with their sentences, newest first, read as far as they are asked for. An edit meanwhile
        is not among them.
        """
        undoes = {row_id: undone for _, row_id, undone in self._file.undo_marks(0)}
        for row, before, after, _ in self._states():
            known_words = row.words is not None and known(row.words.id, "en")
            words = (row.words,) if row.words and known_words else tell(row.patches, before, after)
            kinds = kinds_touched(before, row.patches) | kinds_touched(after, row.patches)
            yield Told(row, words, again=_done_again(row.undoes, undoes), kinds=kinds)

    def plan_after(self, seq: int) -> Plan:
        """The plan as it was after the edit with this number (0: before all). Raises NotRestorable."""
        plan = self.plan
        for row, before, _, leads_back in self._states():
            if row.seq <= seq:
                break
            if not leads_back:
                raise NotRestorable("error.plan.not_restorable")
            plan = before
        return plan

    def people(self) -> list[str]:
        """Everybody who has edited the plan, by name."""
        return self._file.people()

    def _states(self) -> Iterator[tuple[HistoryRow, Plan, Plan, bool]]:
        """Each edit with the plan before and after it, newest first, and whether it leads back: behind a
        salvage the rows need not fit any more.
        """
        after, below = self.plan, self._seq + 1
        while rows := self._file.history(newest=_AT_A_TIME, below=below):
            for row in rows:
                try:
                    before, leads_back = apply(after, inverse(row.patches)), True
                except PlanError:
                    before, leads_back = after, False
                yield row, before, after, leads_back
                after = before
            below = rows[-1].seq

    def forget(self, name: str) -> Forgotten:
        """Replace a person's name everywhere in the file, history and editions included; not to be undone.

        Raises NoName.
        """
        from kakehashi.storage.forgetting import forget, replacer

        self._must_write()
        self._must_be_as_read()
        language: Language = "ja" if self.plan.only(About).language == "ja" else "en"
        instead = text("forgotten.name", language)
        result = forget(self._file, name, instead)
        row = self._row((), words=Message("change.forgotten"), undoes=None)
        self._file.note(msgspec.structs.replace(row, person=replacer(name, instead)(self._person)))
        self._read_again()
        return result

    def send_copy(self, out: Path, *, app_version: str) -> LeftOut:
        """Write a copy to give away. Raises AlreadyThere and the like."""
        from kakehashi.storage.sending import send_copy

        return send_copy(self._file, out, app_version=app_version, now=self._clock())

    def refresh(self) -> bool:
        """Read the plan again if another program wrote or replaced it; whether it did."""
        version = self._file.data_version()
        replaced = self.read_only and self._file.replaced()
        if version == self._version and not replaced:
            return False
        if replaced or self._file.is_a_copy:
            file = PlanFile.open(self.path, read_only=True)
            self._file.close()
            self._file, version = file, file.data_version()
        self._version = version
        self._read_again()
        return True

    def kinds_changed(self) -> None:
        """Read the items again that were not known, or otherwise, before plugins' kinds were admitted."""
        if any(item.kind not in OWN_KINDS for item in self.plan):
            self._read_again()

    def _read_again(self) -> None:
        self.plan = self._file.read()
        self._seq, self._last, _ = self._file.last_row()
        touched = Touched(frozenset(), frozenset(self.plan.kinds()), ())
        for observer in tuple(self._observers):
            observer(touched)

    @property
    def last_row(self) -> tuple[int, bytes | None, str]:
        """Sequence number, id and time of the newest history row."""
        return self._file.last_row()

    def editions(self) -> list[EditionRow]:
        """All editions, oldest first."""
        return self._file.editions()

    def edition(self, number: int) -> bytes:
        """The frozen content of an edition. Raises NoEdition."""
        try:
            return self._file.edition_content(number)
        except KeyError:
            raise NoEdition("error.plan.no_edition", number=number) from None

    def declare(self, *, app_version: str, note: str = "") -> EditionRow:
        """Freeze the plan with what its numbers lead to, under the next number; undo stops here from now on.

        Raises NothingChanged when the newest edition holds just this.
        """
        from kakehashi.declaration.edition import content_hash, frozen, to_bytes
        from kakehashi.declaration.results import worked_out

        self._must_write()
        editions = self.editions()
        if editions and self._is_as_declared(editions[-1]):
            raise NothingChanged("error.plan.nothing_changed", number=editions[-1].number)
        edition = frozen(
            self.plan,
            worked_out(self.plan),
            number=self._next_number(editions),
            date=self._clock()[:10],
            by=self._person,
            app_version=app_version,
            note=note,
        )
        row = EditionRow(
            number=edition.number,
            hash=content_hash(edition),
            date=edition.date,
            by=self._person,
            note=note,
            seq=self._seq,
            app_version=app_version,
        )
        self._file.add_edition(row, to_bytes(edition))
        return row

    def _next_number(self, editions: list[EditionRow]) -> int:
        """Behind the editions of this file, and those of the plan that it is a copy of."""
        return max([int(self._file.meta().get("last_edition", "0")), *(each.number for each in editions)]) + 1

    def document(
        self,
        audience: Audience,
        language: Language,
        *,
        app_version: str,
        edition: int | None = None,
        draft: bool = False,
        parameter: str = "",
    ) -> Document:
        """The document of an edition for an audience: of this one, else of the newest if nothing has changed
        since, else (and with `draft`) of today's plan, dated by its last edit. Changes are told from the
        edition before it. `parameter` is the id of the one (a partner, a department) that it is made for.
        Raises NoEdition.
        """
        from kakehashi.declaration.document import document
        from kakehashi.declaration.edition import from_bytes
        from kakehashi.extension.plan_chapters import chapter_makers

        makers = chapter_makers()
        editions = {each.number: each for each in self.editions()}
        newest = max(editions, default=None)
        if edition is None and not draft and newest is not None and self._is_as_declared(editions[newest]):
            edition = newest
        if edition is None:
            before = None if newest is None else from_bytes(self.edition(newest))
            draft_now = self._draft(app_version)
            return document(
                draft_now, audience, language, before=before, parameter=parameter, chapters=makers
            )
        content = from_bytes(self.edition(edition))
        number = max((each for each in editions if each < edition), default=None)
        before = None if number is None else from_bytes(self.edition(number))
        row = self._file.history(seq=editions[edition].seq)
        last = row[0].id.hex() if row else ""
        made = document(
            content,
            audience,
            language,
            history_row=last,
            before=before,
            parameter=parameter,
            chapters=makers,
        )
        return msgspec.structs.replace(made, hash=editions[edition].hash)  # as declared, also when redacted

    def _is_as_declared(self, edition: EditionRow) -> bool:
        """Whether the plan stands as in this edition, whatever was done and undone since."""
        from kakehashi.declaration.edition import from_bytes, plan_of

        if edition.seq == self._seq:
            return True
        return plan_of(from_bytes(self.edition(edition.number))) == self.plan

    def _draft(self, app_version: str) -> Draft:
        from kakehashi.declaration.document import Draft
        from kakehashi.declaration.edition import content_hash, frozen
        from kakehashi.declaration.results import worked_out

        _, row_id, at = self._file.last_row()
        results = worked_out(self.plan)
        state = frozen(self.plan, results, number=0, date=at[:10], by="", app_version=app_version)
        return Draft(
            plan=self.plan,
            results=results,
            date=at[:10],
            history_row=row_id.hex() if row_id is not None else "",
            hash=content_hash(state),
            app_version=app_version,
        )

    def take_attachments(self, other: OpenPlan) -> None:
        """Keep the attachments that this plan names here too, from the plan that it was made from."""
        self._must_write()
        named = {
            getattr(item, name)
            for item in self.plan
            for name, described in describe(type(item)).items()
            if described.field.shape == "attachment"
        }
        for name in sorted(named - {None, ""}):
            content = other._file.attachment(name)
            if content is not None:
                self._file.attach(name, content)

    def attach(self, content: bytes) -> str:
        """Keep a file's content in the plan file; the name (SHA-256) that a field calls it by."""
        self._must_write()
        self._must_be_as_read()
        name = hashlib.sha256(content).hexdigest()
        self._file.attach(name, content)
        return name

    def attachment(self, name: str) -> bytes | None:
        """An attachment by its name; None where the file has none. Raises Damaged."""
        return self._file.attachment(name)

    def whole_check(self) -> None:
        """Check every page and row of the file. Raises Damaged."""
        self._file.whole_check()

    def _must_write(self) -> None:
        if self.read_only:
            raise ReadOnly("error.file.read_only", self.path)

    def _must_be_as_read(self) -> None:
        """Before the first write in a synchronised folder: nobody may have changed the file meanwhile."""
        if self._as_read is not None and self._as_read != self._file.fingerprint():
            raise ChangedOutside("error.file.changed_outside", self.path)
        self._as_read = None

    def _take_back(self, seq: int, row_id: bytes, called: str) -> Touched:
        row = self._file.history(seq=seq)[0]
        words = None
        if row.words is not None:
            what = row.words.values.get("what", row.words) if row.undoes is not None else row.words
            words = Message(called, {"what": what})
        return self._commit(inverse(row.patches), words=words, undoes=row_id)

    def _commit(self, change: Change, *, words: Message | None, undoes: bytes | None) -> Touched:
        self._must_write()
        before = self.plan
        after = apply(before, change)
        self._must_be_as_read()
        ids = tuple(dict.fromkeys(patch.item for patch in change))
        row = self._row(change, words=words, undoes=undoes)
        self._file.commit(row, [after.get(each) or each for each in ids])
        self.plan = after
        self._seq, self._last = row.seq, row.id
        said = (words,) if words is not None else tell(change, before, after)
        kinds = kinds_touched(before, change) | kinds_touched(after, change)
        touched = Touched(frozenset(ids), kinds, said)
        for observer in tuple(self._observers):
            observer(touched)
        return touched

    def _row(self, change: Change, *, words: Message | None, undoes: bytes | None) -> HistoryRow:
        return HistoryRow(
            seq=self._seq + 1,
            id=new_row_id(),
            parent=self._last,
            person=self._person,
            at=self._clock(),
            words=words,
            schema=SCHEMA,
            undoes=undoes,
            patches=change,
        )

    def _stacks(self) -> tuple[list[tuple[int, bytes]], list[tuple[int, bytes]]]:
        """What can be taken back and what can be done again, last ones last, since the last edition."""
        editions = self._file.editions()
        undone: list[tuple[int, bytes]] = []
        redone: list[tuple[int, bytes]] = []
        for seq, row_id, undoes in self._file.undo_marks(editions[-1].seq if editions else 0):
            if undoes is None:
                undone.append((seq, row_id))
                redone.clear()
            elif undone and undone[-1][1] == undoes:
                undone.pop()
                redone.append((seq, row_id))
            elif redone and redone[-1][1] == undoes:
                redone.pop()
                undone.append((seq, row_id))
        return undone, redone


def _own_words(row: HistoryRow) -> tuple[Message, ...]:
    """What an edit was called when it was done; () where its patches tell it."""
    if row.words is None:
        return ()
    what = row.words.values.get("what", row.words) if row.undoes is not None else row.words
    return (what,) if isinstance(what, Message) else (row.words,)


def _done_again(taken_back: bytes | None, undoes: Mapping[bytes, bytes | None]) -> bool:
    """Whether taking that row back did an edit again: taking back an undo is a redo, taking back a redo is
    an undo.
    """
    steps = 0
    while taken_back is not None:
        steps += 1
        taken_back = undoes.get(taken_back)
    return steps > 0 and steps % 2 == 0


def kept_copy(path: Path, uuid: str) -> Path:
    """Where the file as opened is kept until a clean close."""
    place = hashlib.sha256(str(path.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return kept_folder(uuid) / f"as-opened-{place}{path.suffix}"


def keep(path: Path, uuid: str, now: str) -> Path | None:
    """Keep the file as it is opened; gives the copy of an earlier opening that was not closed cleanly."""
    kept = kept_copy(path, uuid)
    earlier = None
    with told(kept):
        if kept.exists():
            stamp = "".join(each for each in now if each.isalnum())
            earlier = kept.with_name(kept.name.replace("as-opened", f"unclosed-{stamp}"))
            kept.replace(earlier)
            for old in sorted(kept.parent.glob("unclosed-*"))[:-UNCLOSED_KEPT]:
                old.unlink()
    copy(path, kept)
    return earlier


def _uuid_if_older(path: Path) -> str | None:
    """The uuid of a file of an older schema, read whole; None for another. Raises what opening raises."""
    file = PlanFile.open(path, read_only=True)
    try:
        return file.read().uuid if file.schema < SCHEMA else None
    finally:
        file.close()


def _kept_unknown(file: PlanFile, plan: Plan) -> tuple[Message, ...]:
    """What a newer program or a plugin wrote and this one only keeps."""
    if file.schema > SCHEMA:
        return (Message("file.newer_minor", {"theirs": shown_schema(file.schema)}),)
    unknown = sum(isinstance(item, RawItem) or bool(item.extra) for item in plan)
    return (Message("file.unknown", {"count": unknown}),) if unknown else ()
