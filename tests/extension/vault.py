"""A source behind a password, and a keychain in memory."""

from __future__ import annotations

from pathlib import Path

from keyring.backend import KeyringBackend
from tests.extension.making import put

CANARY = "c4nary/ü&\"'x"
MANIFEST = """
[[sources]]
key = "vault"
title = { en = "Vault", ja = "金庫" }
"""
CODE = """
import os, sys
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal
from urllib.parse import quote_plus
import msgspec
from kakehashi.api import Batch, PlanError, Problem, Setting, SourceTable, hookimpl

class Settings(msgspec.Struct):
    server: Annotated[str, Setting(title={"en": "Server", "ja": "サーバー"})]
    password: Annotated[str, Setting(title={"en": "Password", "ja": "パスワード"}, shape="secret")]
    pin: Annotated[str, Setting(title="PIN", shape="secret")] = ""
    port: int = 443
    share: float | None = None
    deep: bool = False
    way: Literal["well", "raises", "quotes", "values", "dies", "hangs"] = "well"
    tables: int = 2

class Vault:
    key, settings = "vault", Settings

    def tables(self, settings):
        self.test(settings)
        titles = {"deals": {"en": "Deals", "ja": "商談"}, "people": {"en": "People", "ja": "人"}}
        return tuple(SourceTable(key, titles[key]) for key in [*titles][:settings.tables])

    def read(self, settings, table):
        self.test(settings)
        getattr(self, settings.way)(settings.password)
        ends = ("Closed Lost", "Closed Won")
        deals = [(f"D-{at}", ends[at % 2], Decimal("10.5"), date(2026, 4, 1 + at)) for at in range(5)]
        yield Batch(("Deal ID", "Stage", "Amount", "Close Date"), deals)

    def test(self, settings):
        if any(name.startswith("KAKEHASHI_SECRET") for name in os.environ):
            raise Problem("secrets in the environment")
        if settings.server == "down":
            raise Problem({"en": "The server does not answer.", "ja": "サーバーが応答しません。"})
        if settings.password != PASSWORD:
            raise Problem({"en": f"Wrong password: {settings.password}", "ja": "パスワードが違います。"})

    def well(self, password): pass
    def raises(self, password): raise RuntimeError(f"postgresql://u:{quote_plus(password)}@h {password!r}")
    def quotes(self, password): raise Problem({"en": f"no: {password}", "ja": f"不可：{password}"})
    def values(self, password): raise PlanError("error.csv.cannot_open", name=password)
    def hangs(self, password):
        import time
        time.sleep(1000)

    def dies(self, password):
        print("login with", password, quote_plus(password), file=sys.stderr, flush=True)
        os._exit(7)

@hookimpl
def kakehashi_sources():
    return [Vault()]
"""


class Memory(KeyringBackend):
    """A keychain that ends with the test."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


def put_vault() -> Path:
    """The source, allowed to run."""
    return put("vault", CODE.replace("PASSWORD", repr(CANARY)), MANIFEST)


def traces(*folders: Path) -> list[str]:
    """Files below these folders in which the password stands, plugins apart."""
    forms = [form.encode() for form in (CANARY, "c4nary", "%2F%C3%BC")]
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and "plugins" not in path.parts and any(f in path.read_bytes() for f in forms)
    ]
