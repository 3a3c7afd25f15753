"""A powerful role that one person asked for somebody, until a second has said yes or no (X1)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class RoleChange(models.Model):
    """Waits while decided_at is None. agreed None when it was decided: taken back, or overtaken by another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=30))
    reason = models.TextField()
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_role_change_waits", fields=["person"], condition=models.Q(decided_at=None)
            ),
            models.CheckConstraint(
                name="two_people_change_a_role",
                condition=models.Q(agreed=None) | ~models.Q(decided_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="nobody_agrees_to_their_own_role",
                condition=~models.Q(agreed=True) | ~models.Q(decided_by=models.F("person")),
            ),
        ]

    def __str__(self) -> str:
        return self.reason
