"""Where a database is, as SQLAlchemy wants it; and the drivers of the systems."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kakehashi.api import PlanError

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Engine

    from kakehashi_sql import SqlSettings

SYSTEMS = {
    "postgresql": "postgresql",
    "mysql": "mysql",
    "sqlserver": "mssql",
    "oracle": "oracle",
    "sqlite": "sqlite",
}
"""What SQLAlchemy calls a system of the settings."""
DRIVERS = {
    "postgresql": ("psycopg", "psycopg[binary]"),
    "mysql": ("pymysql", "PyMySQL"),
    "mariadb": ("pymysql", "PyMySQL"),
    "mssql": ("pyodbc", "pyodbc"),
    "oracle": ("oracledb", "oracledb"),
}
"""The driver that is taken where none is named, and the package that brings it."""
PACKAGES = {
    "snowflake": "snowflake-sqlalchemy",
    "bigquery": "sqlalchemy-bigquery",
    "redshift": "sqlalchemy-redshift",
    "databricks": "databricks-sqlalchemy",
    "trino": "trino[sqlalchemy]",
    "clickhousedb": "clickhouse-connect",
    "hana": "sqlalchemy-hana",
    "db2": "ibm_db_sa",
    "duckdb": "duckdb-engine",
}
"""Packages that teach SQLAlchemy a further system."""
PATIENCE = 15
"""Seconds that connecting may take."""
_SLOW = {
    "psycopg": {"connect_timeout": PATIENCE},
    "psycopg2": {"connect_timeout": PATIENCE},
    "pymysql": {"connect_timeout": PATIENCE},
    "pyodbc": {"timeout": PATIENCE},
    "oracledb": {"tcp_connect_timeout": PATIENCE},
}


def engine_of(settings: SqlSettings) -> Engine:
    """An engine that holds no connections. Raises PlanError for an address that is none, a missing driver."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError
    from sqlalchemy.pool import NullPool

    url = url_of(settings)
    system = url.get_backend_name()
    try:
        driver = url.get_driver_name()
        return create_engine(url, poolclass=NullPool, connect_args=dict(_SLOW.get(driver, {})))
    except NoSuchModuleError:
        package = PACKAGES.get(system, f"sqlalchemy-{system}")
        raise PlanError("error.sql.no_system", system=url.drivername, package=package) from None
    except ModuleNotFoundError as error:
        package = DRIVERS.get(system, ("", error.name or "?"))[1]
        if driver != DRIVERS.get(system, (driver,))[0]:
            package = error.name or driver
        raise PlanError("error.sql.no_driver", system=system, package=package) from None
    except (ArgumentError, TypeError, ValueError):  # what they quote may be a secret
        raise PlanError("error.sql.address") from None


def url_of(settings: SqlSettings) -> URL:
    """The address, with user and password. Raises PlanError."""
    from sqlalchemy.engine import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if settings.url:
        try:
            url = make_url(settings.url)
        except (ArgumentError, ValueError):
            raise PlanError("error.sql.address") from None
        if url.password is not None or any(_is_secret(name) for name in url.query):
            raise PlanError("error.sql.password_in_url")
    else:
        _must_be_whole(settings)
        server = (settings.host or None, settings.port)
        url = URL.create(SYSTEMS[settings.system], None, None, *server, settings.database)
    given = {"username": settings.user, "password": settings.password}
    url = url.set(**{name: value for name, value in given.items() if value})  # type: ignore[arg-type]
    options = dict(parse_qsl(settings.options))
    if any(map(_is_secret, options)):
        raise PlanError("error.sql.password_in_url")
    url = url.update_query_dict(options)
    system = url.get_backend_name()
    if system == "sqlite":
        return _read_only(url)
    if url.drivername == system and system in DRIVERS:
        return url.set(drivername=f"{system}+{DRIVERS[system][0]}")
    return url


def _is_secret(option: str) -> bool:
    return any(word in option.lower() for word in ("password", "passwd", "pwd", "token", "secret"))


def _must_be_whole(settings: SqlSettings) -> None:
    if not settings.database:
        raise PlanError("error.sql.no_database_named")
    if not settings.host and settings.system != "sqlite":
        raise PlanError("error.sql.no_server_named")


def _read_only(url: URL) -> URL:
    """A file of SQLite that is not written, and not made when it isn't there. Raises PlanError."""
    file = Path(url.database or "")
    if not file.is_file():
        raise PlanError("error.sql.no_file", name=str(file))
    return url.set(database=file.absolute().as_uri()).update_query_dict({"mode": "ro", "uri": "true"})
