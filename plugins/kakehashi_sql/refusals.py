"""What a database refuses, as a sentence: never with the password, and with no cell of its data.

A database quotes cells where it can't compute with them, and values where it can't log in; its own words are
passed on for what is wrong with the query only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kakehashi.api import PlanError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

_LOGIN = ("28", "1045", "18456", "ORA-01017")
_NO_DATABASE = ("3D", "1049", "4060", "ORA-12514")
_FORBIDDEN = ("42501", "1142", "1143", "1044", "229", "ORA-01031")
_QUERY = ("42", "1054", "1064", "1146", "207", "208", "ORA-00904", "ORA-00923", "ORA-00933", "ORA-00942")
_READ_ONLY = ("25006", "1792", "ORA-01456")
_STOPPED = ("57014", "3024")
"""What the systems call it: SQLSTATEs (or a whole class of them), numbers of MySQL, SQL Server, Oracle."""
_LONGEST = 300
"""Characters of a database's own words."""


@contextmanager
def told(url: URL, *, connected: bool) -> Iterator[None]:
    """What the database raises becomes a sentence about it; `connected`: somebody had logged in by then."""
    from sqlalchemy.exc import DBAPIError, SQLAlchemyError

    try:
        yield
    except DBAPIError as error:
        raise _sentence(url, error.orig, connected=connected) from None
    except SQLAlchemyError as error:
        raise PlanError("error.sql.other", database=_called(url), code=type(error).__name__) from None


def _sentence(url: URL, error: Any, *, connected: bool) -> PlanError:
    code, database, user = code_of(error), _called(url), url.username or "–"
    if _is(code, _LOGIN) or _denied(error):
        return PlanError("error.sql.login", database=database, user=user)
    if not connected:
        gone = _is(code, _NO_DATABASE) or "does not exist" in str(error)
        return PlanError("error.sql.no_database" if gone else "error.sql.unreachable", database=database)
    if _is(code, _READ_ONLY) or "readonly database" in str(error):
        return PlanError("error.sql.read_only", database=database)
    if _is(code, _FORBIDDEN):
        return PlanError("error.sql.forbidden", database=database, user=user)
    if _is(code, _STOPPED):
        return PlanError("error.sql.stopped", database=database)
    if _is(code, _QUERY) or _is_sqlites(error):
        return PlanError("error.sql.query", database=database, said=_words(error))
    return PlanError("error.sql.other", database=database, code=code or type(error).__name__)


def _is(code: str, names: tuple[str, ...]) -> bool:
    return code in names or (len(code) == 5 and code[:2] in names)


def code_of(error: Any) -> str:
    """What the database calls the error: an SQLSTATE, or its own number; '' for none."""
    state = getattr(error, "sqlstate", None)  # psycopg
    if state:
        return str(state)
    args: tuple[Any, ...] = getattr(error, "args", ())
    first = args[0] if args else ""
    if isinstance(first, int):  # pymysql
        return str(first)
    if full := getattr(first, "full_code", None):  # oracledb
        return str(full)
    number = re.search(r"\((\d{3,5})\)", str(error))  # pyodbc: its SQLSTATEs tell less
    return number[1] if number else str(first) if re.fullmatch(r"[0-9A-Z]{5}", str(first)) else ""


def _denied(error: Any) -> bool:
    """A refused login that comes without a code, as libpq tells it."""
    return "password authentication failed" in str(error) or "no password supplied" in str(error)


def _is_sqlites(error: Any) -> bool:
    said = str(error)
    return type(error).__module__ == "sqlite3" and said.startswith(
        ("no such", "near ", "ambiguous", "misuse")
    )


def _words(error: Any) -> str:
    """The first line of what the database says."""
    diagnosed = getattr(getattr(error, "diag", None), "message_primary", None)
    args: tuple[Any, ...] = getattr(error, "args", ())
    said = diagnosed or (args[1] if len(args) > 1 and isinstance(args[1], str) else str(error))
    return str(said).strip().splitlines()[0][:_LONGEST] if str(said).strip() else type(error).__name__


def _called(url: URL) -> str:
    """What a person knows the database by."""
    if url.get_backend_name() == "sqlite":
        return (url.database or "").rpartition("/")[2]
    return "/".join(part for part in (url.host, url.database) if part) or url.get_backend_name()
