"""Tables of organisations: private to this area."""

from fairplace.dps.organisations.models.carer_areas import CarerAreas
from fairplace.dps.organisations.models.claim import EstablishmentClaim
from fairplace.dps.organisations.models.colleague_invitation import ColleagueInvitation
from fairplace.dps.organisations.models.duty import Duty
from fairplace.dps.organisations.models.establishment import Establishment
from fairplace.dps.organisations.models.evidence import Evidence
from fairplace.dps.organisations.models.factor_secret import FactorSecret
from fairplace.dps.organisations.models.organisation import Organisation
from fairplace.dps.organisations.models.person import Person
from fairplace.dps.organisations.models.register_entry import RegisterChange, RegisterEntry
from fairplace.dps.organisations.models.register_import import RegisterImport
from fairplace.dps.organisations.models.register_look import RegisterLook
from fairplace.dps.organisations.models.registration import Registration
from fairplace.dps.organisations.models.role_change import RoleChange
from fairplace.dps.organisations.models.sign_in import SignIn
from fairplace.dps.organisations.models.single_sign_on import SignOnLink, SingleSignOn
from fairplace.dps.organisations.models.support_access import SupportAccess

__all__ = [
    "CarerAreas",
    "ColleagueInvitation",
    "Duty",
    "Establishment",
    "EstablishmentClaim",
    "Evidence",
    "FactorSecret",
    "Organisation",
    "Person",
    "RegisterChange",
    "RegisterEntry",
    "RegisterImport",
    "RegisterLook",
    "Registration",
    "RoleChange",
    "SignIn",
    "SignOnLink",
    "SingleSignOn",
    "SupportAccess",
]
