"""R2, R1: what says who made a file is taken out before anybody outside reads it; what cannot be cleaned is refused."""

from __future__ import annotations

import base64
import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from openpyxl import Workbook

from fairplace.foundations.documents.cleaning import clean, words_of
from fairplace.foundations.documents.inspection import inspect_file
from fairplace.foundations.kernel.refused import Refused
from fairplace.foundations.paper import render_pdf
from tests.foundations.documents.files import (
    CONTENT_TYPES,
    WORD_TYPE,
    archive,
    docx,
    jpeg,
    pdf,
    pdf_with,
    png,
    signed_pdf,
)

MAKER = b"Wilhelmina Ottery"


def cleaned(name: str, content: bytes) -> bytes:
    """As it is taken in, and still a file of its kind afterwards."""
    media_type = inspect_file(name, content)
    done = clean(media_type, content)
    assert inspect_file(name, done) == media_type
    return done


def exif(order: str = "<", orientation: int = 6) -> bytes:
    head = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(f"{order}I", 8)
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    maker = struct.pack(f"{order}HHII", 0x013B, 2, len(MAKER) + 1, 38)
    body = b"Exif\x00\x00" + head + struct.pack(f"{order}H", 2) + maker + entry + bytes(4) + MAKER + b"\x00"
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def test_a_png_keeps_what_it_is_drawn_from_alone() -> None:
    note = b"Author\x00" + MAKER
    chunk = struct.pack(">I", len(note)) + b"tEXt" + note + struct.pack(">I", zlib.crc32(b"tEXt" + note))
    plain = png()
    assert cleaned("a.png", plain[:33] + chunk + plain[33:]) == plain


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_jpeg_forgets_who_where_and_when_but_not_which_way_is_up(order: str) -> None:
    plain = jpeg()
    comment = b"\xff\xfe" + struct.pack(">H", len(MAKER) + 2) + MAKER
    done = cleaned("a.jpg", plain[:2] + exif(order) + comment + plain[2:])
    assert MAKER not in done
    assert b"Exif\x00\x00MM\x00\x2a" in done
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in done
    assert cleaned("a.jpg", done) == done, "cleaning again changes nothing"


def test_a_jpeg_that_stands_upright_says_nothing_and_a_second_picture_behind_it_goes() -> None:
    plain = jpeg()
    done = cleaned("a.jpg", plain[:2] + exif(orientation=1) + plain[2:] + jpeg())
    assert b"Exif" not in done
    assert done.count(b"\xff\xd8") == 1


def test_a_pdf_is_written_anew_without_its_information_or_earlier_revisions() -> None:
    done = cleaned("a.pdf", pdf())
    assert b"ypst" in pdf(), "it says what it was made with"
    for words in (b"/Author", b"/Creator ", b"/Metadata", b"xpacket", b"ypst"):
        assert words not in done, words
    xmp = "/Metadata 3 0 R /PieceInfo << /Adobe << /Private (Wilhelmina Ottery) >> >>"
    assert MAKER not in cleaned("a.pdf", pdf_with(xmp))
    assert b"Ann" not in cleaned("a.pdf", signed_pdf()).split(b"/Type /Sig")[0]


def test_a_comment_in_a_pdf_stays_but_not_who_wrote_it() -> None:
    note = "/Outlines << /Type /Annot /Subtype /Text /T (Wilhelmina Ottery) /Contents (Likes boats) >>"
    done = cleaned("a.pdf", pdf_with(note))
    assert MAKER not in done
    assert b"Likes boats" in done


