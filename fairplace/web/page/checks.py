"""What must hold before a page is served."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connection

from fairplace.dps.custody.queries.keys import missing_keys


@register(Tags.security, deploy=True)
def secrets_are_given(app_configs: Any, **_: Any) -> Sequence[CheckMessage]:
    """A secret key, a keyring for child data and a seed for signing, from the environment."""
    faults: list[CheckMessage] = []
    if settings.SECRET_KEY == "not-for-serving":  # noqa: S105 - the very word for its absence
        faults.append(Error("FAIRPLACE_SECRET_KEY is not set.", id="fairplace.E001"))
    if not settings.FAIRPLACE_KEYRING:
        faults.append(Error("FAIRPLACE_KEYRING is not set.", id="fairplace.E002"))
    if not settings.FAIRPLACE_LOG_SEED:
        faults.append(Error("FAIRPLACE_LOG_SEED is not set.", id="fairplace.E005"))
    return faults


@register(Tags.database, deploy=True)
def keys_are_all_there(app_configs: Any, databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:
    """Every key that something is sealed with is in the keyring: a key is taken out when nothing needs it any more."""
    if not databases or not settings.FAIRPLACE_KEYRING:
        return []
    return [
        Error(
            f"Key {use.version} is not in FAIRPLACE_KEYRING, and {use.values} values and {use.documents} documents"
            " are sealed with it: put it back.",
            id="fairplace.E006",
        )
        for use in missing_keys()
    ]


@register(Tags.database)
def walls_hold(app_configs: Any, databases: Sequence[str] | None = None, **_: Any) -> Sequence[CheckMessage]:
    """Served by a role that is neither superuser nor owner; outside the demo, by a clock that nobody moved."""
    if not databases:
        return []
    faults: list[CheckMessage] = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls, EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid)"
            " FROM pg_roles WHERE rolname = current_user"
        )
        powerful, owns = cursor.fetchone()
        cursor.execute("SELECT frozen_at IS NOT NULL OR shift <> interval '0' FROM fairplace_clock")
        (moved,) = cursor.fetchone()
    if powerful or owns:
        faults.append(Error("The application must not connect as a superuser or owner.", id="fairplace.E003"))
    if moved and not settings.DEMO:
        faults.append(Error("The database's clock is shifted: only the demo may do that.", id="fairplace.E004"))
    return faults
