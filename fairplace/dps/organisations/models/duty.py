"""What a person does for their organisation."""

from __future__ import annotations

from django.db import models

from fairplace.dps.organisations.rules.roles import Role
from fairplace.foundations.kernel.identifiers import new_id


class Duty(models.Model):
    """One role held by one person (P1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in Role])

    class Meta:
        constraints = [models.UniqueConstraint(name="one_duty_of_a_kind", fields=["person", "role"])]

    def __str__(self) -> str:
        return self.role
