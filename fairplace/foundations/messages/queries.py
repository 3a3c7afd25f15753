"""Reading the outbox (the demo shows it; the operator sees what waits)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.foundations.messages.models import Message


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as a page shows it."""

    id: UUID
    to_address: str
    subject: str
    body_text: str
    queued_at: datetime
    sent_at: datetime | None
    attempts: int
    last_error: str


_COLUMNS = tuple(MessageRow.__dataclass_fields__)


def all_messages(limit: int = 200) -> list[MessageRow]:
    """The newest messages to anybody."""
    return [MessageRow(**row) for row in Message.objects.order_by("-queued_at", "-id").values(*_COLUMNS)[:limit]]


def messages_sent_to(address: str, limit: int = 200) -> list[MessageRow]:
    """The newest messages to one address, sent or still waiting."""
    to_them = Message.objects.filter(to_address__iexact=address).order_by("-queued_at", "-id")
    return [MessageRow(**row) for row in to_them.values(*_COLUMNS)[:limit]]


def message(message_id: UUID) -> MessageRow | None:
    """One message."""
    row = Message.objects.filter(id=message_id).values(*_COLUMNS).first()
    return MessageRow(**row) if row else None


def messages_waiting() -> int:
    """How many messages have not been sent yet."""
    return Message.objects.filter(sent_at__isnull=True).count()
