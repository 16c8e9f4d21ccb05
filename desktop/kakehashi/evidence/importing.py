"""The road of an import: rows -> strict text table -> mapping -> typed rows, loaded or set aside.

All or nothing: whatever goes wrong on the way, the workspace is as before and nothing is left lying about.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import msgspec

from kakehashi.evidence.looking import Look, load_stage
from kakehashi.evidence.mapping import Applied, Settled, propose_mapping, settle
from kakehashi.evidence.profile import (
    DateOrder,
    Profile,
    layout_of,
    profile_path,
    read_profile,
    write_profile,
)
from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.read_as import ReadAs, Rule
from kakehashi.evidence.sql import literal
from kakehashi.evidence.tables import Table, table_named
from kakehashi.evidence.taking import Rows, take_rows
from kakehashi.evidence.text_table import TextTable
from kakehashi.evidence.values import layered
from kakehashi.evidence.workspace import (
    FILE,
    cannot_write,
    data_table,
    drop_import,
    engine,
    exists,
    imports_in,
    refresh_views,
    transaction,
)
from kakehashi.progress import Progress
from kakehashi.rounding import canonical
from kakehashi.words import Message, PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Mode = Literal["replace", "merge"]
STEPS = 5
FORGOTTEN = 24 * 3600
"""Seconds after which the temporary folder of an import that was killed is cleared away."""

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
    `superseded` the rows of other imports that it replaced by key.
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


def import_table(
    workspace: Path,
    source_rows: Rows,
    *,
    name: str,
    table: str,
    profile: Path | Profile | None = None,
    date_order: DateOrder | None = None,
    read_as: ReadAs | None = None,
    mode: Mode = "replace",
    when: str,
    progress: Progress | None = None,
) -> ImportResult:
    """Load rows into a canonical table of the workspace.

    `name` names the source for the reader and for the next import: 'replace' takes the place of imports of
    the same name or the same bytes; both modes replace rows of the same key. `read_as` overrules how a
    file or a sheet is read. `when` is the day of the
    import (2027-04-01). Raises PlanError for what can't be read, Question for what must be answered,
    Cancelled; the workspace is then as before.
    """
    target = table_named(table)
    given = read_profile(profile) if isinstance(profile, Path) else profile
    if given is not None and given.table != table:
        raise PlanError("error.evidence.profile_table", table=table, other=given.table)
    with _incoming(workspace) as incoming:
        text = take_rows(source_rows, incoming, name, progress, read_as)
        given = given or _saved_profile(workspace, target, text)
        with engine(workspace) as connection:
            job = _Job(connection, target, text, name, mode, when, progress)
            result = job.run(given, date_order, incoming)
        _keep_profile(workspace, incoming, result.profile)
        return result


@contextmanager
def _incoming(workspace: Path) -> Iterator[Path]:
    """A temporary folder inside the workspace. What was made for nothing is taken away again; a disk that
    refuses becomes a plain sentence."""
    first = not exists(workspace)
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        _clear_forgotten(workspace)
        folder = Path(tempfile.mkdtemp(prefix=".incoming-", dir=workspace))
        try:
            yield folder
        except BaseException:
            if first:
                for name in (FILE, FILE + ".wal"):
                    (workspace / name).unlink(missing_ok=True)
            raise
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            _remove_if_unused(workspace)
    except OSError as error:
        raise cannot_write(workspace, error) from error


def _remove_if_unused(workspace: Path) -> None:
    with suppress(OSError):
        workspace.rmdir()  # only when it is empty


def _clear_forgotten(workspace: Path) -> None:
    for folder in workspace.glob(".incoming-*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN:
            shutil.rmtree(folder, ignore_errors=True)


def _saved_profile(workspace: Path, table: Table, text: TextTable) -> Profile | None:
    path = profile_path(workspace, table.name, layout_of(table.name, text.columns))
    return read_profile(path) if path.exists() else None


def _keep_profile(workspace: Path, incoming: Path, profile: Profile) -> None:
    path = profile_path(workspace, profile.table, profile.layout)
    path.parent.mkdir(exist_ok=True)
    write_profile(profile, incoming / "profile.json")
    os.replace(incoming / "profile.json", path)  # noqa: PTH105  # Path.replace reads like str.replace


class _Job:
    """One import, from the text table on."""

    def __init__(
        self,
        connection: DuckDBPyConnection,
        table: Table,
        text: TextTable,
        name: str,
        mode: Mode,
        when: str,
        progress: Progress | None,
    ) -> None:
        self.connection = connection
        self.table = table
        self.text = text
        self.name = name
        self.mode = mode
        self.when = when
        self.progress = progress

    def run(self, given: Profile | None, date_order: DateOrder | None, incoming: Path) -> ImportResult:
        self._step(1, "loading")
        self.connection.execute(f"SET temp_directory = {literal(str(incoming / 'engine'))}")
        load_stage(self.connection, self.text)
        self._step(2, "mapping")
        look = Look(self.connection, self.text, given.nothing if given else ())
        settled = settle(given, look, date_order) if given else propose_mapping(self.table, look, date_order)
        with transaction(self.connection):
            import_id = self._next_id()
            self._step(3, "typing")
            self._load(settled, import_id, look)
            self._step(4, "replacing")
            replaced, superseded = self._replace(import_id)
            result = self._result(settled, import_id, replaced, superseded)
            self._record(settled, result)
            refresh_views(self.connection)
            self._step(STEPS, "done")
        return result

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
        kept = [look.name(column) for column in self.text.columns if column not in held]
        names = ", ".join([*settled.readings, *(["standing"] if standing else []), *kept])
        self.connection.execute(
            f"CREATE TABLE {data_table(self.table.name, import_id)} AS"
            f" SELECT r AS source_row, {names}, CASE {cases} END AS fault FROM"
            f" (SELECT r, {', '.join([*typed, *standing, *kept, *sorted(filled)])}"
            f" FROM {layered(readings)}) AS typed"
        )
        self._set_aside(faults, data_table(self.table.name, import_id))
        if self.table.key is not None:
            column = settled.profile.fields()[self.table.key]
            self._set_repeats_aside(self.table.key, column, data_table(self.table.name, import_id))

    def _faults(self, settled: Settled) -> list[tuple[str, str, str]]:
        """What sets a row aside: SQL test, reason, column. The first that is true counts."""
        columns = settled.profile.fields()
        tests = [
            (f"{settled.readings[field].filled} IS NULL", "missing", columns[field])
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

    def _set_repeats_aside(self, key: str, column: str, name: str) -> None:
        row = self.connection.execute(f"SELECT count(*), count(DISTINCT {key}) FROM {name}").fetchone()
        if row is None or row[0] == row[1]:
            return
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE repeats AS SELECT source_row FROM (SELECT source_row,"
            f" row_number() OVER (PARTITION BY {key} ORDER BY source_row) AS place FROM {name}) AS placed"
            f" WHERE place > 1"
        )
        self.connection.execute(
            f"INSERT INTO aside SELECT r, 'repeated', {literal(column)}, {self._raw()} FROM stage"
            f" WHERE r IN (SELECT source_row FROM repeats)"
        )
        self.connection.execute(f"DELETE FROM {name} WHERE source_row IN (SELECT source_row FROM repeats)")

    def _raw(self) -> str:
        cells = ", ".join(f"stage.c{place}" for place in range(1, len(self.text.columns) + 1))
        return f"CAST(to_json([{cells}]) AS VARCHAR)"

    def _count(self, table: str) -> int:
        row = self.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert row is not None
        return int(row[0])

    def _replace(self, import_id: str) -> tuple[tuple[str, ...], int]:
        """Imports taken out because this is the same source, and rows of others replaced by key."""
        key = self.table.key
        new = data_table(self.table.name, import_id)
        replaced: list[str] = []
        superseded = 0
        for old in imports_in(self.connection):
            if old.table != self.table.name:
                continue
            same = old.sha256 == self.text.sha256 or old.name == self.name
            if same and (self.mode == "replace" or key is None):
                drop_import(self.connection, old)
                replaced.append(old.id)
            elif key is not None:
                name = data_table(old.table, old.id)
                before = self._count(name)
                self.connection.execute(f"DELETE FROM {name} WHERE {key} IN (SELECT {key} FROM {new})")
                gone = before - self._count(name)
                if gone and gone == before:
                    drop_import(self.connection, old)
                    replaced.append(old.id)
                elif gone:
                    superseded += gone
                    self.connection.execute(
                        "UPDATE imports SET rows_superseded = rows_superseded + ? WHERE id = ?",
                        [gone, old.id],
                    )
        return tuple(replaced), superseded

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
        )

    def _record(self, settled: Settled, result: ImportResult) -> None:
        execute = self.connection.execute
        execute(
            "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)",
            [
                result.import_id,
                self.table.name,
                self.name,
                self.text.sha256,
                self.when,
                self.mode,
                result.read,
                result.loaded,
                result.set_aside,
                msgspec.json.encode(settled.profile).decode(),
            ],
        )
        fields: dict[str, list[str]] = {}
        for field, column in settled.profile.fields().items():
            fields.setdefault(column, []).append(field)
        for place, column in enumerate(self.text.columns, 1):
            execute(
                "INSERT INTO import_columns VALUES (?, ?, ?, ?)",
                [result.import_id, place, column, " ".join(fields.get(column, ()))],
            )
        execute(
            "INSERT INTO set_aside SELECT ?, r, 'evidence.aside.' || reason, col, raw FROM aside",
            [result.import_id],
        )


def _outcome_column(profile: Profile) -> str:
    return ", ".join(profile.outcome.columns) if profile.outcome else ""
