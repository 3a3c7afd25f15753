"""The text of a line's agreement, fixed when its provider signs (Q11): later versions change nothing in it."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class AgreementPaper(models.Model):
    """clauses: as rules.agreement_text reads them. terms: the version that both sides sign."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.OneToOneField("qualification.Line", on_delete=models.PROTECT, related_name="+")
    terms = models.ForeignKey("market.TermsVersion", on_delete=models.PROTECT, related_name="+")
    clauses = models.JSONField()
    text_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
