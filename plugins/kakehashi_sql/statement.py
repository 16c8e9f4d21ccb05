"""The query of the settings, when it is one statement that only reads."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from kakehashi.api import PlanError

if TYPE_CHECKING:
    from kakehashi_sql import SqlSettings

_DIALECTS = {
    "mssql": "tsql",
    "mariadb": "mysql",
    "postgres": "postgres",
    "postgresql": "postgres",
    "clickhousedb": "clickhouse",
    "awsathena": "athena",
}
"""What the reader of SQL calls a system, where it isn't the same."""

_RUN = ("/*!", "/*M!")
"""How comments begin that MySQL and MariaDB run."""


def one_select(settings: SqlSettings) -> str:
    """The query without its last semicolon. Raises PlanError when it is not a single SELECT (WITH, UNION and
    so on among them), or writes or locks on the way."""
    from sqlglot import exp, parse
    from sqlglot.errors import SqlglotError

    logging.getLogger("sqlglot").setLevel(logging.CRITICAL)  # it quotes what it doesn't understand
    query = settings.query.strip().rstrip(";").rstrip()
    if any(mark in query for mark in _RUN):
        raise PlanError("error.sql.comment")
    try:
        found = [each for each in parse(query, read=_dialect(settings)) if each is not None]
    except SqlglotError as error:
        line = next((each.get("line") for each in getattr(error, "errors", ()) if each.get("line")), None)
        raise PlanError("error.sql.not_understood", line=line or 1) from None
    found = [each for each in found if not isinstance(each, exp.Semicolon)]  # a comment behind the last one
    if len(found) > 1:
        raise PlanError("error.sql.several", count=len(found))
    if not found or not isinstance(found[0], exp.Query) or isinstance(found[0], exp.Table):
        raise PlanError("error.sql.no_select")
    writing = (exp.DML, exp.DDL, exp.Into, exp.Lock, exp.Command)
    for part in found[0].find_all(*writing):
        if not isinstance(part, exp.Query):
            raise PlanError("error.sql.writes", what=part.key.upper())
    return query


def _dialect(settings: SqlSettings) -> str | None:
    """How the SQL of this system is read; None: as plain as possible."""
    from sqlglot.dialects.dialect import Dialect

    from kakehashi_sql.address import url_of

    system = url_of(settings).get_backend_name()
    name = _DIALECTS.get(system, system)
    return name if Dialect.get(name) is not None else None
