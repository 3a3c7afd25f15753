"""What an invited provider asks about a referral, and what everyone invited is told (R7).

Who asked stands in a table of its own, so that no query for the officer or a rival can bring it along: the council's
wall to that table opens when the competition is over.
"""

from __future__ import annotations

from django.db import models

from fairplace.foundations.encryption.fields import EncryptedTextField
from fairplace.foundations.kernel.identifiers import new_id


class Question(models.Model):
    """As it was asked; only its asker and the council's officers read it so. Rows are added, never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(help_text="As typed, before anybody has looked whether it tells who the child is")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(name="questions_of_competition", fields=["competition", "at"])]


class QuestionAsker(models.Model):
    """Whose question it is."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.OneToOneField("competitions.Question", on_delete=models.PROTECT, related_name="+")
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(name="askers_of_competition", fields=["competition", "provider"])]


class Answer(models.Model):
    """As everyone invited reads it. The last of a question counts; earlier ones stay on record."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    question = models.ForeignKey("competitions.Question", on_delete=models.PROTECT, related_name="+")
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    question_text = models.TextField()
    text = models.TextField()
    kept_because = models.CharField(max_length=300, blank=True, help_text="Why what looks like a school's name stays")
    closing_change = models.ForeignKey(
        "competitions.ClosingChange", on_delete=models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField()
    by = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(name="answers_of_competition", fields=["competition", "at"])]
