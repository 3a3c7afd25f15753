"""Somebody of the lead authority looked at where register and system differ."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class RegisterLook(models.Model):
    """Append-only. It settles one difference of one establishment until the register says something else again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    establishment = models.ForeignKey("organisations.Establishment", on_delete=models.PROTECT, related_name="+")
    difference = models.CharField(max_length=20, help_text="closed, owner, rating …")
    register_says = models.TextField(help_text="What the register said when it was looked at")
    note = models.TextField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="register_look_of_place", fields=["establishment", "difference", "at"])]

    def __str__(self) -> str:
        return f"{self.difference}: {self.note}"
