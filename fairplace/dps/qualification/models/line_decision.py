"""A decision on a line in steps: proposed by one person, released or sent back by another (four eyes)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class LineDecision(models.Model):
    """Rows are added, never changed. checked: agreed by the second person and held until its round is released."""

    class Step(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        SENT_BACK = "sent_back", "Sent back"
        CHECKED = "checked", "Checked, held for the round"
        RELEASED = "released", "Released"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    proposal = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)
    step = models.CharField(max_length=10, choices=Step)
    approved = models.BooleanField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="decisions_of_line", fields=["line", "at"])]
        constraints = [
            models.CheckConstraint(
                name="only_a_proposal_stands_alone",
                condition=models.Q(step="proposed", proposal__isnull=True)
                | (~models.Q(step="proposed") & models.Q(proposal__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_end_per_proposal",
                fields=["proposal"],
                condition=models.Q(step__in=["sent_back", "released"]),
            ),
        ]
