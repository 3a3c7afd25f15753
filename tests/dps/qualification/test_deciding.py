"""Q9-Q11, A1, A3: assessed, marked blind, agreed, decided, signed by both, accredited."""

from __future__ import annotations

import re
import threading
from decimal import Decimal

import pytest
from django.db import connection, connections
from django.urls import resolve

from fairplace.dps.qualification.actions.assess_criterion import assess_criterion
from fairplace.dps.qualification.actions.mark_qualification_statement import mark_qualification_statement
from fairplace.dps.qualification.actions.propose_decision import propose_decision
from fairplace.dps.qualification.actions.reinstate_line import reinstate_line
from fairplace.dps.qualification.actions.release_decision import release_decision, send_back_decision
from fairplace.dps.qualification.actions.sign_line_agreement import sign_line_agreement
from fairplace.dps.qualification.actions.start_application import start_application
from fairplace.dps.qualification.actions.suspend_line import suspend_line
from fairplace.dps.qualification.actions.withdraw_line import withdraw_line
from fairplace.dps.qualification.models import LineDecision
from fairplace.dps.qualification.queries.agreements import agreement_of, agreements_to_sign
from fairplace.dps.qualification.queries.lead_assessment import application_document, lead_application, lead_line
from fairplace.dps.qualification.queries.lead_queue import QueueFilters, applications_queue
from fairplace.dps.qualification.queries.line_row import line_row
from fairplace.dps.qualification.queries.provider_places import application_of
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.qualification.joining import accredit, apply, assess, decide, make_applicant
from tests.dps.world import AT, PNG, World, make_world, person

