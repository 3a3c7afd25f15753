"""The encryption application. It has no tables."""

from importlib import import_module

from django.apps import AppConfig


class EncryptionConfig(AppConfig):
    """Registers its check when Django has started."""

    name = "fairplace.foundations.encryption"
    label = "encryption"

    def ready(self) -> None:
        import_module("fairplace.foundations.encryption.checks")