def test_word_and_excel_lose_their_properties_and_editing_sessions() -> None:
    core = b"<cp:coreProperties><dc:creator>" + MAKER + b"</dc:creator></cp:coreProperties>"
    body = b'<w:document xmlns:w="w"><w:p w:rsidR="00A1B2C3"><w:t>Likes boats.</w:t></w:p></w:document>'
    done = cleaned(
        "a.docx",
        with_parts(docx(), {"docProps/core.xml": core, "word/document.xml": body, "word/media/a.jpg": _photo()}),
    )
    with zipfile.ZipFile(BytesIO(done)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert MAKER not in everything
    assert b"rsidR" not in everything
    assert b"Likes boats." in everything
    book = Workbook()
    book.properties.creator = MAKER.decode()
    book.active.append(["Likes boats", 12])
    out = BytesIO()
    book.save(out)
    done = cleaned("a.xlsx", out.getvalue())
    with zipfile.ZipFile(BytesIO(done)) as parts:
        assert MAKER not in b"".join(parts.read(name) for name in parts.namelist())


@pytest.mark.parametrize(
    ("part", "content", "sentence"),
    [
        ("word/comments.xml", b"<w:comments/>", "comments or tracked changes"),
        ("word/document.xml", b'<w:document><w:ins w:id="1" w:author="W"/></w:document>', "comments or tracked"),
        ("word/media/a.emf", b"....", "a picture of a kind that we cannot clean"),
    ],
)
def test_what_cannot_be_cleaned_is_refused_with_what_to_do(part: str, content: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        cleaned("a.docx", with_parts(docx(), {part: content}))
    assert sentence in refused.value.sentence
    assert "PDF" in refused.value.sentence


def test_a_kind_without_a_cleaner_is_refused() -> None:
    with pytest.raises(Refused):
        clean("image/gif", b"GIF89a")


def test_words_are_read_where_that_is_cheap_and_nowhere_else() -> None:
    body = b'<w:document xmlns:w="w"><w:p><w:t>Maya</w:t></w:p><w:p><w:t>Penhallow</w:t></w:p></w:document>'
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    assert words_of(word, with_parts(docx(), {"word/document.xml": body})) == ("Maya\nPenhallow", True)
    pictured = {"word/document.xml": body, "word/media/a.png": png()}
    assert words_of(word, with_parts(docx(), pictured)) == ("Maya\nPenhallow", False)
    book = Workbook()
    book.active.append(["Maya", 12])
    out = BytesIO()
    book.save(out)
    excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert "Maya" in words_of(excel, out.getvalue()).text
    assert words_of("text/plain", "Zoë".encode("cp1252")) == ("Zoë", True)
    assert words_of("image/png", png()) == ("", False)


def test_words_of_a_pdf_are_read_after_it_was_cleaned() -> None:
    found = words_of("application/pdf", cleaned("letter.pdf", pdf()))
    assert "Insured." in found.text
    assert found.whole


@pytest.mark.parametrize(
    "content",
    [
        pdf_with(""),  # a page without words
        pdf()[:-400] + b"%%EOF",
        b"%PDF-1.7 not one at all",
    ],
)
def test_a_pdf_that_cannot_be_read_whole_says_so_and_never_raises(content: bytes) -> None:
    assert not words_of("application/pdf", content).whole


def test_a_pdf_with_a_picture_in_it_is_not_read_whole() -> None:
    drawn = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image width='9' height='9' href="
    picture = drawn + "'data:image/png;base64," + base64.b64encode(png()).decode() + "'/></svg>"
    told = b'#image(bytes(data.drawn), format: "svg", alt: "A picture")'
    paper = b'#import "/foundations/paper/base.typ": *\n#show: paper.with(title: data.title)\nWords.\n'
    scan = render_pdf(paper + told, {"title": "Scan", "drawn": picture})
    found = words_of("application/pdf", scan)
    assert "Words." in found.text
    assert not found.whole


def _photo() -> bytes:
    plain = jpeg()
    return plain[:2] + exif() + plain[2:]


def with_parts(base: bytes, parts: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(BytesIO(base)) as there:
        held = {name: there.read(name) for name in there.namelist()}
    return archive(held | parts)


def test_a_word_file_whose_text_is_no_xml_is_left_to_a_person_and_never_an_error() -> None:
    """It passes the inspection, as its outside is that of a Word file."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    for text in (b"<w:document>Insured.</w:document>", b"<a", b"", b"\xff\xfe<"):
        content = archive({
            CONTENT_TYPES: f'<x ContentType="{WORD_TYPE}"/>'.encode(), "word/document.xml": text,
        })  # fmt: skip
        assert inspect_file("letter.docx", content) == word
        assert not words_of(word, content).whole
