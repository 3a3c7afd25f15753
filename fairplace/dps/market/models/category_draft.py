"""A draft of the next version of a category (P3, P8)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from fairplace.dps.market.rules.draft_lifecycle import OPEN, DraftStage
from fairplace.foundations.kernel.identifiers import new_id


class CategoryDraft(models.Model):
    """The document as it stands. revision goes up with every change, so that nobody writes over another unseen.

    round: how often it was put to the partners; an agreement counts in its own round alone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    begun_from = models.ForeignKey("market.CategoryVersion", on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    document = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    stage = models.CharField(max_length=10, choices=[(one.value, one.label) for one in DraftStage])
    round = models.PositiveSmallIntegerField(default=0)
    in_force_on = models.DateField(null=True, blank=True)
    no_consultation_because = models.TextField(blank=True)
    published = models.ForeignKey(
        "market.CategoryVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_draft_per_category",
                fields=["category"],
                condition=Q(stage__in=sorted(one.value for one in OPEN)),
            )
        ]
