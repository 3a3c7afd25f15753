"""The outbox: what is to be sent, and what was."""

from django.db import models
from django.db.models.functions import Now as StatementNow

from fairplace.foundations.audit.clock import Now
from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class Message(models.Model):
    """One e-mail or text message to one person. Its key is given by the cause: a cause told twice is told once.

    A private one (see private.py) has neither address nor text here but in `sealed`. A text message is always private.
    """

    class Way(models.TextChoices):
        EMAIL = "email", "E-mail"
        TEXT = "text", "Text message"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.TextField(unique=True)
    way = models.CharField(max_length=10, choices=Way, default=Way.EMAIL, db_default=Way.EMAIL.value)
    to_address = models.EmailField(blank=True)
    to_digest = models.BinaryField(null=True)
    subject = models.TextField()
    body_text = models.TextField(blank=True)
    sealed = EncryptedTextField(null=True)
    queued_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    try_again_at = models.DateTimeField(db_default=StatementNow())
    last_error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["try_again_at"], name="outbox_waiting", condition=models.Q(sent_at__isnull=True)),
            models.Index(fields=["sent_at"], name="outbox_sent", condition=models.Q(sent_at__isnull=False)),
            models.Index(fields=["to_address", "-queued_at"], name="outbox_to"),
            models.Index(fields=["to_digest"], name="outbox_to_private", condition=models.Q(to_digest__isnull=False)),
        ]
