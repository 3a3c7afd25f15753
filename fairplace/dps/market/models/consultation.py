"""A period in which anybody may comment on a draft (P9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Consultation(models.Model):
    """document: the draft as it was put out, so that comments stay beside what they were about.

    closes_on: the last day. young_words: the same in the words of children and young people.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    draft = models.ForeignKey("market.CategoryDraft", on_delete=models.PROTECT, related_name="+")
    introduction = models.TextField()
    young_words = models.TextField()
    document = models.JSONField()
    opened_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closes_on = models.DateField()
    open_at_least_until = models.DateField(
        null=True, help_text="Published with it: it closes no earlier, whatever the reason"
    )
