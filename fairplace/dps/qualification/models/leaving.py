"""How a line leaves, or is removed (A1): every step, added and never changed."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class LineNotice(models.Model):
    """The provider gives notice, or takes it back before it takes effect. The last row counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    given = models.BooleanField()
    leaves_on = models.DateField(null=True)
    because = models.TextField(blank=True)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="notices_of_line", fields=["line", "at"])]
        constraints = [
            models.CheckConstraint(
                name="notice_has_its_day", condition=models.Q(given=False) | models.Q(leaves_on__isnull=False)
            )
        ]


class RemovalStep(models.Model):
    """Removal is proposed on a ground, answered by the provider, and then done (a LineState row) or dropped."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey("qualification.Line", on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10, choices=[(one, one) for one in ("proposed", "answered", "dropped")])
    ground = models.SlugField(max_length=60, blank=True)
    words = models.TextField()
    answer_by = models.DateField(null=True)
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="removal_of_line", fields=["line", "at"])]
