"""Word, Excel and OpenDocument files: archives of XML, opened with an eye on bombs, macros and files within files."""

import struct
import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from fairplace.foundations.kernel.refused import Refused

_MOST_PARTS = 2_000
_LARGEST_UNPACKED = 60 * 1024 * 1024
_HIGHEST_RATIO = 150
_SMALL = 1024 * 1024
_CHUNK = 64 * 1024
_WITHIN = ("/embeddings/", "/activex/", "vbaproject", "/macrosheets/", "/externallinks/", "/basic/", "/scripts/")
# What Word, Excel and their kin put into a file; "" stands for `mimetype` and folders.
_PARTS = {
    "", ".xml", ".rels", ".rdf", ".vml", ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".bmp", ".tif", ".tiff",
    ".emf", ".wmf", ".emz", ".wmz", ".wdp", ".svg", ".svm", ".odttf", ".bin", ".xsl", ".sigs",
}  # fmt: skip
_LARGEST_DIRECTORY = 512 * 1024
_NESTED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ")

_DAMAGED = "The file is damaged or protected by a password: save it again without one and choose it again."
_BOMB = "The file unpacks to far more than its size: save it as a PDF and choose that."


def check_docx(content: bytes) -> None:
    """Refused unless it is a plain Word document."""
    _check(content, "word/document.xml", b"wordprocessingml.document.main+xml")


def check_xlsx(content: bytes) -> None:
    """Refused unless it is a plain Excel workbook."""
    _check(content, "xl/workbook.xml", b"spreadsheetml.sheet.main+xml")


def check_ods(content: bytes) -> None:
    """Refused unless it is a plain OpenDocument spreadsheet."""
    _check(content, "content.xml", b"application/vnd.oasis.opendocument.spreadsheet", "mimetype")


def _check(content: bytes, main_part: str, main_type: bytes, types_in: str = "[Content_Types].xml") -> None:
    try:
        _check_directory(content)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            _check_names(parts)
            if main_type not in _read(archive, types_in) or main_part not in archive.namelist():
                raise Refused("The file is not what its name says: save it again and choose it again.")
            for part in parts:
                _check_part(archive, part)
    except Refused:
        raise
    except Exception:  # whatever a crafted file provokes, the answer is the same
        raise Refused(_DAMAGED) from None


def _check_directory(content: bytes) -> None:
    """How long the list of parts is, before anybody reads it: a hundred thousand take a second."""
    tail = content[-(1 << 16) - 200 :]
    for mark, size, where in ((b"PK\x05\x06", "<I", 12), (b"PK\x06\x06", "<Q", 40)):
        at = tail.find(mark)
        while at >= 0 and len(tail) >= at + where + struct.calcsize(size):
            (length,) = struct.unpack_from(size, tail, at + where)
            if length > _LARGEST_DIRECTORY and (size, length) != ("<I", 0xFFFFFFFF):  # that one says: see the other
                raise Refused(_BOMB)
            at = tail.find(mark, at + 1)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _LARGEST_UNPACKED:
        raise Refused(_BOMB)
    if unpacked > _SMALL and unpacked > packed * _HIGHEST_RATIO:
        raise Refused(_BOMB)


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        name = part.filename.lower()
        if name.startswith("/") or ".." in name.split("/") or "\\" in name:
            raise Refused(_DAMAGED)
        if any(within in f"/{name}" for within in _WITHIN):
            raise Refused("The file has a macro or another file inside it: save it as a PDF and choose that.")


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read one part to its end (which checks its checksum); stop where it is longer than it says."""
    if PurePosixPath(part.filename.lower()).suffix not in _PARTS:
        raise Refused("The file has another file inside it: save it as a PDF and choose that.")
    is_markup = part.filename.lower().endswith((".xml", ".rels", ".vml"))
    read = 0
    carried = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if not read and chunk.startswith(_NESTED):
                raise Refused("The file has another file inside it: save it as a PDF and choose that.")
            read += len(chunk)
            if read > part.file_size:
                raise Refused(_BOMB)
            if is_markup:
                seen = (carried + chunk).replace(b"\x00", b"").upper()
                if b"<!DOCTYPE" in seen or b"<!ENTITY" in seen:
                    raise Refused(_DAMAGED)
                carried = chunk[-32:]


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_SMALL)
