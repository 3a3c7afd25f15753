"""A provider says that an establishment of another provider is its own now."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class EstablishmentClaim(models.Model):
    """Append-only. It changes nothing by itself: the lead authority looks at the register and asks both."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    establishment = models.ForeignKey("organisations.Establishment", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="claim_of_place", fields=["establishment", "at"])]

    def __str__(self) -> str:
        return self.words
