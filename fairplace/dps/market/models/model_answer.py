"""Who wrote a model answer and who signed it off (P9, §6.3)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ModelAnswer(models.Model):
    """Append-only. The text itself stands in the document; here is the group of children and young people behind it.

    group: what the group is called; never the name of a child. worker: who works with them and signed it off.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("market.CategoryDraft", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=80)
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    group = models.CharField(max_length=120)
    worker = models.CharField(max_length=120)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField()
    recorded_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_model_answer_per_number", fields=["category", "question", "number"])
        ]
