"""Tables of qualification: private to this area."""

from fairplace.dps.qualification.models.agreement_paper import AgreementPaper
from fairplace.dps.qualification.models.agreement_signature import AgreementSignature
from fairplace.dps.qualification.models.application import Application
from fairplace.dps.qualification.models.assessment import Assessment
from fairplace.dps.qualification.models.core_cost import CoreCost
from fairplace.dps.qualification.models.decision_letter import DecisionLetter
from fairplace.dps.qualification.models.discount import Discount
from fairplace.dps.qualification.models.leaving import LineNotice, RemovalStep
from fairplace.dps.qualification.models.line import Line
from fairplace.dps.qualification.models.line_state import LineState
from fairplace.dps.qualification.models.service_price import ServicePrice
from fairplace.dps.qualification.models.statement_mark import StatementMark
from fairplace.dps.qualification.models.terms_acceptance import TermsAcceptance

__all__ = [
    "AgreementPaper",
    "AgreementSignature",
    "Application",
    "Assessment",
    "CoreCost",
    "DecisionLetter",
    "Discount",
    "Line",
    "LineNotice",
    "LineState",
    "RemovalStep",
    "ServicePrice",
    "StatementMark",
    "TermsAcceptance",
]
