"""Registers the area with Django."""

from django.apps import AppConfig


class Qualification(AppConfig):
    name = "fairplace.dps.qualification"
    label = "qualification"
    verbose_name = "Qualification"
