"""Questions of the market and their answers, published for all (Q5)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class PublicQuestion(models.Model):
    """As it was asked. Who asked is kept for the e-mail and never shown."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    system = models.ForeignKey("market.PurchasingSystem", on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey("market.Category", on_delete=models.PROTECT, related_name="+", null=True)
    text = models.TextField()
    asked_by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PublicAnswer(models.Model):
    """The last row of a question counts; earlier ones stay. question_text: as published, without what names anybody.

    published false: answered to who asked alone, because it concerns nobody else.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey("market.PublicQuestion", on_delete=models.PROTECT, related_name="+")
    question_text = models.TextField()
    text = models.TextField()
    published = models.BooleanField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="answers_of_question", fields=["question", "at"])]
