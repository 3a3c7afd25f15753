"""Registers the area with Django."""

from django.apps import AppConfig


class Transparency(AppConfig):
    name = "fairplace.dps.transparency"
    label = "transparency"
    verbose_name = "Transparency"
