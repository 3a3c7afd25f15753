"""The first round of a category: decisions of its initial evaluation are released together (Q13, Q14)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Round(models.Model):
    """until: the last day of the initial evaluation, as it was last told. Which lines belong to it, each line says."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_open_round", fields=["category"], condition=models.Q(released_at__isnull=True)
            )
        ]
