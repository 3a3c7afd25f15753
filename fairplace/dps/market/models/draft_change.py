"""Who changed what in a draft (P8)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class DraftChange(models.Model):
    """Append-only. part and key: the thing that was changed, as in rules/edits.py; what: added, changed, ..."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey("market.CategoryDraft", on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField()
    part = models.CharField(max_length=40)
    key = models.CharField(max_length=80, blank=True)
    what = models.CharField(max_length=20)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_change_per_revision", fields=["draft", "revision"])]
