"""An import tried out: how a file would be read, mapped and loaded, with nothing of it kept.

It goes the same road as the import, so that what is shown here is what an import does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.evidence.import_job import NO_CHOICES, Begun, Choices, ImportJob, ImportResult
from kakehashi.evidence.importing import Order, on_the_road
from kakehashi.evidence.looking import Look
from kakehashi.evidence.mapping import Applied, Settled, drafted
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.question import Cancelled, Question
from kakehashi.evidence.read_as import Rule
from kakehashi.evidence.tables import Table, table_named
from kakehashi.evidence.taking import Rows
from kakehashi.evidence.workspace import SetAside, data_table
from kakehashi.progress import Progress
from kakehashi.words import Message, PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIRST = 8
"""So many rows are shown."""
MOST_ASIDE = 200


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What importing these rows so would do.

    `columns` and `rows` are the table as it is read, `rules` say how. `profile` is the mapping as far as it
    is known, `applied` each column of it with confidence and reason. `values` are those of the columns whose
    values have a meaning (stages), with their counts. `question` must be answered first, `problem` says why
    it cannot be imported so; without either, `result` is what the import will give, `loaded` the first rows
    as they will be loaded (`fields` are their columns), `aside` the first rows that will be set aside.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str | None, ...], ...] = ()
    read: int = 0
    rules: tuple[Rule, ...] = ()
    encoding: str = ""
    profile: Profile | None = None
    applied: tuple[Applied, ...] = ()
    notes: tuple[Message, ...] = ()
    values: Mapping[str, Mapping[str, int]] = {}
    question: Question | None = None
    problem: Message | None = None
    result: ImportResult | None = None
    fields: tuple[str, ...] = ()
    loaded: tuple[tuple[Any, ...], ...] = ()
    aside: tuple[SetAside, ...] = ()


def preview(
    workspace: Path,
    rows: Rows,
    *,
    name: str,
    table: str,
    profile: Profile | None = None,
    choices: Choices = NO_CHOICES,
    joins: Sequence[tuple[str, Rows]] = (),
    when: str,
    progress: Progress | None = None,
) -> Preview:
    """Try out an import; see `import_table` for the arguments. Raises PlanError for what can't be read at
    all, Cancelled; a Question is part of what comes back. Nothing is kept."""
    order = Order(workspace, table_named(table), name, profile, choices, tuple(joins), "replace", when)
    try:
        return on_the_road(
            order, rows, lambda job, begun, _folder: _looked(job, begun, choices), progress, keep=False
        )
    except Question as question:
        return Preview(question=question)


def _looked(job: ImportJob, begun: Begun, choices: Choices) -> Preview:
    text = job.text
    seen = Preview(
        columns=begun.joined.columns,
        rows=_first_rows(job.connection, len(begun.joined.columns)),
        read=text.read,
        rules=text.rules,
        encoding=text.encoding,
    )
    try:
        settled, look = job.settle(begun, choices)
    except Cancelled:
        raise
    except PlanError as problem:
        return _as_far(seen, job, begun, problem)
    seen = msgspec.structs.replace(
        seen,
        profile=settled.profile,
        applied=settled.applied,
        notes=tuple(job.notes),
        values=_values(settled.profile, look),
    )
    with _taken_back(job.connection):
        try:
            result = job.load(settled, look)
        except Question as question:
            return msgspec.structs.replace(seen, question=question)
        fields = _fields(job.table, settled)
        table = data_table(job.table.name, result.import_id)
        return msgspec.structs.replace(
            seen,
            result=result,
            notes=result.notes,
            fields=fields,
            loaded=_loaded(job.connection, table, fields),
            aside=_aside(job.connection),
        )


def _as_far(seen: Preview, job: ImportJob, begun: Begun, problem: PlanError) -> Preview:
    """What can be said although the mapping is not complete: what was given, else what can be proposed."""
    look = Look(job.connection, job.text, (), begun.joined.columns)
    profile, applied = begun.given, tuple[Applied, ...]()
    if profile is None:
        draft = drafted(job.table, look)
        profile, applied = draft.profile, draft.applied
    return msgspec.structs.replace(
        seen,
        profile=profile,
        applied=applied,
        values=_values(profile, look),
        question=problem if isinstance(problem, Question) else None,
        problem=None if isinstance(problem, Question) else problem.message,
    )


@contextmanager
def _taken_back(connection: DuckDBPyConnection) -> Iterator[None]:
    connection.begin()
    try:
        yield
    finally:
        connection.rollback()


def _first_rows(connection: DuckDBPyConnection, width: int) -> tuple[tuple[str | None, ...], ...]:
    cells = ", ".join(f"c{place}" for place in range(1, width + 1))
    return tuple(connection.execute(f"SELECT {cells} FROM stage ORDER BY r LIMIT {FIRST}").fetchall())


def _values(profile: Profile, look: Look) -> dict[str, Mapping[str, int]]:
    """The values of each column that says how rows went or is a choice, with their counts."""
    columns = [profile.outcome.column] if profile.outcome is not None else []
    fields = profile.fields()
    columns += [fields[name] for name in profile.values if name in fields]
    return {
        column: found
        for column in columns
        if column in look.columns and (found := look.values(column)) is not None
    }


def _fields(table: Table, settled: Settled) -> tuple[str, ...]:
    """The fields that are loaded, in the table's order."""
    return tuple(field.name for field in table.fields if field.name in settled.readings)


def _loaded(
    connection: DuckDBPyConnection, table: str, fields: tuple[str, ...]
) -> tuple[tuple[Any, ...], ...]:
    rows = connection.execute(f"SELECT {', '.join(fields)} FROM {table} ORDER BY source_row LIMIT {FIRST}")
    return tuple(rows.fetchall())


def _aside(connection: DuckDBPyConnection) -> tuple[SetAside, ...]:
    rows = connection.execute(
        f"SELECT r, 'evidence.aside.' || reason, col, raw FROM aside ORDER BY r LIMIT {MOST_ASIDE}"
    ).fetchall()
    return tuple(SetAside(r, reason, col, tuple(msgspec.json.decode(raw))) for r, reason, col, raw in rows)
