"""Registers the area with Django."""

from django.apps import AppConfig


class Organisations(AppConfig):
    name = "fairplace.dps.organisations"
    label = "organisations"
    verbose_name = "Organisations"
