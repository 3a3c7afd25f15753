"""From the bytes of a published register to its lines: what it is not, how it is packed, how it is encoded (X4)."""

from __future__ import annotations

import io
import zipfile

LARGEST = 150 * 1024 * 1024  # bytes of a file, unpacked; the whole of GIAS has about 65 million
MOST_LINES = 1_000_000

_NO_REGISTER = {
    b"%PDF": "This is a PDF. Download the register as CSV and give that.",
    b"\xd0\xcf\x11\xe0": "This is an old Excel workbook (.xls), or one with a password. Save it as .xlsx without.",
    b"<!do": "This is a web page. Download the register itself as CSV.",
    b"<htm": "This is a web page. Download the register itself as CSV.",
    b"\x89PNG": "This is a picture. Download the register as CSV and give that.",
    b"\x1f\x8b": "This file is packed (gzip). Unpack it and give the CSV.",
}


class NotTheRegister(Exception):
    """The file is not this register: one sentence that says what it is, or what is missing, and what to do."""


def lines_of(content: bytes) -> list[str]:
    """Physical lines with their ends, as an editor counts them. Raises NotTheRegister."""
    text = _text(_unpacked(content))
    if text.count("\n") + text.count("\r") > 2 * MOST_LINES:
        raise NotTheRegister(f"This file has more than {MOST_LINES:,} lines: no register is as long.")
    return list(io.StringIO(text, newline=""))


def _unpacked(content: bytes) -> bytes:
    """The file itself, or the one CSV in the .zip in which GIAS hands it out."""
    if not content.strip(b"\0 \r\n\t"):
        raise NotTheRegister("This file is empty.")
    head = content[:512].lstrip(b"\xef\xbb\xbf \r\n\t")
    for begins, sentence in _NO_REGISTER.items():
        if head[: len(begins)].lower() == begins.lower():
            raise NotTheRegister(sentence)
    if content[:2] == b"PK":
        content = _only_csv(content)
    if len(content) > LARGEST:
        raise NotTheRegister(f"This file is larger than {LARGEST // 1024 // 1024} MB: no register is as large.")
    return content


def _only_csv(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [entry for entry in packed.infolist() if not entry.is_dir()]
            lists = [entry for entry in names if entry.filename.lower().endswith(".csv")]
            if len(lists) != 1:
                raise NotTheRegister("This .zip must hold exactly one CSV file. Unpack it and give the right one.")
            if lists[0].flag_bits & 1:
                raise NotTheRegister("This .zip has a password. Unpack it and give the CSV.")
            with packed.open(lists[0]) as file:
                return file.read(LARGEST + 1)
    except NotTheRegister:
        raise
    except Exception as error:  # each way of packing has its own error for what is torn
        raise NotTheRegister("This .zip is damaged. Download it again, or unpack it and give the CSV.") from error


def _text(content: bytes) -> str:
    """UTF-8, else UTF-16, else Windows-1252; line by line where a file mixes them."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return content.decode("utf-16", errors="replace")
    sample = content[:2000]
    if sample.count(0) > len(sample) // 3:
        odd = sample[1::2].count(0)
        if odd > len(sample) // 3 or sample[::2].count(0) > len(sample) // 3:
            return content.decode("utf-16-le" if odd > len(sample) // 3 else "utf-16-be", errors="replace")
        raise NotTheRegister("This file is no text. Download the register as CSV and give that.")
    if sample.count(0) > 8:
        raise NotTheRegister("This file is no text. Download the register as CSV and give that.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return "\n".join(_one_line(line) for line in lines)


def _one_line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")
