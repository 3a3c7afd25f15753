"""A legal hold: what may not be disposed of, whatever falls due (T5)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Hold(models.Model):
    """Of one referral, of whatever concerns one provider, or of everything of a council. It always wins.

    A trigger makes placing one wait for the disposal of one thing that is under way (migration 0003_retention).
    """

    class Scope(models.TextChoices):
        REFERRAL = "referral", "One referral"
        PROVIDER = "provider", "Whatever concerns one provider"
        ALL = "all", "Everything of the council"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=10, choices=Scope)
    referral_id = models.UUIDField(null=True, help_text="No foreign key: when the hold has ended, the referral may go")
    reference = models.CharField(max_length=20, blank=True, help_text="Of that referral")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True, help_text="Its last day; empty: until somebody ends it")
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    ended_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hold_of_one_thing",
                condition=models.Q(scope="referral", referral_id__isnull=False, provider__isnull=True)
                | models.Q(scope="provider", referral_id__isnull=True, provider__isnull=False)
                | models.Q(scope="all", referral_id__isnull=True, provider__isnull=True),
            )
        ]
        indexes = [models.Index(name="holds_of_council", fields=["council", "ended_at"])]
