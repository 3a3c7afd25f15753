"""What the market may see of a child who needs a place: pseudonymised (R1, R2)."""

from __future__ import annotations

from django.db import models

from fairplace.dps.referrals.rules.lifecycle import ReferralStanding
from fairplace.foundations.kernel.identifiers import new_id


class Referral(models.Model):
    """Coded facts only. Who the child is stands in ChildIdentity, their story in ChildStory."""

    class Urgency(models.TextChoices):
        EMERGENCY = "emergency", "Emergency: within 24 hours"
        SAME_DAY = "same_day", "Same day"
        URGENT = "urgent", "Urgent: 1 to 3 days"
        PLANNED = "planned", "Planned"
        CONSULTATION = "consultation", "SEN consultation"

    class ChoiceBy(models.TextChoices):
        PARENT = "parent", "A parent"
        CARER = "carer", "A carer"
        YOUNG_PERSON = "young_person", "The young person (16 or over)"
        NOBODY = "nobody", "No family choice on this referral"

    class Several(models.TextChoices):
        ONE = "", "One child"
        SIBLING = "sibling", "Brothers and sisters"
        COHORT = "cohort", "Several children of similar needs"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    category_version = models.ForeignKey("market.CategoryVersion", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=30, choices=[(state.value, state.label) for state in ReferralStanding])
    written_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    title = models.CharField(
        max_length=120, blank=True, help_text="Coded: says the kind of place, nothing of the child"
    )
    placement_kind = models.CharField(max_length=30, blank=True)
    age = models.PositiveSmallIntegerField(null=True, help_text="In years; the market sees a band")
    gender = models.CharField(max_length=10, blank=True, help_text="girl, boy or blank where matching does not need it")
    start_on = models.DateField(null=True)
    expected_weeks = models.PositiveSmallIntegerField(null=True)
    urgency = models.CharField(max_length=20, choices=Urgency, blank=True)
    district = models.CharField(max_length=5, blank=True, help_text="Postcode district (outcode) only")
    price_weight = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    quality_weights = models.JSONField(
        default=dict, help_text="criterion code to decimal text; see referrals.rules.weights"
    )
    radius_miles = models.PositiveSmallIntegerField(null=True)
    revision = models.PositiveIntegerField(default=0, db_default=0, help_text="One more with every change of the draft")
    changed_by = models.ForeignKey(
        "organisations.Person", on_delete=models.PROTECT, related_name="+", null=True, help_text="Who changed it last"
    )
    choice_by = models.CharField(max_length=20, choices=ChoiceBy, default=ChoiceBy.PARENT)
    several = models.CharField(
        max_length=10, choices=Several, blank=True, default="", db_default="", help_text="Why several children are here"
    )
    may_be_apart = models.BooleanField(
        default=False, db_default=False, help_text="Brothers and sisters who may live apart if nobody takes all"
    )
    split_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, help_text="The referral for all of them together"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="price_weight_30_to_70",
                condition=models.Q(price_weight__isnull=True) | models.Q(price_weight__gte=30, price_weight__lte=70),
            )
        ]
        indexes = [
            models.Index(name="referrals_of_council", fields=["council", "state", "started_at"]),
            models.Index(name="referrals_nearby", fields=["district", "category"]),
        ]

    def __str__(self) -> str:
        return self.reference
