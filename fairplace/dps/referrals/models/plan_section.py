"""A section of the child's EHC plan or care plan, as text (R2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class PlanSection(models.Model):
    """Encrypted, and behind row-level security: the council, and organisations with a live disclosure of its stage."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="+")
    council = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    child = models.PositiveSmallIntegerField(default=1, db_default=1, help_text="Number of the child in the referral")
    code = models.SlugField(max_length=40, help_text="See rules.plan_sections")
    stage = models.PositiveSmallIntegerField(help_text="2: those who will bid; 3: the winner alone")
    text = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_plan_section_per_code",
                fields=["referral", "child", "code"],
                deferrable=models.Deferrable.IMMEDIATE,
            ),
            models.CheckConstraint(name="plan_section_stage_2_or_3", condition=models.Q(stage__in=[2, 3])),
        ]
