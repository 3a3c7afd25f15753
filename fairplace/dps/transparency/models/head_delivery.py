"""A signed head of the log, as it was sent to a council for keeping (T3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class HeadDelivery(models.Model):
    """Append-only. `signed` is the very text of the letter; people: how many letters there were."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    size = models.BigIntegerField()
    signed = models.TextField()
    people = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_delivery_of_a_head", fields=["council", "size"])]
        indexes = [models.Index(name="heads_of_council", fields=["council", "-at"])]
