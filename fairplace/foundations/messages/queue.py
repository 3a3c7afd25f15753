"""Putting a message into the outbox."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from procrastinate.types import JSONValue

from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.messages import jobs
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.private import make_private


def queue_message(*, key: str, to: str, subject: str, body: str, private: bool = False) -> UUID:
    """Queue an e-mail in the running transaction: it is sent if, and only if, its cause is committed.

    `key` names cause and recipient, such as `f"award-made:{award_id}:{person_id}"`: queued twice, it is sent
    once. What it names stands between colons, where a legal hold looks for it (T5). E-mail travels in the open and is
    kept for good, so it never holds anything about a child: say that
    there is something to read, and where. `private` seals address and text in our database: for letters to a
    family, and for whatever has a code or a link in it that is itself a key. Raises RuntimeError outside a transaction,
    ValueError for a key that a hold would not find.
    """
    _queued_with_its_cause(key)
    made = Message(id=new_id(), key=key, to_address=to, subject=" ".join(subject.split()), body_text=body)
    if private:
        make_private(made, to=to, body=body)
    columns = ("id", "to_address", "subject", "body_text", "to_digest", "sealed")
    message, is_new = Message.objects.get_or_create(key=key, defaults={name: getattr(made, name) for name in columns})
    if is_new:
        jobs.deliver_message.defer(message_id=str(message.id))
    return message.id


def queue_text(*, key: str, to: str, text: str, otherwise: str, subject: str) -> UUID:
    """Queue a text message in the running transaction, once for its key. Always private.

    to: a number as `kernel.telephone.text_number` gives it. otherwise: the e-mail address that the same words go to,
    under `subject`, when the number cannot be reached; "" for none. Raises as queue_message does.
    """
    _queued_with_its_cause(key)
    made = Message(id=new_id(), key=key, way=Message.Way.TEXT, subject=subject)
    make_private(made, to=to, body=text, otherwise=otherwise)
    columns = ("id", "way", "to_address", "subject", "body_text", "to_digest", "sealed")
    message, is_new = Message.objects.get_or_create(key=key, defaults={name: getattr(made, name) for name in columns})
    if is_new:
        jobs.deliver_message.defer(message_id=str(message.id))
    return message.id


class Letter(NamedTuple):
    """One message of many: see queue_message for what each part may hold."""

    key: str
    to: str
    subject: str
    body: str


_QUEUE = """
    INSERT INTO outbox_message (id, key, to_address, subject, body_text, attempts, last_error, try_again_at)
    SELECT *, 0, '', statement_timestamp() + make_interval(secs => %s)
      FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
        ON CONFLICT (key) DO NOTHING RETURNING id
"""


def queue_messages(letters: Iterable[Letter], *, after: timedelta | None = None) -> int:
    """Queue many at once, in two statements however many they are. Returns how many were not queued before.

    after: they wait so long, and go with what the next minute's round finds due. Raises as queue_message does.
    """
    wanted = list({letter.key: letter for letter in letters}.values())
    _queued_with_its_cause(*(letter.key for letter in wanted))
    if not wanted:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            _QUEUE,
            [
                (after or timedelta()).total_seconds(),
                [new_id() for _ in wanted],
                [letter.key for letter in wanted],
                [letter.to for letter in wanted],
                [" ".join(letter.subject.split()) for letter in wanted],
                [letter.body for letter in wanted],
            ],
        )
        queued = [message_id for (message_id,) in cursor.fetchall()]
    if queued and not after:
        to_do: list[dict[str, JSONValue]] = [{"message_id": str(message_id)} for message_id in queued]
        jobs.deliver_message.batch_defer(*to_do)
    return len(queued)


_NAMED = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _queued_with_its_cause(*keys: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"Queue these in the transaction of their cause: {', '.join(keys)}")
    for key in keys:
        parts = key.split(":")
        if unfound := [named for named in _NAMED.findall(key) if named not in parts]:
            raise ValueError(f"A legal hold would not find {unfound[0]} in the key {key}: it stands between colons")
