"""A declaration on grounds for exclusion that its provider corrected after sending (Q4)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class GroundCorrection(models.Model):
    """Rows are added, never changed; what was sent stays as it was sent, in the application's text.

    before, after: an event as rules.grounds writes it; {} where it was not declared, or is not any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("qualification.Application", on_delete=models.PROTECT, related_name="+")
    question = models.SlugField(max_length=80)
    before = models.JSONField()
    after = models.JSONField()
    because = models.TextField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="corrections_of_application", fields=["application", "at"])]
