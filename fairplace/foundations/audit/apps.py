"""The audit application."""

from importlib import import_module

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers its checks when Django has started."""

    name = "fairplace.foundations.audit"
    label = "audit"

    def ready(self) -> None:
        import_module("fairplace.foundations.audit.checks")
