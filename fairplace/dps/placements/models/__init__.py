"""Tables of placements: private to this area."""

from fairplace.dps.placements.models.consultation import Consultation, ConsultationAnswer
from fairplace.dps.placements.models.named_preference import DirectAward, NamedPreference, PreferenceState
from fairplace.dps.placements.models.outside_placement import OutsidePlacement
from fairplace.dps.placements.models.placement_agreement import PlacementAgreement
from fairplace.dps.placements.models.placement_signature import PlacementSignature
from fairplace.dps.placements.models.premium_step import PremiumStep

__all__ = [
    "Consultation",
    "ConsultationAnswer",
    "DirectAward",
    "NamedPreference",
    "OutsidePlacement",
    "PlacementAgreement",
    "PlacementSignature",
    "PreferenceState",
    "PremiumStep",
]
