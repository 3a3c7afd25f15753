"""The number of the advisory lock that keeps document files from going: shared by whoever copies, and taken alone by
whoever takes files away."""

from typing import Final

FILES_STAY: Final = 7_301_120
