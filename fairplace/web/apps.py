"""Registers the page door with Django, so that its start-up checks run."""

from django.apps import AppConfig


class Web(AppConfig):
    name = "fairplace.web"
    label = "web"

    def ready(self) -> None:
        from fairplace.web.page import checks  # noqa: F401, PLC0415 - registering needs the apps loaded
