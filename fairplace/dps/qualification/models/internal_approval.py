"""An authority's own approval of a round's outcome, before the first agreements are issued (Q14)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class InternalApproval(models.Model):
    """reference: of that authority's own decision; approved_by: who took it there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey("qualification.Round", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    reference = models.CharField(max_length=80)
    approved_by = models.CharField(max_length=120)
    approved_on = models.DateField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_approval_per_council", fields=["round", "council"])]
