"""One bid's scores, for lists and feedback: copied from the scorecard when it is made."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Score(models.Model):
    """Holds exact miles, so row-level security shows it to the council alone; a bidder has Feedback."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    bid = models.OneToOneField("competitions.Bid", on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(null=True)
    total = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    quality = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    criteria = models.JSONField(help_text="criterion code to score as decimal text, or null")
    working = models.JSONField(help_text="criterion code to one sentence")
