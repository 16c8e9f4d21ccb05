"""Secrets of sources: in the keychain of the operating system, nowhere else.

The keychain's library takes its time; it is loaded when a secret is wanted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import ModuleType
from typing import TypeVar

from kakehashi.words import PlanError

log = logging.getLogger(__name__)
T = TypeVar("T")

SERVICE = "kakehashi"
GOOD_ENOUGH = 1
"""Keychains of a lower priority keep secrets in plain files, or not at all."""


class NoKeychain(PlanError):
    """There is no keychain that can be used, or it refuses."""

    def __init__(self) -> None:
        super().__init__("error.secret.no_keychain")


def kept(account: str) -> str | None:
    """The secret of this account; None where there is none. Raises NoKeychain."""
    found: str | None = _asked(lambda keyring: keyring.get_password(SERVICE, account))
    return found


def keep(account: str, secret: str) -> None:
    """Put a secret into the keychain, in the place of an older one. Raises NoKeychain."""
    _asked(lambda keyring: keyring.set_password(SERVICE, account, secret))


def forget(account: str) -> None:
    """Take a secret out of the keychain, if it is there. Raises NoKeychain."""
    if kept(account) is not None:
        _asked(lambda keyring: keyring.delete_password(SERVICE, account))


def _asked(question: Callable[[ModuleType], T]) -> T:
    """What the keychain answers. The border to many systems: whatever it raises, it can't be used; what it
    says stays out of the log, since nobody knows what it quotes."""
    try:
        import keyring

        backend = keyring.get_keyring()
        chained = getattr(backend, "backends", None) or (backend,)  # a chain keeps with its best link
        if max(float(each.priority) for each in chained) < GOOD_ENOUGH:
            raise NoKeychain
        return question(keyring)
    except NoKeychain:
        raise
    except Exception as error:  # noqa: BLE001
        log.info("no keychain: %s", type(error).__name__)
        raise NoKeychain from None
