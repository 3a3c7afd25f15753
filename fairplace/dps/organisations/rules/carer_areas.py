"""What a declaration of carer areas may hold (R4; method, rule 0)."""

from __future__ import annotations

from collections.abc import Sequence

FOSTERING = "fostering_agency"
MOST_AREAS = 60
_MOST_NAMED, _LONGEST_NAMED = 10, 30


def areas_fault(districts: Sequence[str], unknown: Sequence[str]) -> str:
    """Why it cannot be declared, in a sentence; "" when it can. unknown: what was typed and is no district with a
    point, which are named.
    """
    if unknown:
        named = [f"“{one[:_LONGEST_NAMED]}”" for one in unknown[:_MOST_NAMED]]
        more = len(unknown) - len(named)
        if more:
            named.append(f"{more} more")
        said = f"{', '.join(named[:-1])} and {named[-1]}" if len(named) > 1 else named[0]
        kind = "the postcode district" if len(unknown) == 1 else "these postcode districts"
        return f"We do not know {kind}: {said}. A district is the first half of a postcode, like GU2."
    if len(districts) > MOST_AREAS:
        return f"Enter {MOST_AREAS} postcode districts or fewer: these are {len(districts)}."
    return ""
