"""The award: to first place or to the family's choice, nothing else (C6)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Award(models.Model):
    """At most one live award per competition: the database refuses a second."""

    class Basis(models.TextChoices):
        FIRST_PLACE = "first_place", "First place"
        FAMILY_CHOICE = "family_choice", "The family's choice"
        LOTS = "lots", "Lots drawn between joint first places"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    bid = models.ForeignKey("competitions.Bid", on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20, choices=Basis)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    accept_from = models.DateTimeField(null=True, help_text="The end of the standstill, where the category has one")
    standstill_told_at = models.DateTimeField(null=True, help_text="When its end was told to whoever can accept then")
    accept_by = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    declined_at = models.DateTimeField(null=True)
    set_aside = models.CharField(
        max_length=10, blank=True, help_text="The council set it aside: what then (rules/second_person.py)"
    )
    cover_because = models.TextField(
        blank=True, help_text="Why it was made although an insurance that was promised is not in evidence (Q4)"
    )
    declined_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_live_award", fields=["competition"], condition=models.Q(declined_at__isnull=True)
            )
        ]
        indexes = [
            models.Index(name="awards_of_provider", fields=["provider", "made_at"]),
            models.Index(
                name="awards_to_accept",
                fields=["provider"],
                condition=models.Q(accepted_at__isnull=True, declined_at__isnull=True),
            ),
        ]
