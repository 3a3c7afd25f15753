"""An outcome sought, from the framework (O1)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ReferralOutcome(models.Model):
    """The wording is seen by all who are invited: it says what is hoped for, never who the child is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="0: for all children of the referral")
    component = models.SlugField(max_length=60)
    wording = models.CharField(max_length=400)
    position = models.PositiveSmallIntegerField(default=0)
