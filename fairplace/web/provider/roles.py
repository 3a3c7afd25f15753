"""Who of a provider works on its applications and evidence."""

from fairplace.dps.organisations.rules.roles import Role

FILL_IN = frozenset({Role.BID_MANAGER, Role.HELPER})  # a helper fills in and sends nothing (X8)
