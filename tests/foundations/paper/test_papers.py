"""Papers: accessible and archivable, what people wrote is never markup, signatures in order (part 6)."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest

from fairplace.foundations.paper import CannotRead, SealKey, render_pdf, seal_pdf, signatures_in

AT = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
KEY = SealKey.from_seed(b"s" * 32)
TEMPLATE = b"""
#import "/foundations/paper/base.typ": *
#show: paper.with(title: data.title, footer: "IPA 1")
#data.words
== The parties
#summary(((name: "Provider", value: data.words),))
== What it costs
#listing(("Cost", "A week"), (("Care", "\\u{a3}1,000.00"), ("Education", "\\u{a3}20.00")), right: (1,))
"""
PAPER = render_pdf(TEMPLATE, {"title": "Placement agreement", "words": "Ashdown Lodge"}, at=AT)


def sealed(pdf: bytes, field: str, key: SealKey = KEY) -> bytes:
    reason = f"Signs for the {field}"
    return seal_pdf(pdf, signer_name=f"Zoë {field}", field=field, reason=reason, at=AT, key=key)


def all_well(pdf: bytes, count: int) -> bool:
    try:
        found = signatures_in(pdf, key=KEY)
    except CannotRead:
        return False
    return len(found) == count and all(signature.intact and signature.ours for signature in found)


def test_paper_is_archivable_tagged_and_in_english() -> None:
    """PDF/A-2a and PDF/UA-1 at once: the file says both, and typst refuses to write what is neither."""
    assert b"<pdfaid:part>2</pdfaid:part>" in PAPER
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in PAPER
    assert b"<pdfuaid:part>1</pdfuaid:part>" in PAPER
    assert b"/Lang" in PAPER
    assert b"SourceSansPro" in PAPER


@pytest.mark.parametrize("words", ['#panic("x")', "*bold* $x$ <a> @b", '#import "/x"', "\\ // /* `", "naïve £ “ąż”"])
def test_what_people_wrote_is_text_and_never_markup(words: str) -> None:
    assert render_pdf(TEMPLATE, {"title": words, "words": words}, at=AT).startswith(b"%PDF-1.7")


def test_same_words_on_the_same_day_make_the_same_paper() -> None:
    again = render_pdf(TEMPLATE, {"words": "Ashdown Lodge", "title": "Placement agreement"}, at=AT)
    assert again == PAPER


def test_unsigned_paper_bears_no_signature() -> None:
    assert signatures_in(PAPER, key=KEY) == []


def test_two_people_sign_in_order() -> None:
    first, second = signatures_in(sealed(sealed(PAPER, "council"), "provider"), key=KEY)
    assert (first.field, first.signer_name, first.reason, first.at) == (
        "council",
        "Zoë council",
        "Signs for the council",
        AT,
    )
    assert second.field == "provider"
    assert first.intact
    assert second.intact
    assert first.ours
    assert second.ours


def test_each_signature_covers_all_that_stood_before_it() -> None:
    once = sealed(PAPER, "council")
    assert once.startswith(PAPER)
    assert sealed(once, "provider").startswith(once)


def test_one_changed_byte_anywhere_is_noticed() -> None:
    """Between the angle brackets a signature lies itself; its filling is looked at separately."""
    signed = sealed(sealed(PAPER, "council"), "provider")
    assert all_well(signed, 2)
    containers = [match.span(1) for match in re.finditer(rb"/Contents <([0-9A-Fa-f]{1000,})>", signed)]
    assert len(containers) == 2
    for at in range(0, len(signed), 311):
        if any(start <= at < end for start, end in containers):
            continue
        changed = bytearray(signed)
        changed[at] ^= 1
        assert not all_well(bytes(changed), 2), f"byte {at}"


def test_filling_of_a_signature_is_empty() -> None:
    signed = bytearray(sealed(PAPER, "council"))
    (container,) = re.finditer(rb"/Contents <([0-9A-Fa-f]{1000,})>", bytes(signed))
    signed[container.end(1) - 40] = ord("7")
    assert not all_well(bytes(signed), 1)


def test_nothing_can_be_added_after_the_signatures() -> None:
    signed = sealed(PAPER, "council")
    for added in (b"\n", b"x", b"\n%%EOF\n", signed[-700:]):
        assert not all_well(signed + added, 1)


def test_changed_paper_is_not_signed_further() -> None:
    with pytest.raises(ValueError, match="changed after it was signed"):
        sealed(sealed(PAPER, "council") + b"\n", "provider")


def test_a_place_is_signed_once() -> None:
    with pytest.raises(ValueError, match="already bears"):
        sealed(sealed(PAPER, "council"), "council")


def test_signature_of_another_installation_is_not_ours() -> None:
    stranger = SealKey.from_seed(b"t" * 32)
    (signature,) = signatures_in(sealed(PAPER, "council", key=stranger), key=KEY)
    assert signature.intact
    assert not signature.ours


def test_seed_gives_the_same_key_always_and_must_be_long() -> None:
    assert SealKey.from_seed(b"s" * 32).private_info.dump() == KEY.private_info.dump()
    with pytest.raises(ValueError, match="32 bytes"):
        SealKey.from_seed(b"short")


def test_installation_seals_with_its_own_key() -> None:
    at = AT + timedelta(days=1)
    signed = seal_pdf(PAPER, signer_name="Ann", field="council", reason="Signs", at=at)
    (signature,) = signatures_in(signed)
    assert signature.ours
    assert signature.at == at


def test_what_is_no_pdf_cannot_be_read() -> None:
    with pytest.raises(CannotRead):
        signatures_in(b"not a paper", key=KEY)


def test_a_thread_with_an_event_loop_of_its_own_signs_and_checks_all_the_same() -> None:
    async def both() -> bool:
        return all_well(sealed(sealed(PAPER, "provider"), "council"), 2)

    assert asyncio.run(both())
