"""Reading the outbox (the demo shows it; the operator sees what waits)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.private import address_digest, opened


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as a page shows it."""

    id: UUID
    way: str
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
    return _rows(Message.objects.all(), limit)


def messages_sent_to(address: str, limit: int = 200) -> list[MessageRow]:
    """The newest messages to one address, sent or still waiting."""
    return _rows(Message.objects.filter(Q(to_address__iexact=address) | Q(to_digest=address_digest(address))), limit)


def message(message_id: UUID) -> MessageRow | None:
    """One message."""
    return next(iter(_rows(Message.objects.filter(id=message_id), 1)), None)


def messages_waiting() -> int:
    """How many messages have not been sent yet."""
    return Message.objects.filter(sent_at__isnull=True).count()


def _rows(messages: QuerySet[Message], limit: int) -> list[MessageRow]:
    newest = messages.order_by("-queued_at", "-id").values(*_COLUMNS, "sealed")[:limit]
    return [MessageRow(**opened(row)) for row in newest]


def messages_naming(ids: Iterable[UUID]) -> list[MessageRow]:
    """Those whose cause is one of these things, by their key."""
    wanted = Q(pk__in=[])
    for one in ids:
        wanted |= Q(key__contains=str(one))
    return _rows(Message.objects.filter(wanted), 1_000)
