"""What is recorded about qualification."""

from typing import Final

APPLICATION_STARTED: Final = "qualification.application_started"
APPLICATION_ANSWERED: Final = "qualification.application_answered"
APPLICATION_SUBMITTED: Final = "qualification.application_submitted"
LINE_ADDED: Final = "qualification.line_added"
LINE_WITHDRAWN: Final = "qualification.line_withdrawn"
CRITERION_ASSESSED: Final = "qualification.criterion_assessed"
STATEMENT_MARKED: Final = "qualification.statement_marked"
STATEMENT_MODERATED: Final = "qualification.statement_moderated"
LINE_APPROVED: Final = "qualification.line_approved"
LINE_REFUSED: Final = "qualification.line_refused"
AGREEMENT_SIGNED: Final = "qualification.agreement_signed"
LINE_ACCREDITED: Final = "qualification.line_accredited"
LINE_SUSPENDED: Final = "qualification.line_suspended"
LINE_REINSTATED: Final = "qualification.line_reinstated"
