"""More time to decide one application, where its regime allows it in individual cases (Q13, reg 34(17))."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class ClockExtension(models.Model):
    """Once for an application, with the reason that the provider is told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("qualification.Application", on_delete=models.PROTECT, related_name="+")
    was = models.DateField()
    became = models.DateField()
    because = models.TextField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_extension_per_application", fields=["application"]),
            models.CheckConstraint(name="an_extension_is_later", condition=models.Q(became__gt=models.F("was"))),
        ]
