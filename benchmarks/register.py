"""`fairplace import-register` with 30,000 invented schools, timed from its start to its end (X4)."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

ROWS, WITHIN = 30_000, 20.0
_SCHOOL = {
    "LA (code)": "936",
    "LA (name)": "Surrey",
    "TypeOfEstablishment (code)": "10",
    "TypeOfEstablishment (name)": "Other independent special school",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1999",
    "CloseDate": "",
    "StatutoryLowAge": "7",
    "StatutoryHighAge": "18",
    "Boarders (name)": "Boarding school",
    "Gender (name)": "Mixed",
    "SchoolCapacity": "64",
    "OfstedLastInsp": "12-06-2023",
    "Street": "1 Invented Lane",
    "Town": "Guildford",
    "Postcode": "GU1 1AA",
    "Section41Approved (name)": "Approved",
    "PropsName": "Invented Schools Limited",
    "OfstedRating (name)": "Good",
    "CHNumber": "",
}


def time_import(environment: Mapping[str, str], folder: Path) -> float:
    """Seconds in which the register is read, compared and written into the database of this environment."""
    path, rest = folder / "edubasealldata20261101.csv", ",".join(_SCHOOL.values())
    rows = (f"{400_000 + at},Register School {at},{rest}" for at in range(ROWS))
    path.write_text("\n".join([",".join(["URN", "EstablishmentName", *_SCHOOL]), *rows]), encoding="cp1252")
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "fairplace", "import-register", "gias", str(path), "--apply"],
        env=dict(environment),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - begun
