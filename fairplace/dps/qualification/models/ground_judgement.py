"""What the lead authority makes of one exclusion ground that a provider declared (Q4, Q9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class GroundJudgement(models.Model):
    """The last row for an event counts. Always with its reasons: a rejected self-cleaning needs them in writing."""

    class Outcome(models.TextChoices):
        DOES_NOT_APPLY = "does_not_apply", "The ground does not apply"
        PUT_RIGHT = "put_right", "Applies, and put right"
        NOT_PUT_RIGHT = "not_put_right", "Applies, and not put right"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("qualification.Application", on_delete=models.PROTECT, related_name="+")
    ground = models.SlugField(max_length=80)
    event = models.CharField(max_length=40, default="", help_text="Which of the declared events: its key in the answer")
    outcome = models.CharField(max_length=20, choices=Outcome)
    reason = models.TextField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="grounds_of_application", fields=["application", "event", "at"])]
