"""One import in the engine: rows of a text table -> mapping -> typed rows, loaded or set aside."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from kakehashi.evidence.joining import Joined, join_files
from kakehashi.evidence.known_layout import Known, known_profile
from kakehashi.evidence.looking import Look, load_stage
from kakehashi.evidence.mapping import NO_ANSWERS, Answers, Applied, Settled, propose_mapping, settle
from kakehashi.evidence.privacy import make_private
from kakehashi.evidence.profile import (
    Profile,
    Repeats,
    layout_of,
)
from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.read_as import ReadAs, Rule
from kakehashi.evidence.remembered import kept_choice
from kakehashi.evidence.repairing import Repair, note_repaired, repair_of, set_known_rows_aside
from kakehashi.evidence.repeats import set_repeats_aside
from kakehashi.evidence.replacing import count_aside, drop_import, replace_older
from kakehashi.evidence.sql import literal
from kakehashi.evidence.storing import create_table
from kakehashi.evidence.tables import Table
from kakehashi.evidence.text_table import TextTable
from kakehashi.evidence.values import layered
from kakehashi.evidence.wide import known_wide, made_long
from kakehashi.evidence.workspace import (
    data_table,
    imports_in,
    refresh_views,
)
from kakehashi.progress import Progress
from kakehashi.rounding import canonical
from kakehashi.words import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Mode = Literal["replace", "merge"]
STEPS = 5

_UNREADABLE = {
    "number": "number",
    "count": "number",
    "date": "date",
    "month": "date",
    "flag": "flag",
    "choice": "outcome",
}


class ImportResult(msgspec.Struct, frozen=True):
    """What an import did: `read` = `loaded` + `set_aside`, and `set_aside` = the sum of `reasons`.

    `reasons` has message ids (`evidence.aside.…`) as keys. `won`, `lost`, `open`, `won_amount` are None
    where the table, or the import, has no such thing. `replaced` are the imports that it took the place of,
    `superseded` the rows of other imports that it replaced by key, `completes` the import whose rows it
    brings back repaired. `notes` are sentences about what was decided on the way.
    """

    table: str
    read: int
    loaded: int
    set_aside: int
    reasons: Mapping[str, int]
    won: int | None
    lost: int | None
    open: int | None
    won_amount: Decimal | None
    import_id: str
    sha256: str
    mapping: tuple[Applied, ...]
    profile: Profile
    encoding: str
    delimiter: str
    replaced: tuple[str, ...] = ()
    superseded: int = 0
    rules: tuple[Rule, ...] = ()
    completes: str | None = None
    notes: tuple[Message, ...] = ()


class Choices(msgspec.Struct, frozen=True):
    """What is chosen for one import; what is left out is told by the profile, or asked.

    `repeats`: what rows of the same key are. `hash_email`, `drop_names`: see privacy. `anew`: propose the
    mapping anew, whatever was decided about this layout before. `read_as`: how the file is read.
    """

    answers: Answers = NO_ANSWERS
    repeats: Repeats | None = None
    hash_email: bool = False
    drop_names: bool = False
    anew: bool = False
    read_as: ReadAs | None = None


NO_CHOICES = Choices()


class Begun(msgspec.Struct, frozen=True):
    """Rows that are in the engine: what stands beside them, how they are read, the mapping that was given,
    and whether one that was decided before is to be looked up."""

    joined: Joined
    told: ReadAs
    given: Profile | None
    look_up: bool


class ImportJob:
    """One import, from the text table on: `begin`, `settle`, `load`. Each raises PlanError, Question."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        workspace: Path,
        table: Table,
        text: TextTable,
        mode: Mode,
        when: str,
        progress: Progress | None,
    ) -> None:
        self.connection = connection
        self.workspace = workspace
        self.table = table
        self.text = text
        self.mode = mode
        self.when = when
        self.progress = progress
        self.source_layout = ""
        self.repair: Repair | None = None
        self.notes: list[Message] = []

    def begin(
        self, given: Profile | None, told: ReadAs, files: Sequence[TextTable], incoming: Path, *, anew: bool
    ) -> Begun:
        """Read the rows into the engine, put further files beside them, and look up what is known."""
        self._step(1, "loading")
        self.connection.execute(f"SET temp_directory = {literal(str(incoming / 'engine'))}")
        self.text = load_stage(self.connection, self.text)
        self.source_layout = layout_of(self.table.name, self.text.columns)
        self.repair = repair_of(self.connection, self.text)
        if self.repair is not None:
            self.text = self.repair.table
            given = given or self.repair.profile
        else:
            told = known_wide(self.workspace, self.table, self.text.columns, given, told)
            self.text = made_long(self.connection, self.table, self.text, told)
        self._step(2, "mapping")
        joined = join_files(self.connection, self.text.columns, files, given.joins if given else ())
        return Begun(joined, told, given, look_up=given is None and not anew)

    def settle(self, begun: Begun, choices: Choices) -> tuple[Settled, Look]:
        """The mapping of the rows: as it was given, as it was decided for this layout, else proposed."""
        known = Known(begun.given)
        if begun.look_up:
            known = known_profile(self.workspace, self.table, begun.joined.columns)
        settled, look = self._settle(known.profile, choices, begun.told, begun.joined)
        self.notes = [*begun.joined.notes, *known.notes, *settled.notes, *self.notes]
        return settled, look

    def load(self, settled: Settled, look: Look) -> ImportResult:
        """Put the rows into the workspace; the caller's transaction keeps them, or takes them back."""
        gone = self._drop_same_repair()
        import_id = self._next_id()
        self._step(3, "typing")
        self._load(settled, import_id, look)
        self._step(4, "replacing")
        self._record(settled, import_id)
        replaced, superseded = self._replace(import_id)
        result = self._result(settled, import_id, (*gone, *replaced), superseded)
        refresh_views(self.connection, self.table)
        self._step(STEPS, "done")
        return result

    def _settle(
        self, known: Profile | None, choices: Choices, told: ReadAs, joined: Joined
    ) -> tuple[Settled, Look]:
        """The mapping of the rows, with all that was chosen in its profile; they are made private first."""
        hash_email = choices.hash_email or (known is not None and known.hash_email)
        drop_names = choices.drop_names or (known is not None and known.drop_names)
        self.notes += make_private(
            self.connection,
            self.workspace,
            self.table.name,
            joined.columns,
            hash_email=hash_email,
            drop_names=drop_names,
        )
        look = Look(self.connection, self.text, known.nothing if known else (), joined.columns)
        if known is None:
            settled = propose_mapping(self.table, look, choices.answers)
        else:
            settled = settle(known, look, choices.answers)
        profile = msgspec.structs.replace(
            settled.profile,
            repeats=choices.repeats or settled.profile.repeats,
            joins=joined.joins,
            read_as=kept_choice(told, settled.profile.read_as),
            source_layout=self.source_layout,
            hash_email=hash_email,
            drop_names=drop_names,
        )
        return msgspec.structs.replace(settled, profile=profile), look

    def _step(self, done: int, what: str) -> None:
        if self.progress is not None:
            if self.progress.cancelled:
                raise Cancelled
            self.progress(done, STEPS, Message(f"evidence.step.{what}"))

    def _next_id(self) -> str:
        row = self.connection.execute("SELECT CAST(nextval('import_number') AS VARCHAR)").fetchone()
        assert row is not None
        return str(row[0])

    def _load(self, settled: Settled, import_id: str, look: Look) -> None:
        """The typed rows, and beside them every column that no field holds in full.

        One pass types all rows and marks the faulty ones, which then move to the rows set aside.
        """
        held = {
            column
            for field, column in settled.profile.fields().items()
            if self.table.field(field).kind != "choice"
        }
        readings = [*settled.readings.values(), *([settled.standing] if settled.standing else [])]
        faults = self._faults(settled)
        cases = " ".join(f"WHEN {test} THEN {place}" for place, (test, _, _) in enumerate(faults))
        filled = {read.filled for read in readings if read.filled.startswith("x_")}
        typed = [f"{read.value} AS {field}" for field, read in settled.readings.items()]
        standing = ["told AS standing"] if settled.standing else []
        kept = [look.name(column) for column in look.columns if column not in held]
        names = ", ".join([*settled.readings, *(["standing"] if standing else []), *kept])
        name = data_table(self.table.name, import_id)
        create_table(
            self.connection,
            name,
            f"SELECT r AS source_row, {names}, CASE {cases} END AS fault,"
            f" CAST(NULL AS VARCHAR) AS superseded_by FROM"
            f" (SELECT r, {', '.join([*typed, *standing, *kept, *sorted(filled)])}"
            f" FROM {layered(readings)}) AS typed",
        )
        self._set_aside(faults, name)
        if self.repair is not None:
            before = data_table(self.table.name, self.repair.completes)
            identity = self.table.identity if set(self.table.identity) <= set(settled.readings) else ()
            set_known_rows_aside(self.connection, name, self.repair.completes, self._raw(), before, identity)
        width = len(self.text.columns)
        set_repeats_aside(self.connection, self.table, name, settled.profile, look, self._raw(), width)
        if not self.table.identity:
            self._note_equal_rows(width)

    def _note_equal_rows(self, width: int) -> None:
        """Tell about equal rows where they may well be right: they are loaded."""
        cells = ", ".join(f"c{place}" for place in range(1, width + 1))
        row = self.connection.execute(
            f"SELECT count(*) - count(DISTINCT hash({cells})) FROM stage"
        ).fetchone()
        if row and row[0]:
            self.notes.append(Message("evidence.note.equal_rows", {"count": row[0]}))

    def _faults(self, settled: Settled) -> list[tuple[str, str, str]]:
        """What sets a row aside: SQL test, reason, column. The first that is true counts."""
        columns = settled.profile.fields()
        tests = [
            (f"{settled.readings[field].filled} IS NULL", "missing", columns.get(field, ""))
            for field in self.table.never_missing
        ]
        for field, read in settled.readings.items():
            if read.strict:
                reason = _UNREADABLE[self.table.field(field).kind]
                column = columns.get(field) or _outcome_column(settled.profile)
                tests.append((f"{read.filled} IS NOT NULL AND {field} IS NULL", reason, column))
        return tests

    def _set_aside(self, faults: list[tuple[str, str, str]], name: str) -> None:
        faulty = self.connection.execute(f"SELECT count(fault) FROM {name}").fetchone()
        if faulty == (0,):
            return
        reasons = " ".join(f"WHEN {place} THEN {literal(why)}" for place, (_, why, _) in enumerate(faults))
        labels = " ".join(f"WHEN {place} THEN {literal(label)}" for place, (_, _, label) in enumerate(faults))
        self.connection.execute(
            f"INSERT INTO aside SELECT r, CASE fault {reasons} END, CASE fault {labels} END, {self._raw()}"
            f" FROM {name} JOIN stage ON stage.r = {name}.source_row WHERE fault IS NOT NULL"
        )
        self.connection.execute(f"DELETE FROM {name} WHERE fault IS NOT NULL")

    def _raw(self) -> str:
        cells = ", ".join(f"stage.c{place}" for place in range(1, len(self.text.columns) + 1))
        return f"CAST(to_json([{cells}]) AS VARCHAR)"

    def _count(self, table: str) -> int:
        row = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert row is not None
        return int(row[0])

    def _drop_same_repair(self) -> tuple[str, ...]:
        """The same repaired rows came in before: they are taken out first, so that they count anew."""
        if self.repair is None:
            return ()
        same = [
            old
            for old in imports_in(self.connection)
            if old.completes == self.repair.completes
            and (old.name == self.text.name or old.sha256 == self.text.sha256)
            and (self.mode == "replace" or not self.table.identity)
        ]
        return tuple(gone.id for old in same for gone in drop_import(self.connection, old))

    def _replace(self, import_id: str) -> tuple[tuple[str, ...], int]:
        """Imports taken out because this is the same source, and rows of others replaced by key."""
        new = next(one for one in imports_in(self.connection) if one.id == import_id)
        return replace_older(self.connection, self.table, new, same_source=self.mode == "replace")

    def _result(
        self, settled: Settled, import_id: str, replaced: tuple[str, ...], superseded: int
    ) -> ImportResult:
        name = data_table(self.table.name, import_id)
        reasons = {
            f"evidence.aside.{reason}": int(count)
            for reason, count in self.connection.execute(
                "SELECT reason, count(*) FROM aside GROUP BY reason ORDER BY count(*) DESC, reason"
            ).fetchall()
        }
        counts: dict[str, int | None] = dict.fromkeys(("won", "lost", "open"))
        amount: Decimal | None = None
        if self.table.outcome:
            rows = self.connection.execute(
                f"SELECT outcome, count(*) FROM {name} GROUP BY outcome"
            ).fetchall()
            counts = {**dict.fromkeys(counts, 0), **dict(rows)}
            if "amount" in settled.readings:
                found = self.connection.execute(
                    f"SELECT coalesce(sum(amount), 0) FROM {name} WHERE outcome = 'won'"
                ).fetchone()
                assert found is not None
                amount = Decimal(canonical(Decimal(found[0])))
        return ImportResult(
            table=self.table.name,
            read=self.text.read,
            loaded=self._count(name),
            set_aside=self._count("aside"),
            reasons=reasons,
            won=counts["won"],
            lost=counts["lost"],
            open=counts["open"],
            won_amount=amount,
            import_id=import_id,
            sha256=self.text.sha256,
            mapping=settled.applied,
            profile=settled.profile,
            encoding=self.text.encoding,
            delimiter=self.text.delimiter,
            replaced=replaced,
            superseded=superseded,
            rules=self.text.rules,
            completes=self.repair.completes if self.repair else None,
            notes=tuple(self.notes),
        )

    def _record(self, settled: Settled, import_id: str) -> None:
        execute = self.connection.execute
        name = data_table(self.table.name, import_id)
        completes = self.repair.completes if self.repair else None
        execute(
            """INSERT INTO imports (id, table_name, name, sha256, imported_on, mode, rows_read, rows_loaded,
                rows_aside, rows_superseded, profile, completes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)""",
            [
                import_id,
                self.table.name,
                self.text.name,
                self.text.sha256,
                self.when,
                self.mode,
                self.text.read,
                self._count(name),
                self._count("aside"),
                msgspec.json.encode(settled.profile).decode(),
                completes,
            ],
        )
        fields: dict[str, list[str]] = {}
        for field, column in settled.profile.fields().items():
            fields.setdefault(column, []).append(field)
        for place, column in enumerate(self.text.columns, 1):
            execute(
                "INSERT INTO import_columns VALUES (?, ?, ?, ?)",
                [import_id, place, column, " ".join(fields.get(column, ()))],
            )
        execute(
            "INSERT INTO set_aside SELECT ?, r, 'evidence.aside.' || reason, col, raw, NULL FROM aside",
            [import_id],
        )
        if completes is not None:
            note_repaired(self.connection, name, completes, import_id)
            count_aside(self.connection, completes)


def _outcome_column(profile: Profile) -> str:
    return ", ".join(profile.outcome.columns) if profile.outcome else ""
