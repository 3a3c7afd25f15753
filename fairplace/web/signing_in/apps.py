"""Registers signing in with Django."""

from django.apps import AppConfig


class SigningIn(AppConfig):
    name = "fairplace.web.signing_in"
    label = "signing_in"
