"""A declaration of interests, made before an evaluator or opener sees anything (C11)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class Declaration(models.Model):
    """With an interest declared, the person takes no part."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    duty = models.CharField(max_length=10, choices=[("opener", "Opener"), ("evaluator", "Evaluator")])
    has_interest = models.BooleanField()
    interest = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_declaration_per_duty", fields=["competition", "person", "duty"])
        ]
