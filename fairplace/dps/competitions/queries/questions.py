"""Questions and answers of a competition: for everyone invited without the asker, its asker, the council (R7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from fairplace.dps.competitions.models import Answer, Competition, Invitation, Question, QuestionAsker
from fairplace.dps.competitions.permissions import check_may_bid, check_may_run
from fairplace.dps.competitions.rules.questions import questions_close
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.referrals.queries.referral_for_bidder import BidderReferral, referral_for_bidder
from fairplace.foundations.encryption import reveal
from fairplace.foundations.kernel.actor import Actor
from fairplace.foundations.kernel.refused import NotThere


@dataclass(frozen=True, slots=True)
class PublishedAnswer:
    """As everyone invited reads it: nothing of when or by whom it was asked."""

    question: str
    answer: str
    at: datetime
    corrected: bool
    moved_to: datetime | None


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    text: str
    at: datetime
    answered: bool


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """For the council. asker: "" until the competition is over. answer: "" while it waits."""

    id: UUID
    text: str
    asked_on: datetime
    question_text: str
    answer: str
    answered_at: datetime | None
    kept_because: str
    asker: str


@dataclass(frozen=True, slots=True)
class AskedOfReferral:
    """The council's page of questions. until: when questions end."""

    competition_id: UUID
    closes_at: datetime
    until: datetime
    can_answer: bool
    questions: tuple[AskedQuestion, ...]

    @property
    def waiting(self) -> int:
        return sum(not one.answer for one in self.questions)


def published_answers(competition_id: UUID) -> list[PublishedAnswer]:
    """In the order in which they were answered. Whoever asks has shown that they may see the competition."""
    last: dict[UUID, tuple[Answer, bool]] = {}
    for row in (
        Answer.objects.filter(competition_id=competition_id).select_related("closing_change").order_by("at", "id")
    ):
        last[row.question_id] = (row, row.question_id in last)
    ordered = sorted(last.values(), key=lambda one: (one[0].at, one[0].id))
    return [
        PublishedAnswer(
            row.question_text,
            row.text,
            row.at,
            corrected,
            row.closing_change.became if row.closing_change else None,
        )
        for row, corrected in ordered
    ]


def own_questions(actor: Actor, invitation_id: UUID) -> list[OwnQuestion]:
    """What the actor's organisation asked in this competition, oldest first."""
    check_may_bid(actor)
    invitation = Invitation.objects.filter(id=invitation_id, provider_id=actor.organisation_id).first()
    if invitation is None:
        raise NotThere
    of = invitation.competition_id
    mine = QuestionAsker.objects.filter(competition_id=of, provider_id=actor.organisation_id).values("question_id")
    answered = set(Answer.objects.filter(competition_id=of, question_id__in=mine).values_list("question_id", flat=True))
    rows = Question.objects.filter(id__in=mine).order_by("at", "id")
    return [OwnQuestion(reveal(row, "text") or "", row.at, row.id in answered) for row in rows]


def questions_until(closes_at: datetime, referral: BidderReferral) -> datetime:
    """When questions end, as the closing time stands now. Asks the database nothing."""
    return questions_close(closes_at, content_of(referral.category_version_id).response_time(referral.urgency))


def asked_of_referral(*, actor: Actor, referral_id: UUID, at: datetime) -> AskedOfReferral:
    """For the officers of its council. Raises NotThere for anybody else, and while nothing is published."""
    competition = Competition.objects.filter(referral=referral_id).first()
    if competition is None:
        raise NotThere
    check_may_run(actor, competition.council_id)
    last: dict[UUID, Answer] = {}
    for answer in Answer.objects.filter(competition=competition).order_by("at", "id"):
        last[answer.question_id] = answer
    askers = dict(QuestionAsker.objects.filter(competition=competition).values_list("question_id", "provider__name"))
    return AskedOfReferral(
        competition_id=competition.pk,
        closes_at=competition.closes_at,
        until=questions_until(competition.closes_at, referral_for_bidder(referral_id)),
        can_answer=competition.state == "open" and at < competition.closes_at,
        questions=tuple(
            AskedQuestion(
                id=row.id,
                text=reveal(row, "text") or "",
                asked_on=row.at,
                question_text=found.question_text if found else "",
                answer=found.text if found else "",
                answered_at=found.at if found else None,
                kept_because=found.kept_because if found else "",
                asker=askers.get(row.id, ""),
            )
            for row in Question.objects.filter(competition=competition).order_by("at", "id")
            for found in (last.get(row.id),)
        ),
    )


def waiting_questions(competition_id: UUID) -> int:
    """How many wait for an answer: for the council's own pages."""
    answered = Answer.objects.filter(competition_id=competition_id).values("question_id")
    return Question.objects.filter(competition_id=competition_id).exclude(id__in=answered).count()
