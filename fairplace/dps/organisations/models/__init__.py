"""Tables of organisations: private to this area."""

from fairplace.dps.organisations.models.duty import Duty
from fairplace.dps.organisations.models.establishment import Establishment
from fairplace.dps.organisations.models.evidence import Evidence
from fairplace.dps.organisations.models.organisation import Organisation
from fairplace.dps.organisations.models.person import Person

__all__ = ["Duty", "Establishment", "Evidence", "Organisation", "Person"]
