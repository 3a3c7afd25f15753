"""Registers the area with Django."""

from django.apps import AppConfig


class Competitions(AppConfig):
    name = "fairplace.dps.competitions"
    label = "competitions"
    verbose_name = "Competitions"
