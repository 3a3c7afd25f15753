"""The event: one fact, recorded in the transaction that made it true."""

from django.contrib.postgres.indexes import BrinIndex
from django.db import models

from fairplace.foundations.audit.clock import Now
from fairplace.foundations.audit.transaction_id import CurrentTransaction, TransactionIdField
from fairplace.foundations.kernel.identifiers import new_id


class Event(models.Model):
    """Append-only, by a trigger and by the rights of the application role. Written by `record` alone.

    Actors and organisations are identifiers without a foreign key: this foundation knows nothing of them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transaction = TransactionIdField(db_default=CurrentTransaction())
    at = models.DateTimeField(db_default=Now())
    kind = models.TextField()
    actor_id = models.UUIDField(null=True)
    organisation_id = models.UUIDField(null=True)
    subject_kind = models.TextField()
    subject_id = models.UUIDField()
    about_id = models.UUIDField()
    payload = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=16)
    leaf = models.BinaryField(max_length=32)
    commitment = models.BinaryField(max_length=32, null=True)
    """After an erasure, what the leaf holds in place of the payload; the database fills it in."""

    class Meta:
        indexes = [
            models.Index(fields=["about_id", "at"], name="event_about"),
            models.Index(fields=["subject_id"], name="event_subject"),
            models.Index(fields=["transaction"], name="event_transaction"),
            BrinIndex(fields=["at"], name="event_time", autosummarize=True),
        ]
