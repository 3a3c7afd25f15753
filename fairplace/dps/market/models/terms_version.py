"""A published version of the terms that every accredited line stands under (A8): kept for ever."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class TermsVersion(models.Model):
    """category null: for all. accept_by null: the first terms, which nobody had to accept anew.

    content: read through market.rules.terms_content, never as loose JSON.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+", null=True)
    label = models.CharField(max_length=40)
    content = models.JSONField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+", null=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    accept_by = models.DateField(null=True)
    consequence = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_terms_version_per_label", fields=["system", "label"])]

    def __str__(self) -> str:
        return self.label


class LocalSchedule(models.Model):
    """What one council adds to the National Contract terms under one version of them (§1.4)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    terms = models.ForeignKey("market.TermsVersion", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_schedule_per_council", fields=["terms", "council"])]
