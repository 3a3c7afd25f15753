"""Columns that hold encrypted values about a child (issue part 3). The encryption itself is in the kernel."""

from fairplace.foundations.encryption.fields import EncryptedTextField, reveal, reveal_value, seal_onto
from fairplace.foundations.encryption.keyring import keyring

__all__ = ["EncryptedTextField", "keyring", "reveal", "reveal_value", "seal_onto"]
