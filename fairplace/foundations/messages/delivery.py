"""Sending what waits in the outbox.

A row lock keeps two workers from sending one message. A worker killed between the mail server's "accepted"
and our commit sends it again; both copies then carry the same Message-ID, which mail programs show once.
"""

import logging
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models.functions import Now

from fairplace.foundations.audit import clock
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.private import by_email_instead, opened
from fairplace.foundations.messages.text_gateway import TextNotTakenError, TextRefusedError, send_text

ROW_HEADER = "X-Fairplace-Message"
LONGEST_WAIT = timedelta(hours=1)
AT_A_TIME = 100
TEXT_TRIES = 2

logger = logging.getLogger(__name__)


def deliver(message_id: UUID) -> bool:
    """Send one message, unless it was sent or another worker is at it. Whether it was sent now.

    A mail server that is down costs nothing but time: the message waits longer after each attempt. A text message
    that its gateway refuses, or does not take at the second attempt, goes by e-mail: a code in it lasts minutes.
    """
    with transaction.atomic():
        waiting = Message.objects.select_for_update(skip_locked=True).filter(id=message_id, sent_at__isnull=True)
        message = waiting.first()
        if message is None:
            return False
        message.attempts += 1
        try:
            _send(message)
        except Exception as problem:  # one message that cannot be sent must not hold up the others
            # The kind of error only: a server's answer may repeat what was in the message.
            message.last_error = type(problem).__name__
            message.try_again_at = Now() + wait_after(message.attempts)
            logger.warning("Message %s could not be sent: %s", message.id, message.last_error)
        else:
            message.sent_at = clock.now()
            message.last_error = ""
        message.save(update_fields=["attempts", "sent_at", "last_error", "try_again_at", "way", "sealed", "to_digest"])
        return message.sent_at is not None


def deliver_due() -> int:
    """Send what is due again, oldest first. How many were sent."""
    due = Message.objects.filter(sent_at__isnull=True, try_again_at__lte=Now())
    ids = list(due.order_by("queued_at").values_list("id", flat=True)[:AT_A_TIME])
    return sum(deliver(message_id) for message_id in ids)


def wait_after(attempts: int) -> timedelta:
    """One minute after the first attempt, then twice as long each time, an hour at most."""
    return min(LONGEST_WAIT, timedelta(minutes=2 ** min(attempts - 1, 10)))


def _send(message: Message) -> None:
    if message.way == Message.Way.TEXT:
        letter = opened({"id": message.id, "sealed": message.sealed})
        try:
            send_text(to=letter["to_address"], text=letter["body_text"], message_id=str(message.id))
        except (TextRefusedError, TextNotTakenError) as problem:
            wait = isinstance(problem, TextNotTakenError) and message.attempts < TEXT_TRIES
            if wait or not by_email_instead(message):
                raise
        else:
            return
    _email(message).send()


def _email(message: Message) -> EmailMessage:
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "fairplace.invalid"
    plain = {"id": message.id, "to_address": message.to_address, "body_text": message.body_text}
    letter = opened({**plain, "sealed": message.sealed})
    return EmailMessage(
        subject=message.subject,
        body=letter["body_text"],
        to=[letter["to_address"]],
        headers={"Message-ID": f"<{message.id}@{domain}>", ROW_HEADER: str(message.id)},
    )
