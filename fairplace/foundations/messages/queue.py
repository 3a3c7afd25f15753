"""Putting a message into the outbox."""

from uuid import UUID

from django.db import connection

from fairplace.foundations.messages import jobs
from fairplace.foundations.messages.models import Message


def queue_message(*, key: str, to: str, subject: str, body: str) -> UUID:
    """Queue an e-mail in the running transaction: it is sent if, and only if, its cause is committed.

    `key` names cause and recipient, such as `f"award-made:{award_id}:{person_id}"`: queued twice, it is sent
    once. E-mail travels in the open and is kept for good, so it never holds anything about a child: say that
    there is something to read, and where. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"The message {key} must be queued in the transaction of its cause.")
    message, is_new = Message.objects.get_or_create(
        key=key, defaults={"to_address": to, "subject": " ".join(subject.split()), "body_text": body}
    )
    if is_new:
        jobs.deliver_message.defer(message_id=str(message.id))
    return message.id
