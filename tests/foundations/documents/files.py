"""Small files of every kind that is taken, and of many that are not."""

import struct
import zipfile
import zlib
from datetime import UTC, datetime
from io import BytesIO

from openpyxl import Workbook

from fairplace.foundations.paper import SealKey, render_pdf, seal_pdf

CONTENT_TYPES = "[Content_Types].xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def pdf() -> bytes:
    return render_pdf(
        b'#import "/foundations/paper/base.typ": *\n#show: paper.with(title: data.title)\nInsured.',
        {"title": "Insurance"},
    )


def signed_pdf() -> bytes:
    key = SealKey.from_seed(bytes(32))
    return seal_pdf(
        pdf(), signer_name="Ann", field="council", reason="Signs", at=datetime(2026, 11, 3, tzinfo=UTC), key=key
    )


def pdf_with(catalogue: str) -> bytes:
    """A minimal PDF whose catalogue holds something more."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] >>",
    ]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    return (
        out
        + (
            f"xref\n0 4\n0000000000 65535 f \n{table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        ).encode()
    )


def archive(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document; further parts by name, with __ for a slash."""
    parts = {
        CONTENT_TYPES: f'<Types><Override PartName="/word/document.xml" ContentType="{WORD_TYPE}"/></Types>'.encode(),
        "_rels/.rels": b"<Relationships/>",
        "word/document.xml": b"<w:document>Insured.</w:document>",
    }
    return archive(parts | {name.replace("__", "/"): content for name, content in more.items()})


def with_parts(document: bytes, parts: dict[str, bytes]) -> bytes:
    """The same archive with more in it."""
    out = BytesIO(document)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as written:
        for name, content in parts.items():
            written.writestr(name, content)
    return out.getvalue()


def xlsx() -> bytes:
    book = Workbook()
    book.active.append(["Cost", 1000])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    picture = zlib.compress(b"\x00\x7f\x7f" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", picture) + chunk(b"IEND", b"")


def jpeg(width: int = 16, height: int = 16) -> bytes:
    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
        + segment(0xDB, bytes(65))
        + segment(0xC0, struct.pack(">BHHB", 8, height, width, 1) + b"\x01\x11\x00")
        + segment(0xC4, bytes(20))
        + segment(0xDA, b"\x01\x01\x00\x00\x3f\x00")
        + b"\x12\x34\xff\x00\x56\xff\xd0\x78\xff\xd9"
    )
