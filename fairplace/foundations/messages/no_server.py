"""The mail backend of an installation that has been given no mail server: it says so instead of pretending."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class NoMailServer(ConnectionError):
    """FAIRPLACE_MAIL_HOST is not set. What was to be sent waits in the outbox until it is."""


class UnsentMail(BaseEmailBackend):
    """Sends nothing: every message stays waiting, with its attempts and the reason."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise NoMailServer
