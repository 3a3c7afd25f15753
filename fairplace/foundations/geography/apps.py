"""The geography application."""

from django.apps import AppConfig


class GeographyConfig(AppConfig):
    """Postcodes and where they are."""

    name = "fairplace.foundations.geography"
    label = "geography"
