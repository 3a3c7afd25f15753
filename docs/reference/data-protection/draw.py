"""Draws the pages of this folder from what the product obeys: `python docs/reference/data-protection/draw.py`."""

from __future__ import annotations

import os
from pathlib import Path

from fairplace.dps.custody.rules.data_map import GROUPS
from fairplace.dps.custody.rules.retention import read_classes
from fairplace.dps.custody.seeds import read_data_map, read_retention, read_security

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[2]


def data_map() -> str:
    """Which field of which table is about whom."""
    lines = ["# Data map", "", "Drawn from `fairplace/dps/custody/seeds/data_map.toml`, which a test keeps whole.", ""]
    for group, meaning in GROUPS.items():
        if group == "plain":
            continue
        lines += [f"## {meaning}", "", "| table | fields |", "| --- | --- |"]
        for table, groups in sorted(read_data_map().items()):
            if groups.get(group):
                lines.append(f"| `{table}` | {', '.join(groups[group])} |")
        lines.append("")
    return "\n".join(lines)


def retention() -> str:
    """How long each class is kept."""
    lines = [
        "# How long records are kept",
        "",
        "Drawn from `fairplace/dps/custody/seeds/retention.toml`. Months; a council may choose within the bounds.",
        "",
    ]
    lines += [
        "| records | months | bounds | counted from | what goes | what stays | ground |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for one in read_classes(read_retention()).values():
        cells = (
            one.title,
            str(one.months),
            f"{one.least} to {one.most}",
            one.begins,
            one.goes,
            one.stays,
            f"{one.basis_words}. {one.source}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, ""])


def security() -> str:
    """What councils ask, and what shows the answer."""
    lines = [
        "# Security: answers for questionnaires",
        "",
        "Drawn from `fairplace/dps/custody/seeds/security.toml`; the same is on the page `/security/`.",
        "",
    ]
    part = ""
    for claim in read_security():
        if claim["part"] != part:
            part = claim["part"]
            lines += [f"## {part}", ""]
        shown = ", ".join(f"[{path}]({os.path.relpath(ROOT / path, FOLDER)})" for path in claim["shown_by"])
        lines += [f"**{claim['ask']}** {claim['answer']} *Shown by {shown}.*", ""]
    return "\n".join(lines)


PAGES = {"data-map.md": data_map, "retention.md": retention, "security.md": security}

if __name__ == "__main__":
    for name, drawn in PAGES.items():
        (FOLDER / name).write_text(drawn(), encoding="utf-8")
