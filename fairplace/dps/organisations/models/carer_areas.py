"""Where the carers of a fostering agency live, as it declares (R4; method, rule 0)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class CarerAreas(models.Model):
    """Append-only: each declaration is whole and replaces the one before for referrals published from then on.

    No districts: measured from the office again. eastings and northings are the districts' points as they were on that
    day, in whole metres, so that one SQL statement measures from them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    establishment = models.ForeignKey("organisations.Establishment", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    districts = ArrayField(models.CharField(max_length=4))
    eastings = ArrayField(models.IntegerField())
    northings = ArrayField(models.IntegerField())
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="carer_areas_in_force", fields=["establishment", "-at", "-id"])]

    def __str__(self) -> str:
        return ", ".join(self.districts)
