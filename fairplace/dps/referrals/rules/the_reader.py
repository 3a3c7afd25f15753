"""Who acts when a family comes by its link (R12)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from fairplace.foundations.kernel.actor import SYSTEM, Actor


def the_reader(council_id: UUID) -> Actor:
    """No account and no role, in the rows of the council that asked."""
    return replace(SYSTEM, name="The family", organisation_id=council_id)
