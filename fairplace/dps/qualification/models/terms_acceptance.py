"""A provider accepts a new version of the terms for one line (A8)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class TermsAcceptance(models.Model):
    """Rows are added, never changed. The first version is accepted by signing the agreement, not here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey("market.TermsVersion", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    name_typed = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_acceptance_per_version", fields=["line", "terms"])]
