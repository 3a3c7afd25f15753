"""Runs the `fairplace` command as its users do: a new process, its output in bytes."""

import subprocess
import sys
from pathlib import Path

START = "import sys; from fairplace.commands.main import app; sys.argv[0] = 'fairplace'; app()"


def fairplace(*words: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Stands in for `.venv/bin/fairplace`, which exists only where the package was installed."""
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "-c", START, *words], capture_output=True, cwd=root, env=environment, check=False
    )
