"""What is recorded about keeping, erasing and handing out."""

from typing import Final

BACKUP_MADE: Final = "custody.backup_made"
BACKUP_RESTORED: Final = "custody.backup_restored"
RESTORE_TESTED: Final = "custody.restore_tested"
KEYS_TURNED: Final = "custody.keys_turned"
