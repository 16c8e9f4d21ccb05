"""Secrets are left out of all that a plugin says; a keychain that can't be used is told."""

from __future__ import annotations

from contextlib import nullcontext

import keyring
import pytest
from keyring.backend import KeyringBackend
from tests.extension.vault import CANARY, Memory, put_vault

from kakehashi.extension import secrets
from kakehashi.extension.hidden import Hidden
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.reading import Wish, read_by, source_named
from kakehashi.words import PlanError, text

LONG = {
    "raises": "raise RuntimeError(password * 5000)",
    "dies": "sys.stderr.write(password * 5000); sys.stderr.flush(); os._exit(7)",
    "prints": "print(password * 5000)",
}


@pytest.mark.parametrize("way", [*LONG])
def test_no_piece_of_a_secret_where_much_is_cut_off(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.extension import vault

    monkeypatch.setattr(
        vault,
        "CODE",
        vault.CODE.replace("def well(self, password): pass", f"def well(self, password): {LONG[way]}"),
    )
    put_vault()
    wish = Wish(source_named("vault"), "vault", {"server": "erp"}, None, {"password": CANARY})
    rows = read_by(wish, "deals")
    ends = nullcontext() if way == "prints" else pytest.raises(PlanError)
    with ends, rows.opening(None) as read:  # type: ignore[union-attr]
        assert sum(some.height for some in read.rows) == 5
    logged = log_of("vault").read_text("utf-8")
    assert "***" in logged
    for piece in ("c4n", "nary", "/ü", "ü&"):
        assert piece not in logged


def test_forms_of_a_secret_are_hidden() -> None:
    hidden = Hidden(("p w/&'\"\\ü", ""))
    for said in (
        "p w/&'\"\\ü",
        "p%20w%2F%26%27%22%5C%C3%BC",
        "p+w%2F%26%27%22%5C%C3%BC",
        r"p w/&'\"\\ü",
        r"p w/&'\"\\\u00fc",
    ):
        assert hidden.in_text(f"<{said}>") == "<***>", said
    assert hidden.in_values({"a": "p w/&'\"\\ü", "b": {"en": "x p w/&'\"\\ü"}, "c": 3}) == {
        "a": "***",
        "b": {"en": "x ***"},
        "c": 3,
    }


class Broken(KeyringBackend):
    """A keychain that nobody can open, and that says what it was asked to keep."""

    priority = 5  # type: ignore[assignment]

    def get_password(self, service: str, username: str) -> str:
        raise OSError("the wallet is locked")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(password)


class Plain(Memory):
    """A keychain that is a plain file."""

    priority = 0.5  # type: ignore[assignment]


class Chain(Memory):
    """Keychains of which the best one is a plain file."""

    priority = 10  # type: ignore[assignment]
    backends = (Plain(), Plain())


@pytest.mark.parametrize("backend", [Broken, Plain, Chain, None])
def test_a_keychain_that_cannot_be_used(
    backend: type[KeyringBackend] | None, caplog: pytest.LogCaptureFixture
) -> None:
    before = keyring.get_keyring()
    if backend is not None:
        keyring.set_keyring(backend())
    try:
        for act in (
            lambda: secrets.keep("a", CANARY),
            lambda: secrets.kept("a"),
            lambda: secrets.forget("a"),
        ):
            with caplog.at_level("DEBUG"), pytest.raises(secrets.NoKeychain) as caught:
                act()
            assert caught.value.__cause__ is None
            assert "c4nary" not in text(caught.value.message, "en") + caplog.text
    finally:
        keyring.set_keyring(before)


def test_a_keychain_keeps_and_forgets() -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(Memory())
    try:
        assert secrets.kept("a") is None
        secrets.keep("a", CANARY)
        assert secrets.kept("a") == CANARY
        secrets.forget("a")
        secrets.forget("a")
        assert secrets.kept("a") is None
    finally:
        keyring.set_keyring(before)
