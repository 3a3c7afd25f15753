"""A question on the record, from the lead authority to the provider or from the provider to the lead (Q9)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Clarification(models.Model):
    """About one line, or (line null) about the whole application. answer_by: only where the lead asks."""

    class AskedBy(models.TextChoices):
        LEAD = "lead", "Lead authority"
        PROVIDER = "provider", "Provider"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("qualification.Application", on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+", null=True)
    asked_by = models.CharField(max_length=10, choices=AskedBy)
    text = models.TextField()
    answer_by = models.DateField(null=True)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="questions_of_application", fields=["application", "at"])]
        constraints = [
            models.CheckConstraint(
                name="a_question_of_the_lead_has_a_day",
                condition=models.Q(asked_by="provider") | models.Q(answer_by__isnull=False),
            )
        ]


class ClarificationAnswer(models.Model):
    """What was answered; unanswered: the day has passed and the lead goes on without an answer.

    evidence: pieces of the provider's library that the answer names, as they stood then.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clarification = models.ForeignKey("qualification.Clarification", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    evidence = ArrayField(models.UUIDField(), default=list)
    unanswered = models.BooleanField(default=False)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="answers_to_question", fields=["clarification", "at"])]
