"""The built-in source for databases: a table, or the result of one SELECT, through SQLAlchemy.

It only reads: a statement that is no single SELECT is refused before anything is run, and where the system
has them, transactions are read-only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

import msgspec

from kakehashi.api import Batch, Setting, Source, SourceTable, hookimpl

QUERY = "query"
"""The key of the only table when a query is given."""


class SqlSettings(msgspec.Struct, frozen=True):
    """Where the database is, who reads it, and what: a query, or else one of its tables."""

    system: Annotated[
        Literal["postgresql", "mysql", "sqlserver", "oracle", "sqlite"],
        Setting(title={"en": "System", "ja": "種類"}),
    ] = "postgresql"
    host: Annotated[str, Setting(title={"en": "Server", "ja": "サーバー"})] = ""
    port: Annotated[int | None, Setting(title={"en": "Port", "ja": "ポート"})] = None
    database: Annotated[
        str,
        Setting(
            title={"en": "Database", "ja": "データベース"},
            help={
                "en": "Its name; with SQLite the file.",
                "ja": "データベース名。SQLiteではファイルの場所。",
            },
        ),
    ] = ""
    user: Annotated[str, Setting(title={"en": "User", "ja": "ユーザー"})] = ""
    password: Annotated[str, Setting(title={"en": "Password", "ja": "パスワード"}, shape="secret")] = ""
    url: Annotated[
        str,
        Setting(
            title={"en": "Address (URL)", "ja": "接続先のURL"},
            help={
                "en": "In place of system, server, port and database; of any system that SQLAlchemy knows. "
                "Without the password.",
                "ja": "種類、サーバー、ポート、データベースの代わりに指定できます（SQLAlchemyの形式）。"
                "パスワードは書かないでください。",
            },
        ),
    ] = ""
    options: Annotated[
        str,
        Setting(
            title={"en": "Options of the driver", "ja": "ドライバーのオプション"},
            help={"en": "Such as sslmode=require", "ja": "例：sslmode=require"},
        ),
    ] = ""
    schema: Annotated[
        str,
        Setting(
            title={"en": "Schema", "ja": "スキーマ"},
            help={
                "en": "Empty: the one that the database takes by itself.",
                "ja": "空欄なら既定のスキーマ。",
            },
        ),
    ] = ""
    query: Annotated[
        str,
        Setting(
            title={"en": "Query", "ja": "問い合わせ（SQL）"},
            help={
                "en": "One SELECT. Empty: one of the tables is read.",
                "ja": "SELECT文を1つ。空欄なら表を選んで読みます。",
            },
            shape="long_text",
        ),
    ] = ""


class SqlSource:
    """A database."""

    key = "sql"
    settings: type[msgspec.Struct] = SqlSettings

    def tables(self, settings: SqlSettings) -> tuple[SourceTable, ...]:
        """Tables and views of the schema; the query alone where there is one."""
        from kakehashi_sql.reading import names_of, try_out
        from kakehashi_sql.statement import one_select

        if settings.query.strip():
            one_select(settings)
            try_out(settings)
            return (SourceTable(QUERY, {"en": "Result of the query", "ja": "問い合わせの結果"}),)
        return tuple(SourceTable(name, {}) for name in names_of(settings))

    def read(self, settings: SqlSettings, table: str) -> Iterator[Batch]:
        """The rows, in the order in which the database gives them."""
        from kakehashi_sql.reading import batches
        from kakehashi_sql.statement import one_select

        return batches(settings, one_select(settings) if settings.query.strip() else None, table)

    def test(self, settings: SqlSettings) -> None:
        """Whether somebody can log in, and the query is one that only reads."""
        from kakehashi_sql.reading import try_out
        from kakehashi_sql.statement import one_select

        if settings.query.strip():
            one_select(settings)
        try_out(settings)


@hookimpl
def kakehashi_sources() -> list[Source]:
    """The sources of this plugin."""
    return [SqlSource()]
