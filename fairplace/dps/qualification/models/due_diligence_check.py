"""One check of due diligence on a line, before it is admitted (Q14)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class DueDiligenceCheck(models.Model):
    """The last row for a check counts. What is checked stands in rules/due_diligence."""

    class Outcome(models.TextChoices):
        CLEAR = "clear", "Clear"
        CONCERN = "concern", "Concern"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    check_code = models.SlugField(max_length=60)
    outcome = models.CharField(max_length=10, choices=Outcome)
    note = models.TextField()
    checked_on = models.DateField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="checks_of_line", fields=["line", "check_code", "at"])]
