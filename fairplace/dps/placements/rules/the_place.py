"""Who acts when a named place comes by its link (R10)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from fairplace.foundations.kernel.actor import SYSTEM, Actor


def the_place(place_name: str, council_id: UUID) -> Actor:
    """No account and no role, in the rows of the council that asked it."""
    return replace(SYSTEM, name=place_name, organisation_id=council_id)
