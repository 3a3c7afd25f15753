"""A pack in a file, and the words of the verdict: the same in the command and in the one file that is published."""

from __future__ import annotations

from pathlib import Path

from fairplace.dps.transparency.rules.pack_checking import Report, check_pack

LARGEST = 200 * 1024 * 1024


def verdict(pack: Path, key: str, head: str | None) -> tuple[list[str], str]:
    """What was found, with each thing that does not hold; and why the pack does not hold, "" where it does.

    Key and head: the text, or a file with it.
    """
    try:
        with pack.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return [], f"{pack}: This file cannot be read ({reason.lower()})."
    if len(content) > LARGEST:
        return [], f"{pack}: This file is larger than any evidence pack."
    earlier = None if head is None else text_or_file(head)
    report: Report = check_pack(content, key=text_or_file(key), earlier_head=earlier)
    lines = [line.replace("\n", " ") for line in (*report.facts, *report.faults)]
    if report.holds:
        return [*lines, "The pack holds."], ""
    found = "one thing in it is" if len(report.faults) == 1 else f"{len(report.faults)} things in it are"
    return lines, f"The pack does not hold: {found} not as recorded."


def text_or_file(told: str) -> str:
    """The text of the file where there is one of this name, without an editor's mark before it, else the words."""
    if "\n" in told or len(told) > 1_000:
        return told
    try:
        return Path(told).read_bytes()[:20_000].decode("utf-8-sig")
    except (OSError, ValueError):
        return told
