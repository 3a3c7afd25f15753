"""A code that was sent by e-mail lies sealed in the session, which is a row: who reads a dump cannot use it (X1).

allauth puts into the session, and hands to its letter and its form, what our adapter makes: so that is the sealed code,
and letter and form open it.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from allauth.account.forms import ConfirmLoginCodeForm, ConfirmPasswordResetCodeForm

from fairplace.foundations.encryption.passing import open_passing, seal_passing

_WHAT: Final = "emailed_code"
_NOBODY: Final = UUID(int=0)
"""allauth does not say whose code it asks for. The session is whose it is, and signed."""


def seal_code(code: str) -> str:
    return seal_passing(code, what=_WHAT, owner=_NOBODY)


def open_code(sealed: str) -> str:
    """ "" where it cannot be opened: no code is right then."""
    return open_passing(sealed, what=_WHAT, owner=_NOBODY)


class _Opened:
    def __init__(self, *args: Any, code: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, code=open_code(code or ""), **kwargs)  # type: ignore[call-arg]  # of allauth's form


class SignInCodeForm(_Opened, ConfirmLoginCodeForm):  # type: ignore[misc]
    """For signing in."""


class NewPasswordCodeForm(_Opened, ConfirmPasswordResetCodeForm):  # type: ignore[misc]
    """For a new password."""
