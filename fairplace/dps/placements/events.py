"""What is recorded about placements."""

from typing import Final

AGREEMENT_MADE: Final = "placements.agreement_made"
AGREEMENT_READ: Final = "placements.agreement_read"
AGREEMENT_SIGNED: Final = "placements.agreement_signed"
