"""Registers signing in with Django."""

from django.apps import AppConfig


class SigningIn(AppConfig):
    name = "fairplace.web.signing_in"
    label = "signing_in"

    def ready(self) -> None:
        from fairplace.web.signing_in import sessions  # noqa: PLC0415 - needs the apps loaded

        sessions.watch()
