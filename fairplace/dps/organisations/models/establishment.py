"""One school, home or agency: qualification is per establishment (§7.6)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Establishment(models.Model):
    """What a provider runs. The postcode of a small home is private: the public sees its council area only."""

    class Kind(models.TextChoices):
        INDEPENDENT_SPECIAL_SCHOOL = "independent_special_school", "Independent special school"
        NON_MAINTAINED_SPECIAL_SCHOOL = "non_maintained_special_school", "Non-maintained special school"
        CHILDRENS_HOME = "childrens_home", "Children's home"
        FOSTERING_AGENCY = "fostering_agency", "Independent fostering agency"
        ALTERNATIVE_PROVISION = "alternative_provision", "Alternative provision"
        SUPPORTED_ACCOMMODATION = "supported_accommodation", "Supported accommodation"

    class Takes(models.TextChoices):
        ANYONE = "anyone", "Anyone"
        GIRLS = "girls", "Girls"
        BOYS = "boys", "Boys"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, choices=Kind)
    urn = models.CharField(max_length=12, blank=True)
    postcode = models.CharField(max_length=8)
    easting = models.IntegerField()
    northing = models.IntegerField()
    council_area = models.CharField(max_length=100)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField()
    takes = models.CharField(max_length=10, choices=Takes, default=Takes.ANYONE)
    placement_kinds = ArrayField(models.CharField(max_length=30))
    places = models.PositiveSmallIntegerField(default=0)
    vacancies = models.PositiveSmallIntegerField(default=0)
    rating_framework = models.CharField(max_length=40, blank=True)
    rating = models.CharField(max_length=60, blank=True)
    rated_on = models.DateField(null=True, blank=True)
    rating_areas = models.JSONField(default=dict, help_text="What a report judged one by one: area to words")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_establishment_per_urn", fields=["urn"], condition=~models.Q(urn="")),
            models.CheckConstraint(name="ages_in_order", condition=models.Q(age_from__lte=models.F("age_to"))),
        ]
        indexes = [models.Index(name="establishment_of_provider", fields=["provider"])]

    def __str__(self) -> str:
        return self.name
