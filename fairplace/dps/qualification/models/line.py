"""One establishment in one category: what is assessed, accredited and suspended (A1)."""

from __future__ import annotations

from django.db import models

from fairplace.dps.qualification.rules.lifecycle import LineStanding
from fairplace.foundations.kernel.identifiers import new_id


class Line(models.Model):
    """A line. reapplies_for: the refused line whose failed criteria it puts right (Q11).

    Its state is the last of its LineState rows, kept here too so that lists need no sub-query.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("qualification.Application", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey("organisations.Establishment", on_delete=models.PROTECT, related_name="+")
    category_version = models.ForeignKey("market.CategoryVersion", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=30, choices=[(state.value, state.label) for state in LineStanding])
    answers = models.JSONField(default=dict)
    competency_score = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, help_text="0 to 100, carried to every referral (Q10)"
    )
    round = models.ForeignKey(
        "qualification.Round",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        help_text="The round of its category's initial evaluation in which it was sent (Q13)",
    )
    accredited_at = models.DateTimeField(null=True)
    reapplies_for = models.ForeignKey("self", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_live_line",
                fields=["establishment", "category"],
                condition=~models.Q(state__in=["refused", "withdrawn", "left", "removed"]),
            ),
            models.CheckConstraint(
                name="competency_within_100",
                condition=models.Q(competency_score__isnull=True)
                | models.Q(competency_score__gte=0, competency_score__lte=100),
            ),
        ]
        indexes = [
            models.Index(name="line_of_application", fields=["application"]),
            models.Index(name="line_of_provider", fields=["provider", "state"]),
            models.Index(name="line_in_category", fields=["category", "state"]),
        ]
