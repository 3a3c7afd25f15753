"""One published version of a category: kept for ever (P3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class CategoryVersion(models.Model):
    """Criteria, questions, headings, needs, features, weights and response times, as one document.

    Applications and referrals point at the version they were made under. Read through
    market.rules.category_content, never as loose JSON.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    in_force_from = models.DateTimeField()
    content = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_version_per_number", fields=["category", "number"])]
