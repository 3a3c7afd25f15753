"""Registers the demo's commands; its addresses exist only where FAIRPLACE_DEMO is set."""

from django.apps import AppConfig


class Demo(AppConfig):
    name = "fairplace.demo"
    label = "demo"
