"""The documents application."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Uploaded files."""

    name = "fairplace.foundations.documents"
    label = "documents"
