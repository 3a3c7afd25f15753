"""Places whose regulator withholds their address (R1): nobody but councils and the provider learns where they are."""

ADDRESS_WITHHELD = frozenset({"childrens_home", "supported_accommodation"})
