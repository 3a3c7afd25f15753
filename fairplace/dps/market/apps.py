"""Registers the area with Django."""

from django.apps import AppConfig


class Market(AppConfig):
    name = "fairplace.dps.market"
    label = "market"
    verbose_name = "Market"
