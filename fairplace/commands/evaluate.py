"""`fairplace evaluate RECORD.json`: ranks the bids of a record by the published method (C3, T4)."""

from pathlib import Path
from typing import Annotated

import typer

from fairplace.commands.streams import REFUSED, as_json, put, put_error, refuse


def evaluate(
    record: Annotated[
        str, typer.Argument(metavar="RECORD.json", help="One record, or one record a line in a .jsonl file.")
    ],
) -> None:
    """Score and rank the bids of an evaluation record; prints JSON.

    A record that breaks the rules is refused: exit status 2 and one line for each fault.
    """
    path = Path(record)
    text = _read(path)
    if path.suffix.lower() == ".jsonl":
        _evaluate_lines(record, text)
    else:
        _evaluate_one(text)


def _evaluate_one(text: bytes) -> None:
    from fairplace.dps.competitions.rules.faults import RecordRefused

    try:
        result = _result(text)
    except RecordRefused as refused:
        refuse(*map(str, refused.faults))
    put(as_json(result, indent=1))


def _evaluate_lines(name: str, text: bytes) -> None:
    """One result a line for one record a line; empty lines are passed over."""
    from fairplace.dps.competitions.rules.faults import RecordRefused

    lines = [line for line in text.split(b"\n") if line.strip()]
    if not lines:
        refuse(f"{name}: There is no record in this file.")
    refused_records = 0
    for line in lines:
        try:
            put(as_json(_result(line)))
        except RecordRefused as refused:
            refused_records += 1
            put(as_json({"refused": [str(fault) for fault in refused.faults]}))
    if refused_records:
        put_error(f"{name}: {refused_records} of {len(lines)} records refused.")
        raise typer.Exit(REFUSED)


def _result(text: bytes) -> dict[str, object]:
    from fairplace.dps.competitions.rules.record_reading import read_record
    from fairplace.dps.competitions.rules.scoring import evaluate as score

    return score(read_record(text)).as_json()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        refuse(f"{path}: There is no such file.")
    except IsADirectoryError:
        refuse(f"{path}: This is a folder, not a file.")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        refuse(f"{path}: This file cannot be read ({reason.lower()}).")
