"""Tables of placements: private to this area."""

from fairplace.dps.placements.models.placement_agreement import PlacementAgreement
from fairplace.dps.placements.models.placement_signature import PlacementSignature

__all__ = ["PlacementAgreement", "PlacementSignature"]
