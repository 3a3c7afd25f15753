"""Tables of competitions: private to this area."""

from fairplace.dps.competitions.models.account_link import AccountLink
from fairplace.dps.competitions.models.award import Award
from fairplace.dps.competitions.models.bid import Bid
from fairplace.dps.competitions.models.closing_change import ClosingChange
from fairplace.dps.competitions.models.competition import Competition
from fairplace.dps.competitions.models.competition_state import CompetitionState
from fairplace.dps.competitions.models.declaration import Declaration
from fairplace.dps.competitions.models.eligibility import Eligibility
from fairplace.dps.competitions.models.evaluator import Evaluator
from fairplace.dps.competitions.models.family_choice import FamilyChoice
from fairplace.dps.competitions.models.feedback import Feedback
from fairplace.dps.competitions.models.invitation import Invitation
from fairplace.dps.competitions.models.limit_change import LimitChange
from fairplace.dps.competitions.models.mark import Mark
from fairplace.dps.competitions.models.opener import Opener
from fairplace.dps.competitions.models.opening_key import OpeningKey
from fairplace.dps.competitions.models.opening_share import OpeningShare
from fairplace.dps.competitions.models.opening_turn import OpeningTurn
from fairplace.dps.competitions.models.plain_account import PlainAccount
from fairplace.dps.competitions.models.price_question import PriceQuestion
from fairplace.dps.competitions.models.proposal import Proposal
from fairplace.dps.competitions.models.question import Answer, Question, QuestionAsker
from fairplace.dps.competitions.models.rehearsal import Rehearsal
from fairplace.dps.competitions.models.reminder import Reminder
from fairplace.dps.competitions.models.score import Score
from fairplace.dps.competitions.models.scorecard import Scorecard
from fairplace.dps.competitions.models.slot import Slot
from fairplace.dps.competitions.models.timed_share import TimedShare

__all__ = [
    "AccountLink",
    "Answer",
    "Award",
    "Bid",
    "ClosingChange",
    "Competition",
    "CompetitionState",
    "Declaration",
    "Eligibility",
    "Evaluator",
    "FamilyChoice",
    "Feedback",
    "Invitation",
    "LimitChange",
    "Mark",
    "Opener",
    "OpeningKey",
    "OpeningShare",
    "OpeningTurn",
    "PlainAccount",
    "PriceQuestion",
    "Proposal",
    "Question",
    "QuestionAsker",
    "Rehearsal",
    "Reminder",
    "Score",
    "Scorecard",
    "Slot",
    "TimedShare",
]
