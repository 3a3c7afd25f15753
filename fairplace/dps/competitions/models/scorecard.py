"""The record that was evaluated and the result, as they were on the day (C3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Scorecard(models.Model):
    """Recomputing the record with `fairplace evaluate` gives the result. Row-level security: the council alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.OneToOneField("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    method_version = models.CharField(max_length=20)
    record = models.JSONField()
    result = models.JSONField()
    at = models.DateTimeField()
