"""A place that a family names by right, and why it may be bought without a competition (R10)."""

from __future__ import annotations

from django.db import models

from fairplace.dps.placements.rules.preference_lifecycle import PreferenceStanding
from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id

_OVER = ["awarded", "ended"]


class NamedPreference(models.Model):
    """The council's own record: behind row-level security, for it alone. The words of people are encrypted.

    establishment and line are set where the place is accredited; then its provider answers on its own tasks.
    """

    class PreferredBy(models.TextChoices):
        PARENT = "parent", "A parent"
        CARER = "carer", "A carer"
        YOUNG_PERSON = "young_person", "The young person"
        CHILD = "child", "The child"

    class Tribunal(models.TextChoices):
        NONE = "none", "No appeal"
        APPEAL = "appeal", "An appeal is open"
        ORDER = "order", "The tribunal has named this place"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(state.value, state.label) for state in PreferenceStanding])
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    place_name = models.CharField(max_length=200)
    place_kind = models.CharField(max_length=200, blank=True, help_text="In the register's words, or as typed")
    our_kind = models.CharField(max_length=40, blank=True, help_text="Establishment.Kind, where it is one")
    place_urn = models.CharField(max_length=12, blank=True)
    place_area = models.CharField(max_length=100, blank=True)
    section_41 = models.BooleanField(null=True, help_text="As the register had it on the day of recording")
    run_by = models.CharField(max_length=200, blank=True)
    establishment = models.ForeignKey(
        "organisations.Establishment", on_delete=models.PROTECT, related_name="+", null=True
    )
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+", null=True)
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True)

    preferred_by = models.CharField(max_length=20, choices=PreferredBy)
    said_on = models.DateField()
    only_one = models.BooleanField(default=False, help_text="No other place can do it")
    enactment = models.CharField(max_length=40)
    tribunal = models.CharField(max_length=10, choices=Tribunal)
    their_words = EncryptedTextField(help_text="What was said, and how we know")
    best_interests = EncryptedTextField(help_text="Why a competition would not serve the child")
    excluded_checked_on = models.DateField()
    not_excluded = models.BooleanField()
    excluded_note = EncryptedTextField(help_text="What was looked at")
    cost_compared = EncryptedTextField(null=True, help_text="Why the price is an efficient use of resources")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_live_preference", fields=["referral"], condition=~models.Q(state__in=_OVER)
            )
        ]
        indexes = [models.Index(name="preferences_of_council", fields=["council", "state"])]


class PreferenceState(models.Model):
    """Every change: from, to, by whom, when, because. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    preference = models.ForeignKey("placements.NamedPreference", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    came_from = models.CharField(max_length=20, blank=True)
    became = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    because = EncryptedTextField(null=True)

    class Meta:
        indexes = [models.Index(name="states_of_preference", fields=["preference", "at"])]


class DirectAward(models.Model):
    """Made on the ground of user choice, with its legal reasons as they stood. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    preference = models.OneToOneField("placements.NamedPreference", on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+", null=True)
    weekly_price = models.DecimalField(max_digits=9, decimal_places=2)
    starts_on = models.DateField()
    supplier = models.CharField(max_length=200)
    supplier_number = models.CharField(max_length=20, blank=True)
    regime = models.CharField(max_length=40)
    conditions = models.JSONField(help_text="The five conditions and what each is met by; nothing of the child")
    notices = models.JSONField(help_text="What has to be published, and what has not, with the source")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(name="direct_awards_of_council", fields=["council", "made_at"])]
