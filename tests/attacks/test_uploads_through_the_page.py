"""A6: files that mean harm, sent through the page by a real browser's form to the real server.

What each kind of file is refused for is tests/foundations/documents/; here: the answer is a sentence on the page,
nothing is kept, and the server neither grows nor fills its disk.
"""

from __future__ import annotations

import os
import secrets
import socket
import struct
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest

from fairplace.dps.organisations.models import Evidence
from tests.attacks.scene import Scene, signed_in, text_of
from tests.attacks.wire import Answer, Browser, processes_of
from tests.drill.plugin import Figures
from tests.fixtures.serving import Served
from tests.foundations.documents import files

MB = 1024 * 1024
ADD = "/provider/evidence/add/public_liability/"


def applicant(wire: Served, scene: Scene) -> Browser:
    return Browser(wire.url, {"sessionid": signed_in(scene.unsent.manager).cookies["sessionid"].value})


def multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    edge = secrets.token_hex(12)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    parts.append(
        f'--{edge}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\n'
        "Content-Type: application/pdf\r\n\r\n".encode()
    )
    return b"".join([*parts, content, f"\r\n--{edge}--\r\n".encode()]), f"multipart/form-data; boundary={edge}"


def upload(browser: Browser, name: str, content: bytes) -> Answer:
    browser.get(ADD)
    fields = {
        "csrfmiddlewaretoken": browser.cookies["csrftoken"],
        "cover": "10000000",
        **{f"{which}_{part}": value for which, year in (("issued_on", "2026"), ("expires_on", "2027"))
           for part, value in (("day", "1"), ("month", "4"), ("year", year))},
        **{f"{which}_{part}": value for which, year in (("issued_on", "2026"), ("expires_on", "2027"))
           for part, value in ((0, "1"), (1, "4"), (2, year))},
    }  # fmt: skip
    body, kind = multipart(fields, name, content)
    return browser.ask("POST", ADD, body, **{"Content-Type": kind})


def worked(wire: Served) -> float:
    """Seconds of processor that the server's processes have used: the wait on a busy machine is none of theirs."""
    ticks = 0
    for pid in processes_of(wire):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident(wire: Served) -> int:
    """Megabytes of the largest process of the server."""
    sizes = []
    for pid in processes_of(wire):
        status = Path(f"/proc/{pid}/status").read_text()
        sizes.append(int(status.split("VmRSS:")[1].split()[0]) // 1024)
    return max(sizes)


def test_an_honest_certificate_is_taken(wire: Served, wired_scene: Scene) -> None:
    """So that the refusals below are not for another reason."""
    before = Evidence.objects.count()
    answer = upload(applicant(wire, wired_scene), "insurance.pdf", files.pdf())
    assert answer.status == 302, text_of(answer.body)
    assert Evidence.objects.count() == before + 1


BOMB = files.docx(**{"word__media__big.xml": b"\x00" * 50_000_000})
XML_BOMB = files.docx(
    **{"word__styles.xml": b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'}
)
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def huge_sheet() -> bytes:
    return files.with_parts(files.xlsx(), {"xl/worksheets/sheet2.xml": b"0" * 300_000_000})


def ten_gigabytes() -> bytes:
    """One part of 500 MB, which the directory names twenty times over."""
    whole = files.with_parts(files.xlsx(), {"xl/worksheets/sheet2.xml": bytes(500_000_000)})
    end = whole.rindex(b"PK\x05\x06")
    count, _, start = struct.unpack_from("<HII", whole, end + 10)
    last = whole.rindex(b"PK\x01\x02", 0, end)
    again = b"".join(whole[last:end].replace(b"sheet2", f"sheet{chr(97 + n)}".encode()) for n in range(19))
    directory = whole[start:end] + again
    tail = bytearray(whole[end:])
    struct.pack_into("<HHII", tail, 8, count + 19, count + 19, len(directory), start)
    made = whole[:start] + directory + bytes(tail)
    assert sum(one.file_size for one in ZipFile(BytesIO(made)).infolist()) > 10_000_000_000
    return made


def claims_ten_gigabytes() -> bytes:
    """In the directory alone; and the other way round: a part that says it is small."""
    made = bytearray(files.xlsx())
    struct.pack_into("<I", made, made.rindex(b"PK\x01\x02") + 24, 0xFFFFFFF0)
    return bytes(made)


def hundred_thousand_parts() -> bytes:
    return files.with_parts(files.docx(), {f"{place:x}": b"" for place in range(100_000)})


def taken_by_its_name(name: str, content: bytes) -> bool:
    """The flawed build: the last letters of the name are looked at, and the size."""
    return name.lower().endswith((".pdf", ".docx", ".xlsx", ".png")) and 0 < len(content) <= 10 * MB


@pytest.mark.attack("A6", "bombs, disguises and viruses as an insurance certificate")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("insurance.docx", BOMB),
        ("insurance.docx", XML_BOMB),
        ("insurance.docx", files.docx(word__media__a=BOMB)),
        ("insurance.xlsx", huge_sheet),
        ("insurance.xlsx", ten_gigabytes),
        ("insurance.xlsx", claims_ten_gigabytes),
        ("insurance.docx", files.archive({f"{n}.zip": files.archive({"a": BOMB}) for n in range(16)})),
        ("insurance.docx", files.with_parts(files.docx(), {"../../../etc/cron.d/x": b"* * * * * root true"})),
        ("insurance.docx", files.with_parts(files.docx(), {"/etc/cron.d/x": b"* * * * * root true"})),
        ("insurance.docx", files.with_parts(files.docx(), {"word/eicar.com": EICAR})),
        ("insurance.docx", hundred_thousand_parts),
        ("insurance.svg", b"<svg onload='x()'/>"),
        ("insurance.png", b"<svg onload='x()'/>"),
        ("insurance.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>" + files.pdf()),
        ("insurance.exe.pdf", files.pdf()),
        ("insurance.pdf.html", files.pdf()),
        ("insurance.pdf", b""),
        ("insurance.pdf", EICAR),
        ("insurance.pdf", b"%PDF-1.7\n" + b"\x00" * (11 * MB)),
        ("", files.pdf()),
    ],
    ids=["zip bomb", "xml bomb", "nested bomb", "300 MB sheet", "10 GB sheets", "10 GB said", "zips in a zip",
         "part above", "part at the root", "eicar inside", "100,000 parts", "svg",
         "svg as png", "polyglot", "exe", "html", "empty", "eicar",
         "11 MB", "no name"],
)  # fmt: skip
def test_harmful_file_is_refused_in_a_sentence_and_nothing_is_kept_a6(
    wire: Served, wired_scene: Scene, name: str, content: bytes | Callable[[], bytes], figures: Figures
) -> None:
    content = content() if callable(content) else content
    browser = applicant(wire, wired_scene)
    browser.get(ADD)
    before, kept, size = Evidence.objects.count(), stored(wire), resident(wire)
    began, before_work = monotonic(), worked(wire)
    answer = upload(browser, name, content)
    took, work, grown = monotonic() - began, worked(wire) - before_work, resident(wire) - size
    figures("files", 1)
    figures("slowest answer, s", took, "max")
    figures("most worked at one, s of processor", work, "max")
    figures("most grown, MB", grown, "max")
    figures.control("taken by a build that looks at the name alone", int(taken_by_its_name(name, content)))
    assert work < 1, "of processor, all processes of the server together"
    assert took < 30  # on a machine that does much else
    assert answer.status == 200
    assert "There is a problem" in answer.body
    assert (Evidence.objects.count(), stored(wire)) == (before, kept)
    assert grown < 100


