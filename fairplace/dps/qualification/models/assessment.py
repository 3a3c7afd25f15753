"""Pass or fail on one criterion of one line, with the reason (Q9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Assessment(models.Model):
    """The last row for a criterion counts; earlier ones stay (never overwritten).

    carried_from: the judgement of the refused line that this line puts right, where nothing about it has changed (Q11).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    criterion = models.SlugField(max_length=60)
    passed = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(name="assessments_of_line", fields=["line", "criterion", "at"])]
