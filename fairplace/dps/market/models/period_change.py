"""How a system's period of validity was changed (P2, §5.6): a row for each change."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class PeriodChange(models.Model):
    """The system itself holds the last day in force. Append-only."""

    class Kind(models.TextChoices):
        EXTENDED = "extended", "Extended"
        SHORTENED = "shortened", "Shortened"
        ENDED = "ended", "Ended early"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    ended_on = models.DateField(help_text="The last day before the change")
    ends_on = models.DateField(help_text="The last day since")
    because = models.TextField()
    notice = models.OneToOneField("market.Notice", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
