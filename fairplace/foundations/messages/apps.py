"""The messages application."""

from django.apps import AppConfig


class MessagesConfig(AppConfig):
    """Labelled outbox, because "messages" is the label of django.contrib.messages."""

    name = "fairplace.foundations.messages"
    label = "outbox"
