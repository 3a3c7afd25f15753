"""Registers the area with Django."""

from django.apps import AppConfig


class Referrals(AppConfig):
    name = "fairplace.dps.referrals"
    label = "referrals"
    verbose_name = "Referrals"
