"""The background application. Its tables are those of procrastinate."""

from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    """Found by Django so that `jobs.py` is read with those of the areas."""

    name = "fairplace.foundations.background"
    label = "background"
