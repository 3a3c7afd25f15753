"""Who leads the drafting of a category (P8): a named person, appointed on the record."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class CategoryLead(models.Model):
    """Append-only: the newest row of a category is its lead."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
