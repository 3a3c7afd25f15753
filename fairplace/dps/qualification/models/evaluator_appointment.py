"""Who marks the scored statements of a line: somebody of any partner (Q9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class EvaluatorAppointment(models.Model):
    """Rows are added, never changed: the last one of a person on a line says whether they take part."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    takes_part = models.BooleanField(default=True)
    because = models.TextField(blank=True)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(name="evaluators_of_line", fields=["line", "person", "at"]),
            models.Index(name="lines_of_evaluator", fields=["person"]),
        ]
