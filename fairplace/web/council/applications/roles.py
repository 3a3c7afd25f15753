"""Who sits at the lead authority's desk; that it is the lead's, every query and action asks for itself."""

from fairplace.dps.organisations.rules.roles import Role

DESK = frozenset({Role.PROCUREMENT_OFFICER, Role.CONTRACT_MANAGER})
SIGNERS = DESK | {Role.COUNCIL_SIGNATORY}
