"""Same-day feedback to one bidder (C7)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Feedback(models.Model):
    """Own scores, the winner's, rank, the winner's characteristics, comments. Row-level security: council and bidder.

    One per award: when a winner withdraws, the next award gives its own feedback, and what was told before stays.
    award: null where the competition ended without one.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    award = models.ForeignKey("competitions.Award", on_delete=models.PROTECT, related_name="+", null=True)
    bid = models.ForeignKey("competitions.Bid", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_feedback_per_award", fields=["award", "bid"]),
            models.UniqueConstraint(
                name="one_letter_without_award", fields=["bid"], condition=models.Q(award__isnull=True)
            ),
        ]
        indexes = [
            models.Index(name="feedback_of_provider", fields=["provider", "given_at"]),
            models.Index(name="feedback_unread", fields=["provider"], condition=models.Q(read_at__isnull=True)),
        ]
