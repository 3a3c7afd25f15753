"""The council answers a question for everyone invited; the answer may give everyone more time (R7)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from fairplace.dps.competitions import events
from fairplace.dps.competitions.actions.lock_competition import lock_competition
from fairplace.dps.competitions.actions.move_closing import move_closing
from fairplace.dps.competitions.actions.overtaken import refused_if_overtaken
from fairplace.dps.competitions.actions.tell_people import tell_invited
from fairplace.dps.competitions.models import Answer, ClosingChange, Competition, Invitation, Question
from fairplace.dps.competitions.permissions import check_may_run, person_of
from fairplace.dps.competitions.rules.invitation_letter import answered_letter
from fairplace.dps.competitions.rules.questions import must_go, names_in
from fairplace.dps.referrals.queries.referral_for_bidder import referral_for_bidder
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing, findings_in
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.london_clock import day_and_time
from fairplace.foundations.kernel.refused import NotThere, Refused

_TOO_LATE = "Bids have closed: an answer would come too late for everyone."
_STILL_OPEN = "SELECT fairplace_now() < closes_at FROM competitions_competition WHERE id = %s"


@transaction.atomic
def answer_question(
    *,
    actor: Actor,
    question_id: UUID,
    question_text: str,
    text: str,
    kept_because: str = "",
    closes_at: datetime | None = None,
    because: str = "",
    at: datetime,
) -> UUID:
    """question_text: as everyone invited reads it. closes_at, with `because`: everyone gets more time.

    Answered again, the last answer counts. Refused beside what would tell who the child is, or names any place or
    provider that was invited, since the asker is one of them. What looks like a school may stay with a reason.
    """
    question = Question.objects.filter(id=question_id).first()
    if question is None:
        raise NotThere
    competition = lock_competition(question.competition_id)
    check_may_run(actor, competition.council_id)
    with connection.cursor() as cursor:
        cursor.execute(_STILL_OPEN, [competition.pk])
        (still_open,) = cursor.fetchone()
    if competition.state != "open" or not still_open:
        raise Refused(_TOO_LATE)
    told = {"question_text": question_text.strip(), "text": text.strip()}
    _check_texts(competition, told, kept_because)
    change = None
    if closes_at is not None:
        if not because.strip():
            raise Refused("Say why there is more time.", "because")
        check_tells_nothing(referral_id=competition.referral_id, texts={"because": because})
        change = move_closing(
            competition,
            closes_at,
            actor=actor,
            cause=ClosingChange.Cause.ANSWERED,
            because=because,
            at=at,
            tell=False,
        )
    corrected = Answer.objects.filter(question=question).exists()
    with refused_if_overtaken(_TOO_LATE):
        answer = Answer.objects.create(
            question=question,
            competition=competition,
            **told,
            kept_because=kept_because.strip()[:300],
            closing_change=change,
            at=at,
            by_id=person_of(actor),
        )
    audit.record(
        actor=actor,
        kind=events.QUESTION_ANSWERED,
        subject=answer,
        about=competition.referral_id,
        corrected=corrected,
        more_time=change is not None,
    )
    referral = referral_for_bidder(competition.referral_id)
    subject, body = answered_letter(
        council=referral.council_name,
        reference=referral.reference,
        corrected=corrected,
        closes=day_and_time(competition.closes_at) if change else "",
    )
    tell_invited(competition.pk, key=f"answer:{answer.pk}", subject=subject, body=body)
    return answer.pk


def _check_texts(competition: Competition, told: dict[str, str], kept_because: str) -> None:
    if not told["question_text"]:
        raise Refused("Say what was asked, without what names anybody.", "question_text")
    if not told["text"]:
        raise Refused("Write the answer.", "text")
    invited = Invitation.objects.filter(competition=competition)
    names = {name for pair in invited.values_list("establishment__name", "provider__name") for name in pair}
    for field, words in told.items():
        for name in names_in(words, sorted(names)):
            raise Refused(f"“{name}” was invited. Take the name out: nobody is to know who asks.", field)
    findings = findings_in(referral_id=competition.referral_id, texts=told)
    for finding in filter(must_go, findings):
        raise Refused(finding.sentence, finding.field)
    if findings and not kept_because.strip():
        raise Refused(f"{findings[0].sentence} Change it, or say below why it must stay.", findings[0].field)
