"""The letter that tells a provider what was decided about a line, and why (Q11)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class DecisionLetter(models.Model):
    """Written once, in the transaction of the decision. content: its words, as rules.decision_letter reads them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.OneToOneField("qualification.Line", on_delete=models.PROTECT, related_name="+")
    content = models.JSONField()
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, help_text="Of the PDF, in hexadecimal")
    at = models.DateTimeField()
