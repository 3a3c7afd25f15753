"""What is recorded about organisations."""

from typing import Final

ORGANISATION_REGISTERED: Final = "organisations.organisation_registered"
PERSON_ADDED: Final = "organisations.person_added"
ROLES_CHANGED: Final = "organisations.roles_changed"
PERSON_SWITCHED_OFF: Final = "organisations.person_switched_off"
PERSON_SWITCHED_ON: Final = "organisations.person_switched_on"
COLLEAGUE_INVITED: Final = "organisations.colleague_invited"
INVITATION_TAKEN_BACK: Final = "organisations.invitation_taken_back"
ESTABLISHMENT_ADDED: Final = "organisations.establishment_added"
EVIDENCE_ADDED: Final = "organisations.evidence_added"
RATING_RECORDED: Final = "organisations.rating_recorded"
REGISTER_IMPORTED: Final = "organisations.register_imported"
REGISTER_DIFFERENCE_LOOKED_AT: Final = "organisations.register_difference_looked_at"
ESTABLISHMENT_CLAIMED: Final = "organisations.establishment_claimed"
COUNCIL_MERGED: Final = "organisations.council_merged"
