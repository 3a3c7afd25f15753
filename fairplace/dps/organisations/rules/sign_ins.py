"""How somebody signed in, and with what (X1)."""

from __future__ import annotations

import re
from enum import Enum


class Factor(Enum):
    """What was shown beside the password, or instead of it."""

    EMAIL_CODE = "email_code"
    AUTHENTICATOR_APP = "totp"
    PASSKEY = "webauthn"
    RECOVERY_CODE = "recovery_codes"
    SINGLE_SIGN_ON = "single_sign_on"
    DEMO = "demo"
    NONE = "none"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def satisfies_demand(self) -> bool:
        """Whether a session that began so may pass where the organisation demands more than an e-mailed code.

        Somebody with an app or a passkey passes by having it: signing in asked for it. The council's own sign-in page
        has its own rules. In the demo there is nothing to protect.
        """
        return self in {Factor.SINGLE_SIGN_ON, Factor.DEMO}


_LABELS = {
    Factor.EMAIL_CODE: "a code by e-mail",
    Factor.AUTHENTICATOR_APP: "an authenticator app",
    Factor.PASSKEY: "a passkey",
    Factor.RECOVERY_CODE: "a recovery code",
    Factor.SINGLE_SIGN_ON: "the council’s own sign-in",
    Factor.DEMO: "one click in the demo",
    Factor.NONE: "no second step",
}

STRONG = (Factor.AUTHENTICATOR_APP.value, Factor.PASSKEY.value)
"""What an organisation that demands more than an e-mailed code accepts. Recovery codes stand in for these alone."""

# Order matters: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|CriOS|Chromium", "Chrome"),
    ("Safari", "Safari"),
)
_MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh|Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(user_agent: str) -> str:
    """ "Firefox on Windows": enough to tell one's own from a stranger's, and no more."""
    browser = next((name for mark, name in _BROWSERS if re.search(rf"(?:{mark})/", user_agent)), "A browser")
    machine = next((name for mark, name in _MACHINES if re.search(mark, user_agent)), "")
    return f"{browser} on {machine}" if machine else browser
