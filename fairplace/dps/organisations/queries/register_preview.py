"""What a register's file would change (X4). Reads only."""

from __future__ import annotations

from fairplace.dps.organisations.models import RegisterEntry
from fairplace.dps.organisations.rules.register_comparison import JUDGED, Comparison, Entry, compare
from fairplace.dps.organisations.rules.register_reading import Reading

FIELDS: tuple[str, ...] = (
    *("name", "kind", "our_kind", "status", "closed", "in_order", "opened_on", "closed_on", "closed_because"),
    *("age_from", "age_to", "takes", "boarders", "places", "section_41", "address", "postcode", "council_code"),
    *("council_area", "region", "sector", "owner", "inspectorate", "linked_urn"),
    *JUDGED,
)


def held_entries(register: str) -> dict[str, Entry]:
    """Every entry of a register by URN, in one statement."""
    rows = RegisterEntry.objects.filter(register=register).values_list("urn", *FIELDS).iterator(chunk_size=5000)
    return {row[0]: dict(zip(FIELDS, row[1:], strict=True)) for row in rows}


def register_preview(reading: Reading) -> Comparison:
    """The file against the register as it is now."""
    return compare(reading, held_entries(reading.register))
