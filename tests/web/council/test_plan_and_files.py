"""R2: sections of the plan and files, for those who will bid or for the winner; checked, cleaned, sealed, recorded."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from fairplace.dps.competitions.models import Invitation
from fairplace.dps.referrals.actions.attach_file import say_looked_at
from fairplace.dps.referrals.actions.reissue_referral import reissue_referral
from fairplace.dps.referrals.models import Attachment, PlanSection, Referral
from fairplace.dps.referrals.queries.attachments import attachments_of, read_attachment
from fairplace.dps.referrals.queries.plan import read_plan
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.foundations import audit
from fairplace.foundations.audit.models import Event
from fairplace.foundations.documents.models import Document
from fairplace.foundations.paper import render_pdf
from tests.dps.world import AT
from tests.foundations.documents.files import docx, jpeg, pdf, png
from tests.foundations.documents.test_cleaning import with_parts
from tests.web.council.test_referral_pages import Scene, at, scene, signed_in, text

__all__ = ["scene"]
pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
LETTER = "Cormorant mornings work best."


@pytest.fixture(autouse=True)
def _documents(tmp_path: object, settings: object) -> None:
    settings.MEDIA_ROOT = str(tmp_path)  # type: ignore[attr-defined]


def add(scene: Scene, referral: UUID, name: str, content: bytes, stage: int = 2) -> str:
    file = SimpleUploadedFile(name, content)
    answer = scene.client.post(at(referral, "files"), {"file": file, "stage": str(stage)}, follow=True)
    return text(answer)


def write(scene: Scene, referral: UUID, section: str, words: str, stage: int) -> None:
    told = {"text": words, "stage": str(stage)}
    answer = scene.client.post(f"{at(referral, 'plan')}?section={section}", told)
    assert answer["Location"] == at(referral, "plan"), text(answer)


def findings(scene: Scene, referral: UUID) -> set[str]:
    with audit.transaction_as(scene.officer):
        return {one.field for one in publication_check(actor=scene.officer, referral_id=referral, at=AT).findings}


def faults(scene: Scene, referral: UUID) -> list[str]:
    with audit.transaction_as(scene.officer):
        found = publication_check(actor=scene.officer, referral_id=referral, at=AT).faults
    return [one.sentence for one in found if one.part == "attachments"]


def test_r2_sections_of_an_ehc_plan_go_by_their_letters_and_a_care_plan_by_its_parts(scene: Scene) -> None:
    referral = scene.write()
    shown = text(scene.client.get(at(referral, "plan")))
    for words in ("B: Special educational needs", "K: Advice and information", "Family, friends and contact"):
        assert words in shown
    assert shown.count("Not written") == 21
    assert scene.client.get(f"{at(referral, 'plan')}?section=ehc-z").status_code == 404
    write(scene, referral, "ehc-f", "An hour of speech therapy a week.", 2)
    write(scene, referral, "ehc-i", "Maya goes to Rowan School.", 3)
    assert findings(scene, referral) == set(), "what the winner alone reads may name the child"
    write(scene, referral, "ehc-b", "Maya needs quiet.", 2)
    assert findings(scene, referral) == {"plan_ehc-b"}
    check = text(scene.client.get(at(referral, "check")))
    assert "In the plan, B: Special educational needs" in check
    write(scene, referral, "ehc-b", "", 2)
    assert findings(scene, referral) == set()
    with audit.transaction_as(scene.officer):
        assert bytes(PlanSection.objects.get(code="ehc-f").text).find(b"speech") == -1, "encrypted"


def test_r2_a_file_is_cleaned_sealed_listed_with_its_size_and_each_reading_recorded(scene: Scene) -> None:
    referral = scene.write()
    body = b'<w:document xmlns:w="w"><w:p><w:t>Maya likes boats.</w:t></w:p></w:document>'
    core = b"<cp:coreProperties><dc:creator>Wilhelmina</dc:creator></cp:coreProperties>"
    word = _word({"word/document.xml": body, "docProps/core.xml": core})
    shown = add(scene, referral, "report on Maya.docx", word)
    assert "The file is added" in shown
    assert "report on Maya.docx" in shown
    assert " kB" in shown or "Bytes" in shown
    assert findings(scene, referral) == {"file_1"}
    with audit.transaction_as(scene.officer):
        row = Attachment.objects.get()
    document = Document.objects.get(pk=row.document_id)
    assert document.original_name == "attachment.docx", "the name is child data too"
    with default_storage.open(document.stored_as) as stored:
        assert not stored.read().startswith(b"PK")
    got = scene.client.get(f"{at(referral, 'files')}{row.pk}/")
    assert 'filename="report on Maya.docx"' in got["Content-Disposition"]
    assert b"Wilhelmina" not in _everything(got.content)
    assert Event.objects.filter(kind="referrals.attachment_read").count() == 1
    assert "Maya" not in str(list(Event.objects.values_list("payload", flat=True)))
    scene.client.post(at(referral, "files"), {"act": f"remove_{row.pk}"})
    with audit.transaction_as(scene.officer):
        assert attachments_of(referral) == []


def test_t5_a_file_that_is_taken_out_is_destroyed_and_the_record_keeps_its_digest(
    scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    referral = scene.write()
    add(scene, referral, "drawing.txt", b"Boats.")
    with audit.transaction_as(scene.officer):
        row = Attachment.objects.get()
    document = Document.objects.get(pk=row.document_id)
    with django_capture_on_commit_callbacks(execute=True):
        scene.client.post(at(referral, "files"), {"act": f"remove_{row.pk}"})
    assert not Document.objects.filter(pk=document.pk).exists()
    assert not default_storage.exists(document.stored_as)
    event = Event.objects.get(kind="documents.document_destroyed")
    assert event.payload["sha256"] == bytes(document.sha256).hex()


def test_r1_names_in_a_pdf_are_found(scene: Scene) -> None:
    referral = scene.write()
    told = b'#import "/foundations/paper/base.typ": *\n#show: paper.with(title: data.title)\nA report on Maya, GU2 7XH.'
    assert "looked through" in add(scene, referral, "report.pdf", render_pdf(told, {"title": "Report"}))
    assert findings(scene, referral) == {"file_1"}
    assert faults(scene, referral) == []


def test_r1_what_the_check_cannot_read_a_person_looks_at_on_record_before_publication(scene: Scene) -> None:
    scene.market.line()
    referral = scene.write()
    shown = add(scene, referral, "drawing.png", png())
    assert "We could not read all of it" in shown
    (sentence,) = faults(scene, referral)
    assert "file 1" in sentence
    assert "file 1" in text(scene.client.get(at(referral, "check")))
    with audit.transaction_as(scene.officer):
        row = Attachment.objects.get()
    looked = scene.client.post(at(referral, "files"), {"act": f"looked_{row.pk}"}, follow=True)
    assert "said that nothing in it tells who the child is" in text(looked)
    assert faults(scene, referral) == []
    event = Event.objects.get(kind="referrals.attachment_looked_at")
    assert (event.actor_id, event.subject_id) == (scene.officer.person_id, row.pk)
    assert scene.client.post(at(referral, "files"), {"act": "looked_nonsense"}).status_code == 404


def test_r1_a_picture_for_the_winner_alone_needs_no_looking(scene: Scene) -> None:
    referral = scene.write()
    add(scene, referral, "whole plan.png", png(), 3)
    assert faults(scene, referral) == []


def test_r9_a_reissue_copies_the_files_each_as_a_file_of_its_own(scene: Scene) -> None:
    referral = scene.write()
    add(scene, referral, "drawing.txt", b"Boats.")
    add(scene, referral, "photo.png", png())
    with audit.transaction_as(scene.officer):
        first, photo = Attachment.objects.order_by("added_at", "id")
        say_looked_at(actor=scene.officer, referral_id=referral, attachment_id=photo.pk, at=AT)
        Referral.objects.filter(pk=referral).update(state="cancelled")
        again = reissue_referral(actor=scene.officer, earlier_id=referral, because="Once more", at=AT)
        copied = Attachment.objects.filter(referral=again).order_by("added_at", "id")
        rows = attachments_of(again)
        assert [row.name for row in rows] == ["drawing.txt", "photo.png"]
        assert [row.needs_looking for row in rows] == [False, True], "looked at again"
        read = read_attachment(actor=scene.officer, referral_id=again, attachment_id=rows[0].id)
    assert read.content == b"Boats."
    assert first.document_id not in {one.document_id for one in copied}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"MZ", "must be a PDF"),
        ("a.pdf", jpeg(), "not what its name says"),
        ("a.docx", docx(word__vbaProject_bin=b"x"), "macro or another file"),
    ],
)
def test_r2_a_file_that_cannot_be_taken_is_refused_beside_its_field(
    scene: Scene, name: str, content: bytes, sentence: str
) -> None:
    referral = scene.write()
    shown = add(scene, referral, name, content)
    assert sentence in shown
    assert 'href="#id_file"' in shown
    assert "Say who reads the file" in text(
        scene.client.post(at(referral, "files"), {"file": SimpleUploadedFile("a.pdf", pdf())})
    )


def test_r1_bidders_read_stage_two_after_confidentiality_and_the_rest_is_the_winners(scene: Scene) -> None:
    scene.market.line()
    referral = scene.write()
    write(scene, referral, "ehc-f", LETTER, 2)
    write(scene, referral, "ehc-i", "Petrel School, from home", 3)
    assert "The file is added" in add(scene, referral, "drawing.pdf", pdf())
    assert "The file is added" in add(scene, referral, "whole plan.pdf", pdf(), 3)
    scene.publish(referral)
    bidder = signed_in(scene.market.bid_manager)
    invitation = Invitation.objects.get()
    home = f"/provider/referrals/{invitation.pk}/"
    with audit.transaction_as(scene.officer):
        stages = {row.stage: row.pk for row in Attachment.objects.all()}
    assert bidder.get(f"{home}files/{stages[2]}/").status_code == 404, "before confidentiality"
    bidder.post(f"{home}answer/", {"answer": "will_bid", "confidential": "on"})
    story = text(bidder.get(f"{home}story/"))
    assert LETTER in story
    assert "drawing.pdf" in story
    assert "Petrel" not in story
    assert "whole plan" not in story
    assert bidder.get(f"{home}files/{stages[2]}/").status_code == 200
    assert bidder.get(f"{home}files/{stages[3]}/").status_code == 404
    assert Event.objects.filter(kind="referrals.plan_read").count() == 1
    with audit.transaction_as(scene.market.bid_manager):
        read = read_plan(actor=scene.market.bid_manager, referral_id=referral)
        assert [one.code for one in read] == ["ehc-f"]


def _word(parts: dict[str, bytes]) -> bytes:
    return with_parts(docx(), parts)


def _everything(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as parts:
        return b"".join(parts.read(name) for name in parts.namelist())
