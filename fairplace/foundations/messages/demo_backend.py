"""The mail backend of the demo: nothing leaves the machine, everything can be read on the outbox page."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from fairplace.foundations.audit import clock
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.messages.delivery import ROW_HEADER
from fairplace.foundations.messages.models import Message


class KeptMail(BaseEmailBackend):
    """Keeps each e-mail as a sent row of the outbox; one that came from there has its row already."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for email in email_messages:
            if ROW_HEADER not in email.extra_headers:
                _keep(email)
        return len(email_messages)


def _keep(email: EmailMessage) -> None:
    at = clock.now()
    for address in email.recipients():
        Message.objects.create(
            key=f"direct:{new_id()}",
            to_address=address,
            subject=str(email.subject),
            body_text=str(email.body),
            queued_at=at,
            sent_at=at,
            attempts=1,
        )
