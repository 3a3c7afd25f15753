"""Which organisation may read what of a child, since when and until when (R1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Disclosure(models.Model):
    """The row-level security of the child tables reads this table: ending it ends the access, by itself."""

    class Stage(models.IntegerChoices):
        STORY = 2, "The narrative"
        IDENTITY = 3, "Who the child is"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    stage = models.PositiveSmallIntegerField(choices=Stage)
    given_at = models.DateTimeField()
    given_because = models.CharField(max_length=200)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_disclosure_per_stage", fields=["referral", "organisation", "stage"])
        ]
