"""`fairplace evaluate` (command contract)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import START, fairplace
from tests.dps.competitions.rules.record_making import small_record

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contract"


def written(folder: Path, record: object, name: str = "record.json") -> str:
    path = folder / name
    path.write_text(json.dumps(record))
    return str(path)


@pytest.mark.shared_folder
def test_contract_example_gives_the_example_result() -> None:
    done = fairplace("evaluate", str(CONTRACT / "example-record.json"))
    result = json.loads(done.stdout)
    for one in result["results"]:
        del one["working"]
    assert result == json.loads((CONTRACT / "example-result.json").read_text())
    assert (done.returncode, done.stderr) == (0, b"")


def test_contract_prints_one_object_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    record = small_record()
    record["bids"][0]["id"] = "Łódź \u2028 \ud800"
    plain = {"PATH": os.environ["PATH"], "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}
    done = fairplace("evaluate", written(tmp_path, record), environment=plain)
    assert done.returncode == 0
    text = done.stdout.decode()
    assert "40 × 900.00 ÷ 1,100.00 = 32.73" in text
    assert record["bids"][0]["id"] in {one["bid"] for one in json.loads(text)["results"]}


def test_contract_a_broken_record_is_refused_a_line_for_each_fault(tmp_path: Path) -> None:
    record = small_record()
    record["referral"]["price_weight"] = "29"
    record["bids"][1]["core_costs"][0]["bid"] = "1000.01"
    done = fairplace("evaluate", written(tmp_path, record))
    assert (done.returncode, done.stdout) == (2, b"")
    assert [line.partition(": ")[0] for line in done.stderr.decode().splitlines()] == [
        "referral.price_weight",
        "referral.quality_weight",
        "referral.criteria[0].weight",
        "bids[1].core_costs[0].bid",
    ]


def test_contract_jsonl_gives_one_result_a_line(tmp_path: Path) -> None:
    broken = small_record()
    broken["bids"][1]["id"] = "A"
    sound = json.dumps(small_record())
    path = tmp_path / "records.jsonl"
    path.write_text(f"{sound}\r\n{json.dumps(broken)}\n\nnot json\n{sound}")
    done = fairplace("evaluate", str(path))
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert done.returncode == 2
    assert [list(line) for line in lines] == [
        ["results", "family_choice", "winner"],
        ["refused"],
        ["refused"],
        ["results", "family_choice", "winner"],
    ]
    assert lines[0] == lines[3]
    assert lines[1] == {"refused": ['bids[1].id: Another bid has the id "A".']}
    assert "2 of 4 records refused" in done.stderr.decode()


def test_contract_jsonl_without_a_fault_exits_0(tmp_path: Path) -> None:
    path = tmp_path / "records.JSONL"
    path.write_text(json.dumps(small_record()) + "\n")
    done = fairplace("evaluate", str(path))
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("absent.json", None, "There is no such file"),
        ("empty.json", b"", "nothing here"),
        ("empty.jsonl", b"\n \n", "no record in this file"),
        ("picture.json", b"\x89PNG\r\n", "not UTF-8"),
        ("-", None, "There is no such file"),
    ],
)
def test_contract_what_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, name: str, text: bytes | None, words: str
) -> None:
    if text is not None:
        (tmp_path / name).write_bytes(text)
    done = fairplace("evaluate", name if name == "-" else str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()
    assert len(done.stderr.splitlines()) == 1


def test_contract_a_folder_is_refused(tmp_path: Path) -> None:
    done = fairplace("evaluate", str(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"This is a folder" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux's")
def test_an_answer_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    """No traceback, and never exit status 0."""
    record = written(tmp_path, small_record())
    for where, why in ((">/dev/full", "no space left on device"), (">&-", "bad file descriptor")):
        done = subprocess.run(
            ["/bin/sh", "-c", f'"$0" -c "$1" evaluate "$2" {where}', sys.executable, START, record],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (1, f"standard output: This cannot be written ({why}).\n")
