"""Tables of qualification: private to this area."""

from fairplace.dps.qualification.models.agreement_paper import AgreementPaper
from fairplace.dps.qualification.models.agreement_signature import AgreementSignature
from fairplace.dps.qualification.models.application import Application
from fairplace.dps.qualification.models.assessment import Assessment
from fairplace.dps.qualification.models.clarification import Clarification, ClarificationAnswer
from fairplace.dps.qualification.models.clock_extension import ClockExtension
from fairplace.dps.qualification.models.core_cost import CoreCost
from fairplace.dps.qualification.models.decision_letter import DecisionLetter
from fairplace.dps.qualification.models.discount import Discount
from fairplace.dps.qualification.models.due_diligence_check import DueDiligenceCheck
from fairplace.dps.qualification.models.evaluator_appointment import EvaluatorAppointment
from fairplace.dps.qualification.models.ground_correction import GroundCorrection
from fairplace.dps.qualification.models.ground_judgement import GroundJudgement
from fairplace.dps.qualification.models.interest_declaration import InterestDeclaration
from fairplace.dps.qualification.models.internal_approval import InternalApproval
from fairplace.dps.qualification.models.leaving import LineNotice, RemovalStep
from fairplace.dps.qualification.models.line import Line
from fairplace.dps.qualification.models.line_decision import LineDecision
from fairplace.dps.qualification.models.line_state import LineState
from fairplace.dps.qualification.models.round import Round
from fairplace.dps.qualification.models.service_price import ServicePrice
from fairplace.dps.qualification.models.statement_mark import StatementMark
from fairplace.dps.qualification.models.terms_acceptance import TermsAcceptance

__all__ = [
    "AgreementPaper",
    "AgreementSignature",
    "Application",
    "Assessment",
    "Clarification",
    "ClarificationAnswer",
    "ClockExtension",
    "CoreCost",
    "DecisionLetter",
    "Discount",
    "DueDiligenceCheck",
    "EvaluatorAppointment",
    "GroundCorrection",
    "GroundJudgement",
    "InterestDeclaration",
    "InternalApproval",
    "Line",
    "LineDecision",
    "LineNotice",
    "LineState",
    "RemovalStep",
    "Round",
    "ServicePrice",
    "StatementMark",
    "TermsAcceptance",
]
