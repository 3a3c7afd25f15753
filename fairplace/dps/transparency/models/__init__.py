"""Tables of transparency: private to this area."""

from fairplace.dps.transparency.models.head_delivery import HeadDelivery
from fairplace.dps.transparency.models.pack import EvidencePack
from fairplace.dps.transparency.models.release import Release

__all__ = ["EvidencePack", "HeadDelivery", "Release"]
