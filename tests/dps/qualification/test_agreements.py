"""Q11, A1, §1.4: the agreement names the terms and the schedules, is sealed by both in order, and fixed when signed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from fairplace.dps.market.actions.publish_terms import publish_terms
from fairplace.dps.market.actions.write_terms_draft import save_terms_draft, start_terms_draft
from fairplace.dps.market.queries.terms import terms_draft
from fairplace.dps.market.rules.terms_content import terms_data
from fairplace.dps.organisations.actions.add_establishment import add_establishment
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement, sign_line_agreements
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.queries.agreements import agreement_document, agreement_of, agreements_to_sign
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.foundations.documents.portable import check_pdf
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from fairplace.foundations.paper import signatures_in
from tests.dps.qualification.joining import (
    Applicant,
    answer_about_provider,
    apply,
    assess,
    complete_line,
    decide,
    make_applicant,
)
from tests.dps.world import AT, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def approve(world: World, *lines: UUID) -> None:
    for line in lines:
        assess(world, line)
        decide(world, line, approved=True)


def new_terms(world: World, label: str = "2027-1", schedules: dict[UUID, str] | None = None, **change: Any) -> UUID:
    """The lead publishes a version in which the notice is 6 months."""
    officer = world.people["officer"]
    draft_id = start_terms_draft(actor=officer, category_id=None, at=AT)
    content = {**terms_data(terms_draft(officer, draft_id).content), "notice_months": 6, **change}
    save_terms_draft(
        actor=officer, draft_id=draft_id, label=label, content=content, schedules=schedules or {},
        accept_by=date(2026, 12, 31), consequence="The place may be suspended.", at=AT,
    )  # fmt: skip
    return publish_terms(actor=officer, draft_id=draft_id, at=AT)


def test_a_place_is_accredited_only_by_both_signatures_and_both_stand_in_the_paper_a1(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    approve(world, line)
    with pytest.raises(NotThere):
        agreement_document(applicant.manager, line)
    sign_line_agreement(actor=applicant.signatory, line_id=line, name_typed=applicant.signatory.name, at=AT)
    row = line_row(line)
    assert row is not None
    assert row.state == "approved"
    lead = world.people["lead_signatory"]
    sign_line_agreement(actor=lead, line_id=line, name_typed=lead.name, at=AT)
    row = line_row(line)
    assert row is not None
    assert row.state == "accredited"
    paper = agreement_document(applicant.manager, line)
    found = signatures_in(paper.content)
    assert [(one.field, one.signer_name.split(",")[0], one.intact, one.ours) for one in found] == [
        ("Provider", applicant.signatory.name, True, True),
        ("Council", lead.name, True, True),
    ]
    assert agreement_document(world.people["officer"], line).content == paper.content
    check_pdf(paper.content)


def test_the_agreement_names_the_terms_and_what_each_council_adds_q11(world: World) -> None:
    new_terms(world, schedules={world.partner_id: "Invoices go to the shared inbox."})
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    approve(world, line)
    agreement = agreement_of(applicant.manager, line)
    clauses = {clause.title: clause for clause in agreement.clauses}
    assert agreement.terms_label == "2027-1"
    assert "Surrey County Council: Invoices go to the shared inbox." in clauses["Local schedules"].paragraphs
    assert ("Premises", "£100.00 a week") in [(name.split(" ")[0].strip(","), price) for name, price in clauses[
        "Prices of this place"].prices]  # fmt: skip
    assert "80.00 out of 100" in clauses["Score of this place"].paragraphs[0]
    assert "6 months' notice" in clauses["How long"].paragraphs[0]


def test_a_version_published_between_the_signatures_changes_nothing_in_the_text_a8(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    approve(world, line)
    read = agreement_of(applicant.signatory, line).sha256
    sign_line_agreement(actor=applicant.signatory, line_id=line, name_typed=applicant.signatory.name, at=AT, read=read)
    new_terms(world)
    agreement = agreement_of(world.people["lead_signatory"], line)
    assert (agreement.terms_label, agreement.sha256) == ("2026.1", read)
    lead = world.people["lead_signatory"]
    sign_line_agreement(actor=lead, line_id=line, name_typed=lead.name, at=AT, read=read)
    assert {row.text_sha256 for row in agreement_of(lead, line).signatures} == {read}


def test_nobody_signs_a_text_that_changed_after_it_was_opened_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    approve(world, line)
    read = agreement_of(applicant.signatory, line).sha256
    new_terms(world)
    with pytest.raises(Refused, match="has changed since you opened it"):
        sign_line_agreement(
            actor=applicant.signatory, line_id=line, name_typed=applicant.signatory.name, at=AT, read=read
        )


def _many(world: World, applicant: Applicant, number: int) -> list[UUID]:
    lines = []
    for at in range(number):
        place = add_establishment(
            actor=applicant.manager, name=f"Rowan School {at}", kind="independent_special_school",
            postcode="PO19 1RQ", council_area="West Sussex", age_from=7, age_to=16, placement_kinds=["day"],
            places=40, vacancies=3, urn=f"97{at:04d}", at=AT,
        )  # fmt: skip
        lines.append(
            add_line(
                actor=applicant.manager, application_id=applicant.application_id, establishment_id=place,
                category_id=world.category("sen").id, at=AT,
            )
        )  # fmt: skip
    answer_about_provider(applicant)
    for line in lines:
        complete_line(applicant, line)
    submit_application(actor=applicant.manager, application_id=applicant.application_id, at=AT)
    approve(world, *lines)
    return lines


def test_one_name_signs_a_list_and_each_line_keeps_its_own_signature_q11(world: World) -> None:
    applicant = make_applicant()
    lines = _many(world, applicant, 3)
    with pytest.raises(Refused, match="Type your name"):
        sign_line_agreements(actor=applicant.signatory, line_ids=lines, name_typed="Somebody Else", at=AT)
    assert all(row.waits_for == "provider" for row in agreements_to_sign(applicant.signatory))
    sign_line_agreements(actor=applicant.signatory, line_ids=lines, name_typed=applicant.signatory.name, at=AT)
    lead = world.people["lead_signatory"]
    assert [row.yours for row in agreements_to_sign(lead)] == [True] * 3
    sign_line_agreements(actor=lead, line_ids=lines, name_typed=lead.name, at=AT)
    digests = set()
    for line in lines:
        agreement = agreement_of(lead, line)
        assert [row.place for row in agreement.signatures] == [1, 2]
        assert len(signatures_in(agreement_document(lead, line).content)) == 2
        digests.add(agreement.sha256)
    assert len(digests) == 3
    subjects = [message.subject for message in all_messages()]
    assert subjects.count("3 agreements of accreditation wait for your signature") == 3  # who signs, and two officers
    assert subjects.count("You are on the system") == 2


def test_of_a_list_all_or_none_are_signed_and_strangers_lines_are_not_there(world: World) -> None:
    applicant, other = make_applicant(), make_applicant("07000002")
    line, home = apply(world, applicant)
    theirs, _ = apply(world, other)
    approve(world, line, theirs)
    name = applicant.signatory.name
    with pytest.raises(Refused, match="nothing to sign"):
        sign_line_agreements(
            actor=applicant.signatory, line_ids=[line, home], name_typed=applicant.signatory.name, at=AT
        )
    with pytest.raises(NotThere):
        sign_line_agreements(actor=applicant.signatory, line_ids=[line, theirs], name_typed=name, at=AT)
    assert agreement_of(applicant.signatory, line).signatures == ()
    with pytest.raises(NotThere):
        agreement_of(other.signatory, line)
    lead = world.people["lead_signatory"]
    with pytest.raises(Refused, match="The provider signs first"):
        sign_line_agreements(actor=lead, line_ids=[line], name_typed=lead.name, at=AT)
