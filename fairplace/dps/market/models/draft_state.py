"""Every move of a draft from one stage to the next (P8)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class DraftState(models.Model):
    """Append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey("market.CategoryDraft", on_delete=models.PROTECT, related_name="+")
    came_from = models.CharField(max_length=10, blank=True)
    became = models.CharField(max_length=10)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    because = models.TextField(blank=True)
