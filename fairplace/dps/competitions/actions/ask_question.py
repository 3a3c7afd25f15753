"""An invited provider asks the council something about the referral; nobody else ever learns who (R7)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.overtaken import refused_if_overtaken
from fairplace.dps.competitions.actions.tell_people import tell_officers
from fairplace.dps.competitions.models import Answer, Invitation, Question, QuestionAsker
from fairplace.dps.competitions.permissions import check_may_bid, person_of
from fairplace.dps.competitions.rules.bid_content import words
from fairplace.dps.competitions.rules.invitation_letter import question_letter
from fairplace.dps.competitions.rules.questions import (
    MOST_WAITING,
    MOST_WORDS,
    must_go,
    names_in,
    questions_close,
    told_at,
)
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import plain_findings
from fairplace.foundations import audit
from fairplace.foundations.encryption import seal_onto
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import NotThere, Refused

LONGEST = 4000
_TOO_LATE = "The time for questions has passed."
_LOCK = "SELECT state = 'open', closes_at FROM competitions_competition WHERE id = %s FOR SHARE"


@transaction.atomic
def ask_question(*, actor: Actor, invitation_id: UUID, text: str, at: datetime) -> UUID:
    """Until the category's time before the closing. Refused where the text tells who asks or who the child is.

    The event says that some question was asked: neither by whom nor which. Words are not compared with the child's
    record, so that no answer of ours confirms a name.
    """
    check_may_bid(actor)
    invitation = (
        Invitation.objects.filter(id=invitation_id, provider_id=actor.organisation_id)
        .select_related("competition", "provider")
        .first()
    )
    if invitation is None:
        raise NotThere
    competition = invitation.competition
    referral = referral_for_bidder(competition.referral_id)
    response = content_of(referral.category_version_id).response_time(referral.urgency)
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [competition.pk])
        is_open, closes_at = cursor.fetchone()
        cursor.execute("SELECT fairplace_now()")
        (now,) = cursor.fetchone()
    if not is_open or now >= questions_close(closes_at, response):
        raise Refused(_TOO_LATE, "text")
    asked = text.strip()
    _check_text(asked, _own_names(invitation))
    mine = QuestionAsker.objects.filter(competition=competition, provider_id=actor.organisation_id)
    answered = Answer.objects.filter(competition=competition).values("question_id")
    if mine.exclude(question_id__in=answered).count() >= MOST_WAITING:
        raise Refused(f"{MOST_WAITING} of your questions wait for an answer. Ask again when one is answered.", "text")
    question = Question(id=new_id(), competition=competition, at=now)
    seal_onto(question, text=asked)
    with refused_if_overtaken(_TOO_LATE, "text"):
        question.save(force_insert=True)
        QuestionAsker.objects.create(
            question=question, competition=competition, provider_id=invitation.provider_id, person_id=person_of(actor)
        )
    audit.record(
        actor=SYSTEM,
        kind=events.QUESTION_ASKED,
        subject=audit.Subject("competitions.competition", competition.pk),
        about=competition.referral_id,
    )
    subject, body = question_letter(reference=referral.reference, until=day_and_time(closes_at))
    told = told_at(now)
    tell_officers(
        referral.council_id,
        key=f"questions:{competition.pk}:{told.isoformat()}",
        subject=subject,
        body=body,
        after=told - now,
    )
    return question.pk


def _own_names(invitation: Invitation) -> list[str]:
    """Of the provider, and of every place of it that is invited."""
    places = Invitation.objects.filter(competition_id=invitation.competition_id, provider_id=invitation.provider_id)
    return [invitation.provider.name, *places.values_list("establishment__name", flat=True)]


def _check_text(asked: str, own_names: list[str]) -> None:
    if not asked:
        raise Refused("Write your question.", "text")
    if words(asked) > MOST_WORDS or len(asked) > LONGEST:
        raise Refused(f"Shorten your question to {MOST_WORDS} words or fewer.", "text")
    for name in names_in(asked, own_names):
        raise Refused(f"Take out “{name}”: everyone reads the question, and nobody is to know who asks.", "text")
    for finding in filter(must_go, plain_findings({"text": asked})):
        raise Refused(f"{finding.sentence} Take it out: everyone invited reads the question.", "text")
