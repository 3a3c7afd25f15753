"""Registers signing in with Django."""

from django.apps import AppConfig
from django.db.models.signals import post_delete


class SigningIn(AppConfig):
    name = "fairplace.web.signing_in"
    label = "signing_in"

    def ready(self) -> None:
        from allauth.mfa.models import Authenticator  # noqa: PLC0415 - all three need the apps loaded

        from fairplace.web.signing_in import factors_adapter, sessions  # noqa: PLC0415

        sessions.watch()
        post_delete.connect(factors_adapter.forget, sender=Authenticator, dispatch_uid="factor-forgotten")
