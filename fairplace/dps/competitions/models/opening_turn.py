"""One opener turned their key: the first of two, or the second (C2)."""

from __future__ import annotations

from django.db import models

from fairplace.foundations.kernel.identifiers import new_id


class OpeningTurn(models.Model):
    """The database refuses a second turn by the same person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    competition = models.ForeignKey("competitions.Competition", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_turn_of_a_number", fields=["competition", "turn"]),
            models.UniqueConstraint(name="nobody_turns_twice", fields=["competition", "person"]),
            models.CheckConstraint(name="two_turns", condition=models.Q(turn__in=[1, 2])),
        ]
