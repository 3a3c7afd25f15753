"""A need or a feature that a referral asks for, with its marks (§8.5)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ReferralItem(models.Model):
    """Essential: a bid that does not meet it is excluded (method, rule 3)."""

    class Kind(models.TextChoices):
        NEED = "need", "Need"
        FEATURE = "feature", "Feature"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="Number of the child in the referral")
    kind = models.CharField(max_length=10, choices=Kind)
    code = models.SlugField(max_length=60)
    name = models.CharField(max_length=200)
    marks = models.DecimalField(max_digits=5, decimal_places=2)
    essential = models.BooleanField(default=False)
    way = models.CharField(max_length=20, blank=True, default="", db_default="", help_text="See rules.provision")
    amount = models.DecimalField(max_digits=6, decimal_places=2, null=True, help_text="Of `unit`, each `frequency`")
    unit = models.CharField(max_length=20, blank=True, default="", db_default="")
    frequency = models.CharField(max_length=20, blank=True, default="", db_default="")
    by_whom = models.CharField(max_length=20, blank=True, default="", db_default="")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_item_per_code",
                fields=["referral", "child", "kind", "code"],
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(name="item_marks_not_negative", condition=models.Q(marks__gte=0)),
        ]
