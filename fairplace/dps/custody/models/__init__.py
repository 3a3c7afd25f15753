"""Tables of custody: private to this area."""

from fairplace.dps.custody.models.disposal import Disposal, DisposalItem
from fairplace.dps.custody.models.hold import Hold
from fairplace.dps.custody.models.period import Period
from fairplace.dps.custody.models.subject_export import SubjectExport

__all__ = ["Disposal", "DisposalItem", "Hold", "Period", "SubjectExport"]
