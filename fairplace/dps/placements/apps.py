"""Registers the area with Django."""

from django.apps import AppConfig


class Placements(AppConfig):
    name = "fairplace.dps.placements"
    label = "placements"
    verbose_name = "Placements"
