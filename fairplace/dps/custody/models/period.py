"""How long a council keeps a class of records, where it has chosen (T5)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Period(models.Model):
    """Rows are added, never changed: the last of a class counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, help_text="Of seeds/retention.toml")
    months = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(name="periods_of_council", fields=["council", "code", "-at"])]
