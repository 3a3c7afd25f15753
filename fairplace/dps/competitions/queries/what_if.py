"""How sure the first place of a scored competition is (C9): worked out from its scorecard, which never changes."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from fairplace.dps.competitions.models import Scorecard
from fairplace.dps.competitions.rules.record_reading import record_from_json
from fairplace.dps.competitions.rules.sensitivity import Sensitivity, sensitivity


def what_if(competition_id: UUID) -> Sensitivity | None:
    """None where nothing was scored, or where there is nobody to lose first place to. The caller has said who may
    look: once worked out it is kept in memory, under labels alone."""
    try:
        return _worked_out(competition_id)
    except Scorecard.DoesNotExist:
        return None


@lru_cache(maxsize=512)
def _worked_out(competition_id: UUID) -> Sensitivity | None:
    return sensitivity(
        record_from_json(Scorecard.objects.values_list("record", flat=True).get(competition=competition_id))
    )