def stored(wire: Served) -> int:
    return sum(1 for path in (wire.data / "documents").rglob("*") if path.is_file())


@pytest.mark.attack("A6", "names that are paths or headers")
@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\insurance.pdf", "a\r\nX-Evil: 1.pdf", "/etc/x.pdf"])
def test_a_name_is_no_path_and_no_header_a6(wire: Served, wired_scene: Scene, name: str, figures: Figures) -> None:
    browser = applicant(wire, wired_scene)
    answer = upload(browser, name.replace("\r\n", "%0D%0A"), files.pdf())
    assert answer.status == 302, text_of(answer.body)
    row = Evidence.objects.select_related("document").latest("id")
    assert not set(row.document.original_name) & set("/\\\r\n")
    got = browser.get(f"/provider/evidence/documents/{row.document_id}/")
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["X-Evil"] is None
    assert not list(wire.data.rglob("*passwd*"))
    figures("names", 1)
    figures("kept outside the store", 0)
    naive = os.path.normpath(wire.data / "documents" / name.replace("\\", "/"))
    outside = not Path(naive).is_relative_to(wire.data / "documents") or "\n" in naive
    figures.control("outside, or a line of their own, where the name is the path", int(outside))


def test_an_endless_upload_is_refused_before_it_is_read_for_visitors_too_a6(wire: Served) -> None:
    """It says that it is 10 GB; the answer comes although no more than a few bytes were sent."""
    host = urlsplit(wire.url)
    with socket.create_connection((host.hostname or "", host.port or 0), timeout=20) as sender:
        sender.sendall(
            f"POST /sign-in/ HTTP/1.1\r\nHost: {host.netloc}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
            f"Content-Length: {10 * 1024 * MB}\r\n\r\n--x\r\n".encode()
        )
        told = sender.recv(65536).decode()
    assert told.startswith("HTTP/1.1 413")
    assert not list(wire.temporary.glob("*.upload.*"))


def test_a_hundred_thousand_fields_are_refused_a6(wire: Served, wired_scene: Scene) -> None:
    browser = applicant(wire, wired_scene)
    began, size = monotonic(), resident(wire)
    answer = browser.send(ADD, {f"f{number}": "x" for number in range(100_000)})
    assert answer.status in {400, 403}
    assert monotonic() - began < 30
    assert resident(wire) - size < 100
