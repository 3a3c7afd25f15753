"""R10: a family names a place; it is asked, the clock runs, a second person agrees, and it is awarded directly."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.models import Competition
from fairplace.dps.organisations.models import RegisterEntry
from fairplace.dps.placements.actions.agree_preference import agree_preference, ask_to_agree, send_preference_back
from fairplace.dps.placements.actions.answer_consultation import (
    PlaceAnswer,
    answer_by_link,
    answer_consultation,
    promise_confidentiality,
)
from fairplace.dps.placements.actions.ask_place import ask_place
from fairplace.dps.placements.actions.end_preference import end_preference
from fairplace.dps.placements.actions.place_link import open_place_link, revoke_link, send_link_again, send_place_code
from fairplace.dps.placements.actions.record_preference import PlaceNamed
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.actions.sign_by_link import sign_by_link
from fairplace.dps.placements.jobs import remind_named_places
from fairplace.dps.placements.models import (
    Consultation,
    ConsultationAnswer,
    DirectAward,
    NamedPreference,
    PlacementAgreement,
)
from fairplace.dps.placements.queries.agreements import agreement, signatures_of
from fairplace.dps.placements.queries.consultations import (
    agreement_by_link,
    consultation_by_link,
    consultation_for_provider,
)
from fairplace.dps.placements.queries.named_preference import preference_of, preferences_waiting
from fairplace.dps.qualification.models import AgreementSignature, Line
from fairplace.dps.referrals.actions.change_limit import change_limit
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.models import Referral
from fairplace.dps.referrals.queries.child import read_identity, read_story
from fairplace.dps.referrals.rules.family_code import token_digest
from fairplace.dps.transparency.jobs import publish_direct_award, publish_direct_contract
from fairplace.dps.transparency.queries.published import award_lines, record_of
from fairplace.dps.transparency.rules.releases import parties_missing
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.models import Message
from tests.dps.placements.naming import PLACE, REASON, SAID, WORDS, YES, Naming, letter, make_naming
from tests.dps.referrals.written import NARRATIVE, Market, make_team
from tests.dps.world import AT, make_provider, person
from tests.spoken import spoken

pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]
Clock = Callable[[datetime | None], None]


@pytest.fixture
def naming(frozen_clock: datetime) -> Naming:
    return make_naming()


def seen(naming: Naming, token: str, *, opened: bool = True, at: datetime = AT) -> str:
    return spoken(repr(consultation_by_link(token_digest(token), opened=opened, at=at)))


def test_from_the_record_to_the_agreement_signed_by_both_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    token = naming.answer()
    naming.agree()
    award_id = naming.award()
    with audit.transaction_as(naming.officer):
        award = DirectAward.objects.get(id=award_id)
        assert [one["code"] for one in award.conditions] == [
            "light_touch", "individual", "enactment", "preference", "best_interests",
        ]  # fmt: skip
        assert not any(one["needed"] for one in award.notices)
        assert (award.agreed_by_id, award.made_by_id) == (naming.second.person_id, naming.officer.person_id)
        made = PlacementAgreement.objects.get(direct_award=award)
    assert Referral.objects.get(id=naming.referral_id).state == "placed"
    sign_by_link(token=token, name_typed="Hana Head", at=AT)
    with pytest.raises(Refused, match="signed already"):
        sign_by_link(token=token, name_typed="Hana Head", at=AT)
    with audit.transaction_as(naming.signatory):
        sign_agreement(actor=naming.signatory, agreement_id=made.id, name_typed="Helen Signs", at=AT)
        row = agreement(actor=naming.signatory, agreement_id=made.id)
        assert (row.state, row.provider, row.establishment) == ("signed", "Longacre Trust Ltd", "Longacre Farm School")
        assert [one.organisation for one in signatures_of(made.id)] == ["Longacre Trust Ltd", "Surrey County Council"]
    assert Referral.objects.get(id=naming.referral_id).state == "closed"


def test_the_clock_is_fifteen_calendar_days_and_reminds_twice_r10(naming: Naming, set_clock: Clock) -> None:
    naming.record()
    naming.ask()
    due = naming.consultation().due_at
    assert due.date() == date(2026, 11, 18)

    def reminded(days: int) -> tuple[int, int]:
        set_clock(AT + timedelta(days=days))
        remind_named_places(0)
        remind_named_places(0)
        told = Message.objects.filter(key__startswith="place-overdue:").count()
        return naming.consultation().reminders, told

    assert reminded(0) == (0, 0)
    assert reminded(7) == (0, 0)
    assert reminded(8) == (1, 0)
    assert "Please answer by Wednesday 18 November 2026" in letter("place-reminder:")
    assert reminded(13) == (2, 0)
    assert reminded(15) == (2, 0)
    assert reminded(16) == (2, 2), "both placement officers are told, once"
    with audit.transaction_as(naming.officer):
        (row,) = preferences_waiting(naming.officer, at=AT + timedelta(days=16))
        assert row.days_left == -1


def test_the_place_learns_stage_by_stage_r1_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    token = naming.token()
    before = seen(naming, token)
    for hidden in ("Speech", "GU2", "10 years", NARRATIVE, "Maya", "Penhallow", WORDS, REASON):
        assert hidden not in before, "without the code nothing is said of the child"
    naming.open()
    coded = seen(naming, token)
    assert "GU2" in coded
    assert "peech" in coded
    for hidden in (NARRATIVE, "I like ships", "Maya", "Penhallow", WORDS, REASON, "2017"):
        assert hidden not in coded
    naming.promise(token)
    told = seen(naming, token)
    assert NARRATIVE in told
    for hidden in ("Maya", "Penhallow", WORDS, REASON):
        assert hidden not in told, "who the child is only the awarded place learns; the reasons are the council's"
    assert NARRATIVE not in seen(naming, token, opened=False), "another browser types a code of its own"
    with pytest.raises(Refused, match="reason"):
        answer_by_link(token=token, answer=PlaceAnswer(can=False), at=AT)


def test_a_no_needs_no_promise_and_a_yes_does_r1_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    token = naming.open()
    with pytest.raises(Refused, match="Promise"):
        answer_by_link(token=token, answer=YES, at=AT)
    answer_by_link(token=token, answer=PlaceAnswer(can=False, reason="full"), at=AT)
    assert state_of(naming) == "declined"
    with pytest.raises(Refused, match="answered already"):
        answer_by_link(token=token, answer=YES, at=AT)


def state_of(naming: Naming) -> str:
    with audit.transaction_as(naming.officer):
        return NamedPreference.objects.latest("recorded_at").state


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"their_words": " "}, "their_words"),
        ({"best_interests": ""}, "best_interests"),
        ({"excluded_note": ""}, "excluded_note"),
        ({"not_excluded": False}, "not_excluded"),
        ({"enactment": "ca-1989-22"}, "enactment"),
        ({"preferred_by": "neighbour"}, "preferred_by"),
        ({"said_on": date(2026, 11, 4)}, "said_on"),
        ({"their_words": "Maya wants it."}, "their_words"),
        ({"best_interests": "Born on 14 May 2017."}, "best_interests"),
        ({"excluded_note": "Lives at GU2 7XH."}, "excluded_note"),
    ],
)
def test_no_record_without_each_legal_reason_or_with_the_childs_name_r10_r1(
    naming: Naming, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        naming.record(said=replace(SAID, **change))  # type: ignore[arg-type]
    assert refused.value.field == field


def test_the_second_person_is_another_and_may_send_it_back_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    naming.answer()
    with pytest.raises(Refused, match="second person"):
        naming.award()
    with audit.transaction_as(naming.officer):
        ask_to_agree(actor=naming.officer, referral_id=naming.referral_id, cost_compared="Cheaper.", at=AT)
        with pytest.raises(Refused, match="another person"):
            agree_preference(actor=naming.officer, referral_id=naming.referral_id, at=AT)
    assert Message.objects.filter(key__startswith="to-agree:").count() == 2, "a colleague and a signatory"
    for other in (naming.second, naming.signatory):
        with audit.transaction_as(other):
            assert [row.what for row in preferences_waiting(other, at=AT)] == ["to_agree"]
    with audit.transaction_as(naming.signatory):
        send_preference_back(actor=naming.signatory, referral_id=naming.referral_id, because="Compare more.", at=AT)
    with audit.transaction_as(naming.officer):
        row = preference_of(actor=naming.officer, referral_id=naming.referral_id, at=AT)
        assert row is not None
        assert row.steps[0].because == "Compare more."
    naming.agree()
    naming.award()


@pytest.mark.parametrize("role", ["evaluator", "opener", "procurement_officer", "contract_manager"])
def test_other_duties_and_other_councils_see_and_do_nothing_x1_x7_r10(naming: Naming, role: str) -> None:
    naming.record()
    for stranger in (
        person(naming.world.partner_id, "A", role),
        person(naming.world.lead_id, "B", "placement_officer"),
    ):
        with audit.transaction_as(stranger):
            with contextlib.suppress(NotThere):
                assert preference_of(actor=stranger, referral_id=naming.referral_id, at=AT) is None
            with pytest.raises(NotThere):
                end_preference(actor=stranger, referral_id=naming.referral_id, because="x", at=AT)


def test_a_link_is_sent_again_ended_and_tried_ten_times_at_most_r10(naming: Naming, set_clock: Clock) -> None:
    naming.record()
    naming.ask()
    first, due = naming.token(), naming.consultation().due_at
    later = AT + timedelta(days=2)
    set_clock(later)
    with audit.transaction_as(naming.officer):
        send_link_again(actor=naming.officer, referral_id=naming.referral_id, at=later)
    second = naming.token()
    assert first != second
    assert naming.consultation().due_at == due, "the clock goes on as it was"
    assert consultation_by_link(token_digest(first), opened=True, at=later) is None
    with pytest.raises(NotThere):
        send_place_code(token=first, at=later)
    send_place_code(token=second, at=later)
    wrong = "000000" if "000000" not in letter("place-code:") else "111111"
    for _ in range(10):
        assert "not the code" in open_place_link(token=second, code=wrong, at=later)
    assert "too often" in open_place_link(token=second, code=wrong, at=later)
    with audit.transaction_as(naming.officer):
        revoke_link(actor=naming.officer, referral_id=naming.referral_id, at=later)
    with pytest.raises(Refused, match="does not work any more"):
        send_place_code(token=second, at=later)
    page = consultation_by_link(token_digest(second), opened=True, at=later)
    assert page is not None
    assert (page.standing, page.referral, page.answer) == ("closed", None, None)


def test_a_referral_that_changed_after_the_answer_is_asked_anew_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    naming.answer()
    naming.agree()
    with audit.transaction_as(naming.officer):
        change_limit(actor=naming.officer, referral_id=naming.referral_id, radius_miles=10, at=AT)
    with pytest.raises(Refused, match="has changed"):
        naming.award()
    naming.ask(at=AT + timedelta(hours=1))
    assert state_of(naming) == "asked"
    assert Consultation.objects.count() == 2


def test_the_link_of_an_earlier_question_gives_no_agreement_r1_r10(naming: Naming) -> None:
    """It names the child; who got the first letter may not be who answered the second."""
    naming.record()
    naming.ask()
    first = naming.answer(PlaceAnswer(can=False, reason="full"))
    later = AT + timedelta(hours=1)
    naming.ask(at=later)
    second = naming.answer(at=later)
    naming.agree(later)
    naming.award(later)
    assert agreement_by_link(token_digest(second), at=later).content.startswith(b"%PDF")
    with pytest.raises(NotThere):
        agreement_by_link(token_digest(first), at=later)
    with pytest.raises(Refused, match="does not work any more"):
        sign_by_link(token=first, name_typed="Hana Head", at=later)


def test_ending_it_closes_the_link_and_another_place_may_be_named_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    token = naming.open()
    with audit.transaction_as(naming.officer):
        end_preference(actor=naming.officer, referral_id=naming.referral_id, because="They changed their mind.", at=AT)
    with pytest.raises(Refused, match="does not work any more"):
        answer_by_link(token=token, answer=PlaceAnswer(can=False, reason="full"), at=AT)
    naming.record(place=replace(PLACE, name="Another School"))
    naming.ask(at=AT + timedelta(minutes=5))
    with pytest.raises(Refused, match="asked"):
        naming.record()


def test_a_referral_that_is_not_written_asks_nobody_r10(naming: Naming) -> None:
    naming.record()
    with audit.transaction_as(naming.officer):
        change_story(
            actor=naming.officer, referral_id=naming.referral_id, narrative="Maya is shy.", own_words="",
            family_words="", at=AT,
        )  # fmt: skip
        with pytest.raises(Refused) as refused:
            ask_place(actor=naming.officer, referral_id=naming.referral_id, contact_email="a@b.example", at=AT)
        assert refused.value.field == "privacy_reason", "R1: over a warning only with a reason"


def test_a_running_competition_goes_on_and_is_ended_by_the_award_r9_r10(naming: Naming) -> None:
    market = Market(naming.world)
    market.line()
    team = make_team(naming.world.partner_id)
    with audit.transaction_as(naming.officer):
        publish_competition(
            actor=naming.officer,
            referral_id=naming.referral_id,
            privacy_reason="Nobody can be told from it.",
            at=AT,
            **team.named,  # type: ignore[arg-type]
        )
    naming.record()
    naming.ask()
    naming.answer()
    naming.agree()
    assert Competition.objects.get().state == "open"
    naming.award()
    assert Competition.objects.get().state == "cancelled"
    assert "The family has named a place" in letter("stopped:")
    assert Message.objects.filter(key__startswith="stopped:").count() == 1
    assert Referral.objects.get(id=naming.referral_id).state == "placed"


def test_an_accredited_place_answers_on_its_own_tasks_r10(naming: Naming) -> None:
    market = Market(naming.world)
    line = Line.objects.get(id=market.line())
    AgreementSignature.objects.create(
        line=line, place=1, organisation_id=market.provider_id, person_id=market.bid_manager.person_id,
        name_typed="Dana", terms_version="2026.1", text_sha256="0" * 64, at=AT,
    )  # fmt: skip
    line.establishment.urn = "900123"
    line.establishment.save()
    RegisterEntry.objects.create(
        register="gias", urn="900123", name="School 1", kind="Other independent special school",
        our_kind="independent_special_school", section_41=True, council_area="Surrey", first_seen_at=AT,
    )  # fmt: skip
    naming.record(place=PlaceNamed(name="School 1", register="gias", urn="900123"))
    naming.ask()
    consultation = naming.consultation()
    assert consultation.provider_id == market.provider_id
    assert consultation.token_sha256 is None, "no link: it has an account"
    with pytest.raises(NotThere), audit.transaction_as(market.bid_manager):
        read_story(actor=market.bid_manager, referral_id=naming.referral_id)
    with audit.transaction_as(market.bid_manager):
        promise_confidentiality(actor=market.bid_manager, consultation_id=consultation.id, at=AT)
        page = consultation_for_provider(market.bid_manager, consultation.id, at=AT)
        assert page.story is not None
        with pytest.raises(NotThere):
            read_identity(actor=market.bid_manager, referral_id=naming.referral_id)
        answer_consultation(actor=market.bid_manager, consultation_id=consultation.id, answer=YES, at=AT)
        assert NamedPreference.objects.count() == 0, "the council's reasons are behind its wall"
        assert ConsultationAnswer.objects.count() == 1
    _, elsewhere, _ = make_provider("Elsewhere", "09999999")
    with pytest.raises(NotThere), audit.transaction_as(elsewhere):
        consultation_for_provider(elsewhere, consultation.id, at=AT)
    naming.agree()
    award_id = naming.award()
    with audit.transaction_as(naming.officer):
        award = DirectAward.objects.get(id=award_id)
        assert [one["source"] for one in award.notices] == ["PCR regulation 75(4)", "PCR regulation 76(4)"]
        assert award.supplier_number == "01234567"
    with audit.transaction_as(market.bid_manager):
        assert read_identity(actor=market.bid_manager, referral_id=naming.referral_id).full_name == "Maya Penhallow"
        assert PlacementAgreement.objects.get().establishment_id == line.establishment_id


def test_open_data_says_what_was_bought_and_nothing_of_the_child_t2_r10(naming: Naming) -> None:
    naming.record()
    naming.ask()
    token = naming.answer()
    naming.agree()
    award_id, council = str(naming.award()), str(naming.world.partner_id)
    publish_direct_award(award_id=award_id, council_id=council)
    publish_direct_award(award_id=award_id, council_id=council)
    (line,) = award_lines(limit=5)
    assert line.direct
    assert (line.provider, line.value) == ("Longacre Trust Ltd", 112000)
    sign_by_link(token=token, name_typed="Hana Head", at=AT)
    publish_direct_contract(award_id=award_id, council_id=council, reference="IPA-X", signed_at=AT.isoformat())
    record = record_of(line.ocid)
    assert record is not None
    assert [release["tag"] for release in record["releases"]] == [["award"], ["contract"]]
    assert record["releases"][0]["tender"]["procurementMethod"] == "direct"
    assert not any(parties_missing(release) for release in record["releases"])
    for hidden in ("Maya", "Penhallow", "GU2", "parent", WORDS, REASON, "Longacre Farm", "1432", "peech"):
        assert hidden not in spoken(repr(record)), hidden
