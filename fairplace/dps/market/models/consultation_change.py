"""Another last day for comments than was said (P9): a row for each change."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ConsultationChange(models.Model):
    """Append-only, so that what was promised first stays to be read. because: always given where it ends earlier."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consultation = models.ForeignKey("market.Consultation", on_delete=models.PROTECT, related_name="+")
    was_to_close_on = models.DateField()
    closes_on = models.DateField()
    because = models.TextField(blank=True)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
