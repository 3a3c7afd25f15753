"""Registers the area with Django."""

from django.apps import AppConfig


class Custody(AppConfig):
    name = "fairplace.dps.custody"
    label = "custody"
    verbose_name = "Custody"