STATEMENT = "outcomes-statement"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_from_applied_to_accredited_with_every_step_on_record_a1(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    accredit(world, applicant, line, mark="3.5")
    row = line_row(line)
    assert row is not None
    assert (row.state, row.competency_score) == ("accredited", Decimal("70.00"))  # 3.5 of 5 (Q10)
    history = lead_line(world.people["officer"], line).history
    assert [state.became.value for state in history] == ["draft", "applied", "assessing", "approved", "accredited"]
    kinds = [event.kind for event in audit.timeline(about=applicant.application_id) if event.subject_id == line]
    assert kinds[-5:] == [
        "qualification.decision_proposed", "qualification.line_approved", "qualification.agreement_signed",
        "qualification.agreement_signed", "qualification.line_accredited",
    ]  # fmt: skip


def test_the_view_that_later_areas_join_shows_accredited_lines_with_their_costs(world: World) -> None:
    applicant = make_applicant()
    line, other = apply(world, applicant)
    accredit(world, applicant, line)
    with connection.cursor() as cursor:
        cursor.execute("SELECT line_id, state, competency_score, core_costs->>'premises' FROM accredited_lines")
        assert cursor.fetchall() == [(line, "accredited", Decimal("80.00"), "100.00")]
    accredit(world, applicant, other)
    suspend_line(actor=world.people["officer"], line_id=other, criterion="rating", because="Inadequate in May", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT state FROM accredited_lines ORDER BY state")
        assert cursor.fetchall() == [("accredited",), ("suspended",)]


def test_only_the_lead_assesses_q9(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    for nobody in (world.people["partner_officer"], applicant.manager, world.people["lead_signatory"]):
        with pytest.raises(NotThere):
            lead_line(nobody, line)
        with pytest.raises(NotThere):
            applications_queue(nobody, QueueFilters(), AT.date())
        with pytest.raises(NotThere):
            assess_criterion(actor=nobody, line_id=line, criterion="insurances", passed=True, reason="", at=AT)
        with pytest.raises(NotThere):
            propose_decision(actor=nobody, line_id=line, approved=True, reason="", at=AT)


def test_a_draft_is_not_there_for_the_lead(world: World) -> None:
    applicant = make_applicant()
    with pytest.raises(NotThere):
        lead_application(world.people["officer"], applicant.application_id)


def test_a_statement_never_bars_entry_q10(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    accredit(world, applicant, line, mark="0")
    row = line_row(line)
    assert row is not None
    assert (row.state, row.competency_score) == ("accredited", Decimal("0.00"))


def test_nothing_is_approved_before_everything_is_assessed_q9(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    officer = world.people["officer"]
    assess_criterion(actor=officer, line_id=line, criterion="insurances", passed=True, reason="", at=AT)
    with pytest.raises(Refused, match="is not assessed yet"):
        propose_decision(actor=officer, line_id=line, approved=True, reason="", at=AT)


def test_a_refusal_rests_on_a_failed_criterion_and_its_reason_is_told_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    officer = world.people["officer"]
    assess(world, line)
    with pytest.raises(Refused, match="no criterion fails"):
        propose_decision(actor=officer, line_id=line, approved=False, reason="No", at=AT)
    with pytest.raises(Refused, match="Say why it fails"):
        assess_criterion(actor=officer, line_id=line, criterion="rating", passed=False, reason=" ", at=AT)
    assess_criterion(actor=officer, line_id=line, criterion="rating", passed=False, reason="Inadequate", at=AT)
    with pytest.raises(Refused, match="Ofsted rating or equivalent fails"):
        propose_decision(actor=officer, line_id=line, approved=True, reason="", at=AT)
    with pytest.raises(Refused, match="Say why") as refusal:
        propose_decision(actor=officer, line_id=line, approved=False, reason=" ", at=AT)
    assert refusal.value.field == "reason"
    decide(world, line, approved=False, reason="Apply again after the next inspection")
    ((failed,),) = application_of(applicant.manager, applicant.application_id, AT).failed.values()
    assert (failed.criterion, failed.reason) == ("Ofsted rating or equivalent", "Inadequate")


def test_one_person_proposes_and_another_releases_never_the_same_q9(world: World) -> None:
    line, _ = apply(world, make_applicant())
    first, second = world.people["officer"], world.people["second_officer"]
    assess(world, line)
    proposal = propose_decision(actor=first, line_id=line, approved=True, reason="", at=AT)
    with pytest.raises(Refused, match="You proposed this decision"):
        release_decision(actor=first, line_id=line, proposal_id=proposal, at=AT)
    with pytest.raises(Refused, match="Priya Nair has proposed a decision"):
        assess_criterion(actor=second, line_id=line, criterion="rating", passed=False, reason="No", at=AT)
    with pytest.raises(NotThere):
        release_decision(actor=world.people["partner_officer"], line_id=line, proposal_id=proposal, at=AT)
    release_decision(actor=second, line_id=line, proposal_id=proposal, at=AT)
    row = line_row(line)
    assert row is not None
    assert (row.state, row.competency_score) == ("approved", Decimal("80.00"))
    with pytest.raises(Refused, match="Tom Baines has already approved this line"):
        release_decision(actor=second, line_id=line, proposal_id=proposal, at=AT)


def test_a_decision_sent_back_is_assessed_again_and_an_old_proposal_is_not_released_q9(world: World) -> None:
    line, _ = apply(world, make_applicant())
    first, second = world.people["officer"], world.people["second_officer"]
    assess(world, line)
    old = propose_decision(actor=first, line_id=line, approved=True, reason="", at=AT)
    with pytest.raises(Refused, match="Say what has to be looked at again"):
        send_back_decision(actor=second, line_id=line, proposal_id=old, reason=" ", at=AT)
    send_back_decision(actor=second, line_id=line, proposal_id=old, reason="Read the certificate again", at=AT)
    assess_criterion(actor=first, line_id=line, criterion="insurances", passed=False, reason="Lapsed", at=AT)
    new = propose_decision(actor=first, line_id=line, approved=False, reason="Insure and apply again", at=AT)
    with pytest.raises(Refused, match="has acted on this decision since you opened the page"):
        release_decision(actor=second, line_id=line, proposal_id=old, at=AT)
    release_decision(actor=second, line_id=line, proposal_id=new, at=AT)
    row = line_row(line)
    assert row is not None
    assert row.state == "refused"


def test_a_line_withdrawn_in_mid_assessment_refuses_on_pages_that_were_open(world: World) -> None:
    """Bad input: the provider takes it back while two officers are at work."""
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    first, second = world.people["officer"], world.people["second_officer"]
    assess(world, line)
    proposal = propose_decision(actor=first, line_id=line, approved=True, reason="", at=AT)
    withdraw_line(actor=applicant.manager, line_id=line, because="We close", at=AT)
    withdrawn = "This line is now “Withdrawn”"
    with pytest.raises(Refused, match=withdrawn):
        release_decision(actor=second, line_id=line, proposal_id=proposal, at=AT)
    with pytest.raises(Refused, match=withdrawn):
        assess_criterion(actor=first, line_id=line, criterion="rating", passed=True, reason="", at=AT)
    with pytest.raises(Refused, match=withdrawn):
        mark_qualification_statement(
            actor=first, line_id=line, question=STATEMENT, mark=Decimal(4), reason="Clear and full.", at=AT
        )


def test_a_refused_line_may_apply_again_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line, failing="rating")
    decide(world, line, approved=False, reason="Rating", at=AT)
    applicant.application_id = start_application(actor=applicant.manager, at=AT)
    (again,) = apply(world, applicant, ("sen",))
    assert again != line


def test_the_provider_signs_first_then_the_lead_q11(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    lead = world.people["lead_signatory"]
    with pytest.raises(NotThere):
        agreement_of(applicant.signatory, line)
    assess(world, line)
    decide(world, line, approved=True, reason="", at=AT)
    with pytest.raises(Refused, match="The provider signs first"):
        sign_line_agreement(actor=lead, line_id=line, name_typed=lead.name, at=AT)
    assert [one.yours for one in agreements_to_sign(lead)] == [False]
    assert [one.yours for one in agreements_to_sign(applicant.signatory)] == [True]
    with pytest.raises(NotThere):  # a bid manager does not sign
        sign_line_agreement(actor=applicant.manager, line_id=line, name_typed=applicant.manager.name, at=AT)
    with pytest.raises(Refused, match="Type your name as it stands") as refusal:
        sign_line_agreement(actor=applicant.signatory, line_id=line, name_typed="Somebody Else", at=AT)
    assert refusal.value.field == "name_typed"
    sign_line_agreement(
        actor=applicant.signatory, line_id=line, name_typed=f" {applicant.signatory.name.lower()} ", at=AT
    )
    with pytest.raises(Refused, match="already been signed"):
        sign_line_agreement(actor=applicant.signatory, line_id=line, name_typed=applicant.signatory.name, at=AT)
    with pytest.raises(NotThere):
        sign_line_agreement(actor=world.people["partner_officer"], line_id=line, name_typed="Sam Okoro", at=AT)
    sign_line_agreement(actor=lead, line_id=line, name_typed=lead.name, at=AT)
    first, second = agreement_of(lead, line).signatures
    assert (first.place, second.place, first.text_sha256) == (1, 2, second.text_sha256)


def test_the_lead_reads_only_documents_of_the_application_q9(world: World) -> None:
    applicant, other = make_applicant(), make_applicant("07000002")
    apply(world, applicant)
    apply(world, other)
    officer = world.people["officer"]
    document = application_of(applicant.manager, applicant.application_id, AT).evidence[0].document_id
    assert application_document(officer, applicant.application_id, document).content == PNG
    with pytest.raises(NotThere):
        application_document(officer, other.application_id, document)
    with pytest.raises(NotThere):
        application_document(applicant.manager, applicant.application_id, document)


def test_every_address_in_an_e_mail_leads_to_a_page(world: World) -> None:
    applicant = make_applicant()
    line, other = apply(world, applicant)
    accredit(world, applicant, line)
    assess(world, other, failing="rating")
    decide(world, other, approved=False, reason="Rating", at=AT)
    bodies = [message.body_text for message in all_messages()]
    paths = {path for body in bodies for path in re.findall(r"http://127\.0\.0\.1:8000(\S*)", body)}
    assert len(paths) >= 5
    for path in paths:
        assert resolve(path).url_name


def test_suspended_and_reinstated_with_reasons_a3_a4(world: World) -> None:
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    officer = world.people["officer"]
    accredit(world, applicant, line)
    with pytest.raises(Refused, match="what puts it right"):
        suspend_line(actor=officer, line_id=line, criterion="rating", because=" ", at=AT)
    suspend_line(actor=officer, line_id=line, criterion="rating", because="Inadequate", at=AT)
    reinstate_line(actor=officer, line_id=line, because="Good again", at=AT)
    with pytest.raises(Refused, match="Only a suspended line"):
        reinstate_line(actor=officer, line_id=line, because="", at=AT)
    history = lead_line(officer, line).history
    assert [(state.became.value, state.because) for state in history[-2:]] == [
        ("suspended", "Inadequate"), ("accredited", "Good again"),
    ]  # fmt: skip


def test_two_officers_decide_at_once_and_one_is_told_what_the_other_did(committed_database: object) -> None:
    """Bad input: the second waits for the first, then is refused, and nothing is half-written."""
    world = make_world()
    applicant = make_applicant()
    line, _ = apply(world, applicant)
    assess(world, line, failing="rating")
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def decide(name: str) -> None:
        try:
            together.wait(timeout=120)
            propose_decision(actor=world.people[name], line_id=line, approved=False, reason=f"By {name}", at=AT)
            outcomes.append("decided")
        except Refused as refused:
            outcomes.append(refused.sentence)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("officer", "second_officer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(outcomes)[1] == "decided"
    assert "has already proposed to refuse this line. Nothing was changed." in sorted(outcomes)[0]
    assert LineDecision.objects.filter(line_id=line).count() == 1
    assert lead_line(world.people["officer"], line).line.state == "assessing"


def test_two_people_release_one_proposal_at_once_and_one_letter_goes_out(committed_database: object) -> None:
    """Bad input: one wins, the other gets a sentence, nothing is half-written."""
    world = make_world()
    (line,) = apply(world, make_applicant(), ("sen",))
    assess(world, line, failing="rating")
    proposal = propose_decision(
        actor=world.people["officer"], line_id=line, approved=False, reason="After the next inspection", at=AT
    )
    world.people["third_officer"] = person(world.lead_id, "Ann Lee", "procurement_officer")
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def release(name: str) -> None:
        try:
            together.wait(timeout=120)
            release_decision(actor=world.people[name], line_id=line, proposal_id=proposal, at=AT)
            outcomes.append("released")
        except Refused as refused:
            outcomes.append(refused.sentence)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=release, args=(name,)) for name in ("second_officer", "third_officer")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert sorted(outcomes)[1] == "released"
    assert "has already refused this line. Nothing was changed." in sorted(outcomes)[0]
    assert LineDecision.objects.filter(line_id=line, step="released").count() == 1
    history = lead_line(world.people["officer"], line).history
    assert [state.became.value for state in history].count("refused") == 1
