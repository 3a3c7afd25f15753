"""Letters that hold what a copy of the database must not give away: a family's address, its link, a code.

Address and text are sealed like a child's data. So that the letters to one address can still be found, a keyed
digest of the address is kept beside them.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from fairplace.foundations.encryption import reveal_value, seal_onto
from fairplace.foundations.messages.models import Message


def make_private(message: Message, *, to: str, body: str, otherwise: str = "") -> Message:
    """Seal address and text onto a message that is not saved yet; nothing of them stays in plain columns.

    otherwise: of a text message, the e-mail address that it goes to when it cannot be sent.
    """
    message.to_address, message.body_text = "", ""
    message.to_digest = address_digest(to)
    seal_onto(message, sealed=json.dumps({"to": to, "body": body, **({"otherwise": otherwise} if otherwise else {})}))
    return message


def by_email_instead(message: Message) -> bool:
    """Turn a text message into an e-mail to the address it was given for that. False when there is none."""
    letter = json.loads(reveal_value(Message, "sealed", message.id, message.sealed) or "{}")
    if not letter.get("otherwise"):
        return False
    message.way = Message.Way.EMAIL
    make_private(message, to=letter["otherwise"], body=letter["body"])
    return True


def address_digest(address: str) -> bytes:
    """The same for one address however it is written; of no use without the installation's secret key."""
    return salted_hmac("fairplace.messages.address", address.strip().lower(), algorithm="sha256").digest()


def opened(row: dict[str, Any]) -> dict[str, Any]:
    """A row of values with `to_address` and `body_text` as the letter has them; `sealed` is taken out."""
    row = dict(row)
    row_id: UUID = row["id"]
    held = reveal_value(Message, "sealed", row_id, row.pop("sealed"))
    if held is not None:
        letter = json.loads(held)
        row["to_address"], row["body_text"] = letter["to"], letter["body"]
    return row
