"""An evaluator's declaration of interests, before they see a statement of an application (Q9)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class InterestDeclaration(models.Model):
    """Once for an application. With an interest declared, the person takes no part in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("qualification.Application", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    has_interest = models.BooleanField()
    interest = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_declaration_per_application", fields=["application", "person"])
        ]
