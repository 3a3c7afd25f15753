"""The two commands that must answer within a second, timed from their start to their end."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

TIMES = 5


def time_commands(record: Mapping[str, object], folder: Path) -> dict[str, float]:
    """Seconds, by command; the record of the compared bids is evaluated."""
    path = folder / "record.json"
    path.write_text(json.dumps(record))
    return {
        "fairplace evaluate": _seconds("evaluate", str(path)),
        "fairplace distance": _seconds("distance", "GU1 3UW", "TN13 1AA"),
    }


def _seconds(*arguments: str) -> float:
    spent = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "fairplace", *arguments], stdout=subprocess.DEVNULL, check=True)
        spent.append(time.perf_counter() - begun)
    return median(spent)
