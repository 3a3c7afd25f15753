"""Evaluators hear that there is something to mark: not how many, and never by whom (C3)."""

from __future__ import annotations

from django.conf import settings

from fairplace.dps.competitions.models import Competition, Evaluator
from fairplace.foundations.messages.queue import Letter, queue_messages


def tell_evaluators(competition: Competition) -> None:
    """Part of the action after which statements may be marked."""
    named = Evaluator.objects.filter(competition=competition).values_list(
        "person_id", "person__name", "person__email", "competition__referral__reference"
    )
    queue_messages(
        [
            Letter(
                f"to-mark:{competition.id}:{person_id}",
                email,
                f"Statements to mark: {reference}",
                f"Hello {name},\n\nThe bids for {reference} are open. Declare your interests first, then mark the"
                f" statements: you see no names and no prices.\n\n{settings.PUBLIC_ADDRESS}/council/marking/\n",
            )
            for person_id, name, email, reference in named
        ]
    )
