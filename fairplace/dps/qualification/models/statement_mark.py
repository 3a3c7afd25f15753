"""A mark for a scored statement of a line, and the moderated one (Q9, Q10)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class StatementMark(models.Model):
    """Individual marks first, blind to each other; then one moderated. Never overwritten.

    carried_from: the agreed mark of the refused line that this line puts right, for the same words (Q11).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    question = models.SlugField(max_length=60)
    moderated = models.BooleanField(default=False)
    mark = models.DecimalField(max_digits=5, decimal_places=2)
    reason = models.TextField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    carried_from = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        indexes = [models.Index(name="statement_marks_of_line", fields=["line", "question"])]
        constraints = [models.CheckConstraint(name="statement_mark_not_negative", condition=models.Q(mark__gte=0))]
