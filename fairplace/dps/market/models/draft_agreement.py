"""A partner council agrees to a draft, or objects (P8)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class DraftAgreement(models.Model):
    """Append-only: the newest row of a council in a round counts. reference: of the council's own decision.

    document_sha256: of the very text that was before it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey("market.CategoryDraft", on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    agrees = models.BooleanField()
    reference = models.CharField(max_length=120, blank=True)
    reason = models.TextField(blank=True)
    document_sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreement_has_reference_objection_has_reason",
                condition=models.Q(agrees=True) & ~models.Q(reference="")
                | models.Q(agrees=False) & ~models.Q(reason=""),
            )
        ]
