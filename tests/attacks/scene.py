"""Everybody's property, each piece marked with words that nobody else may ever be shown.

The victims are one council (Surrey) and one provider. They have a referral being written, one out for bids with a
sealed bid in it, one that was awarded, accepted and put into an agreement, and the provider's application with
evidence. Around them stand the strangers: whoever in the system has no business with these things.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from fairplace.dps.competitions.actions.accept_award import accept_award
from fairplace.dps.competitions.actions.answer_family import answer_family
from fairplace.dps.competitions.actions.answer_question import answer_question
from fairplace.dps.competitions.actions.ask_question import ask_question
from fairplace.dps.competitions.actions.decide_proposal import decide_proposal
from fairplace.dps.competitions.actions.open_alone import make_timed_share
from fairplace.dps.competitions.actions.propose_set_aside import propose_set_aside
from fairplace.dps.competitions.actions.publish_competition import publish_competition
from fairplace.dps.competitions.actions.rehearse import ask_rehearsal
from fairplace.dps.competitions.actions.send_family_code import send_family_code
from fairplace.dps.competitions.actions.widen_limit import widen_limit
from fairplace.dps.competitions.models import (
    Award,
    Competition,
    Eligibility,
    Feedback,
    Invitation,
    OpeningKey,
    PriceQuestion,
)
from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.custody.actions.holds import place_hold
from fairplace.dps.custody.jobs import make_export
from fairplace.dps.custody.models import Disposal, DisposalItem, Period, SubjectExport
from fairplace.dps.market.actions.ask_publicly import ask_publicly
from fairplace.dps.market.actions.open_consultation import open_consultation
from fairplace.dps.market.actions.write_terms_draft import start_terms_draft
from fairplace.dps.market.queries.categories import content_of
from fairplace.dps.market.queries.terms import terms_in_force
from fairplace.dps.organisations.actions.invite_colleague import invite_colleague
from fairplace.dps.organisations.actions.register_organisation import register_organisation
from fairplace.dps.organisations.actions.sign_ins import begin_sign_in
from fairplace.dps.organisations.actions.support_access import ask_support_access
from fairplace.dps.organisations.actions.upload_register import upload_register
from fairplace.dps.organisations.models import Establishment, Evidence, Person, RegisterEntry, RoleChange, SingleSignOn
from fairplace.dps.organisations.rules.sign_ins import Factor
from fairplace.dps.placements.actions.outside_placements import BoughtOutside, log_outside_placement
from fairplace.dps.placements.actions.premium import decide_premium
from fairplace.dps.placements.actions.record_preference import PlaceNamed, PreferenceSaid
from fairplace.dps.placements.actions.sign_agreement import sign_agreement
from fairplace.dps.placements.models import PlacementAgreement
from fairplace.dps.qualification.actions.choose_lines import add_line
from fairplace.dps.qualification.actions.clarifications import ask_lead, ask_provider
from fairplace.dps.qualification.actions.declare_ground import declare_ground
from fairplace.dps.qualification.actions.submit_application import submit_application
from fairplace.dps.qualification.models import Line, Round
from fairplace.dps.qualification.rules.grounds import Event
from fairplace.dps.referrals.actions.attach_file import attach_file
from fairplace.dps.referrals.actions.change_plan import change_plan
from fairplace.dps.referrals.actions.comment_reading import comment_reading
from fairplace.dps.referrals.actions.open_reading import open_reading
from fairplace.dps.referrals.actions.reply_to_comment import reply_to_comment
from fairplace.dps.referrals.actions.send_reading import send_reading
from fairplace.dps.referrals.actions.send_reading_code import send_reading_code
from fairplace.dps.referrals.models import Attachment, FamilyComment, Incentive
from fairplace.dps.transparency.actions.ask_for_pack import ask_for_pack
from fairplace.dps.transparency.jobs import make_pack
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations import audit
from fairplace.foundations.kernel.actor import SYSTEM, Actor
from fairplace.foundations.kernel.identifiers import new_id
from fairplace.foundations.messages.models import Message
from fairplace.foundations.messages.queries import message
from tests.dps.competitions.council_side import OPENED, Run, content, run
from tests.dps.competitions.published import STORY, Bidder, keys
from tests.dps.competitions.writing import CANARY as BID_CANARY
from tests.dps.competitions.writing import ready, save, say_will_bid, submit
from tests.dps.market.drafting import Drafting, start_drafting
from tests.dps.organisations.registers.published import ofsted
from tests.dps.placements.naming import SAID, Naming
from tests.dps.qualification.joining import Applicant, answer_about_provider, appoint, complete_line, make_applicant
from tests.dps.qualification.richer import GROUNDS
from tests.dps.referrals.written import NARRATIVE, write_referral
from tests.dps.world import World, make_provider, person
from tests.web.signing_in.second_factor import Passkey

HARMLESS = {
    "meets_speech-and-language": "on",
    "how_speech-and-language": "By a therapist.",
    "meets_occupational-therapy": "on",
    "how_occupational-therapy": "In a room for it.",
    "has_quiet-space": "on",
    "statement": "We will.",
}
"""What the form of the open competition takes, without its costs."""
LATER = OPENED + timedelta(days=1)
ALL_COUNCIL_ROLES = (
    "placement_officer", "evaluator", "opener", "council_signatory", "procurement_officer", "contract_manager",
)  # fmt: skip
WON_STATEMENT = "Heron lessons under the bridge"
LOST_STATEMENT = "Otter mornings by the weir"
SEALED_PRICE, PRICED_NEED = "87.43", "61.97"
PREFERENCE_WORDS = "Shearwater afternoons with the ponies"
FAMILY_COMMENT = "Lapwing mornings are hard"
PLAN_TEXT = "Plover songs help at night"
FILE_NAME, FILE_TEXT = "curlew-report.txt", "Whimbrel walks before breakfast"
ASKED = "Do plover calls at dusk upset the child?"
DECLARED_WHO = "Kestrel Ledger, our treasurer until 2024"
PROPOSED = "Goosander asks us to look at it again"
PREMIUM_WORDS = "The review found nothing yet."
EXPLAINED = "Wigeon Barn is ours and costs no rent"
CHILD_WORDS = ("Samir Example", "Mrs Example", "family@home.example", "07700 900123", "Maya Penhallow", "Ros Penhallow")
CANARIES = (
    *CHILD_WORDS,
    PLAN_TEXT,
    FILE_NAME,
    FILE_TEXT,
    ASKED,
    DECLARED_WHO,
    FAMILY_COMMENT,
    PREFERENCE_WORDS,
    "ros@family.example",
    STORY,
    NARRATIVE,
    BID_CANARY,
    PROPOSED,
    EXPLAINED,
    WON_STATEMENT,
    LOST_STATEMENT,
)


@dataclass(frozen=True)
class Joining:
    """What lies around the applications: of the provider that sent one, of the one that writes one, of the lead."""

    declared: Event  # a ground for exclusion, in the application that was sent
    half_declared: Event  # one that is being written down
    question_id: UUID  # the lead's, about the application that was sent
    providers_question_id: UUID  # the provider's own, about the same
    public_question_id: UUID  # about joining, not answered yet
    colleague_id: UUID  # an invitation of the provider that writes
    terms_draft_id: UUID
    terms_id: UUID
    round_id: UUID
    import_id: UUID  # a register's file that the lead took in
    drafting: Drafting  # a category that is being written
    consultation_id: UUID  # on that draft


@dataclass(frozen=True)
class Named:
    """Places that families named: one awarded by its link, one on the system that is asked; one bought outside."""

    placed_referral: UUID
    place_token: str
    consultation_id: UUID  # of the victim's own place, for the draft
    outside_id: UUID
    accepted_referral: UUID  # the place says yes, and nobody was asked to agree yet
    to_agree_referral: UUID
    agreed_referral: UUID


@dataclass
class Scene:
    """Identifiers only: the rows are in whichever copy of the database the test has."""

    world: World
    run: Run  # the awarded competition
    token: str  # the family's link
    draft_referral: UUID
    reading_id: UUID  # the family's link to check the draft
    comment_id: UUID  # what it said about it
    rehearsal_id: UUID  # the lead's
    attachments: dict[UUID, UUID]  # referral -> a file that goes with it
    pack_id: UUID  # of the awarded competition, for a tribunal
    hold_id: UUID
    disposal_id: UUID  # put forward, not agreed to
    export_id: UUID  # of a child
    open_referral: UUID
    open_competition: UUID
    open_invitations: dict[UUID, UUID]  # provider -> invitation
    asked_id: UUID  # the victim's question about it, which waits for an answer
    bid_code: str  # of the victim's sealed bid
    rival_code: str  # of the rival's empty draft
    eligibility_id: UUID  # why another place of the victim was not sent the open referral
    award_id: UUID
    agreement_id: UUID
    unsent: Applicant  # an application being written
    unsent_line: UUID
    sent: Applicant  # one that waits for the lead
    sent_line: UUID
    sent_document: UUID
    unsent_document: UUID
    joining: Joining
    named: Named
    access_id: UUID  # the operator's to the council, asked for and told
    strangers: dict[str, Actor] = field(default_factory=dict)

    @property
    def victim(self) -> Bidder:
        return self.run.published.bidders[0]

    @property
    def rival(self) -> Bidder:
        return self.run.published.bidders[1]

    @property
    def council_id(self) -> UUID:
        return self.world.partner_id


def build_scene(set_clock: Callable[[datetime | None], None]) -> Scene:
    """By the real actions; it ends with the clock stopped a day after the first opening."""
    made = run(set_clock, bidders=3)
    published = made.published
    world = published.world
    award_id, agreement_id, token = _play(made)
    set_clock(LATER)
    draft = _write(made)
    reading_id, comment_id = _read_by_family(made, draft)
    open_referral = _write(made)
    young = _two_more_places(made)
    competition_id, invitations, codes = _publish(made, open_referral)
    unsent = make_applicant("07000001", LATER, "Unsent Trust")
    sent = make_applicant("07000002", LATER, "Sent Trust")
    sent_line, declared = _send(world, sent)
    unsent_line = _choose_line(world, unsent)
    answer_about_provider(unsent, LATER)
    half_declared = _declare(unsent)
    named = _name_places(made, draft)
    strangers = _strangers(made)
    return Scene(
        world=world,
        run=made,
        token=token,
        draft_referral=draft,
        reading_id=reading_id,
        comment_id=comment_id,
        rehearsal_id=_rehearsal(world),
        attachments=_attachments(made),
        pack_id=_pack(made),
        hold_id=_hold(made),
        disposal_id=_disposal(made),
        export_id=_export(made),
        open_referral=open_referral,
        open_competition=competition_id,
        open_invitations=invitations,
        asked_id=_ask(
            set_clock,
            made,
            replace(published.bidders[0], invitation_id=invitations[published.bidders[0].provider_id]),
        ),
        bid_code=codes[0],
        rival_code=codes[1],
        eligibility_id=Eligibility.objects.get(competition_id=competition_id, line_id=young).id,
        award_id=award_id,
        agreement_id=agreement_id,
        unsent=unsent,
        unsent_line=unsent_line,
        sent=sent,
        sent_line=sent_line,
        sent_document=_document(sent),
        unsent_document=_document(unsent),
        joining=_around(world, sent, sent_line, unsent, declared, half_declared),
        named=named,
        access_id=_support(made, strangers["the operator"]),
        strangers=strangers,
    )


def _play(made: Run) -> tuple[UUID, UUID, str]:
    """The first competition from the bids to the agreement."""
    for bidder, statement in zip(made.published.bidders, (WON_STATEMENT, LOST_STATEMENT, LOST_STATEMENT), strict=True):
        made.submit(bidder, content(made.published, statement=statement))
    made.open()
    made.mark_all(["5", "4", "3.5"])
    made.score()
    token = made.token()
    send_family_code(token=token, at=OPENED)
    winner = made.bid_of(made.published.bidders[0]).id
    assert answer_family(token=token, bid_id=winner, reason="", code=made.code(), at=OPENED) is None
    award_id = made.award(made.published.bidders[0])
    _two_people(made)
    Incentive.objects.create(
        referral_id=made.published.referral_id, kind="outcomes", amount=Decimal(500), by=date(2031, 1, 5)
    )
    made.acting(made.published.bidders[0].actor, accept_award, award_id=award_id)
    _premium(made, award_id)
    with audit.transaction_as(made.officer):
        assert Feedback.objects.filter(award_id=award_id).count() == 3
        agreement = PlacementAgreement.objects.get(award_id=award_id)
        assert Award.objects.get(id=award_id).accepted_at is not None
    return award_id, agreement.id, token


def _premium(made: Run, award_id: UUID) -> None:
    """Signed by both sides, and looked at once (C8)."""
    with audit.transaction_as(made.officer):
        agreement = PlacementAgreement.objects.get(award_id=award_id)
    for organisation, name, role in (
        (agreement.provider_id, "Prov Signs", "provider_signatory"),
        (agreement.council_id, "Coun Signs", "council_signatory"),
    ):
        signs = person(organisation, name, role)
        made.acting(signs, sign_agreement, agreement_id=agreement.id, name_typed=name)
    made.acting(made.officer, decide_premium, agreement_id=agreement.id, reached=False, day=None, words=PREMIUM_WORDS)


def _two_people(made: Run) -> None:
    """An award that somebody wanted to set aside; a price that was explained; the timed share of an emergency."""
    second = person(made.published.world.partner_id, "Sec Ond", "council_signatory")
    proposal = made.acting(
        made.officer, propose_set_aside, competition_id=made.competition_id, outcome="without", because=PROPOSED
    )
    made.acting(second, decide_proposal, proposal_id=proposal, agreed=False, because="Nothing was wrong with it.")
    winner, bid = made.published.bidders[0], made.bid_of(made.published.bidders[0])
    with audit.transaction_as(made.officer):
        PriceQuestion.objects.create(
            competition_id=made.competition_id,
            council_id=made.officer.organisation_id,
            provider_id=winner.provider_id,
            bid=bid,
            asked_at=OPENED,
            answer_by=OPENED + timedelta(days=2),
            answer=EXPLAINED,
            answered_at=OPENED,
            answered_by_id=winner.actor.person_id,
            accepted=True,
        )
        competition = Competition.objects.get(id=made.competition_id)
        category = content_of(competition.referral.category_version_id)
        make_timed_share(competition, replace(category, one_opener_out_of_hours=True), "emergency")


def _write(made: Run) -> UUID:
    with audit.transaction_as(made.officer):
        referral_id = write_referral(made.published.world, made.officer, at=LATER)
        told: dict[str, Any] = {"actor": made.officer, "referral_id": referral_id, "stage": 2, "at": LATER}
        change_plan(**told, code="ehc-f", text=PLAN_TEXT)
        attach_file(**told, file=SimpleUploadedFile(FILE_NAME, FILE_TEXT.encode(), "text/plain"))
        return referral_id


def _read_by_family(made: Run, referral_id: UUID) -> tuple[UUID, UUID]:
    """The family opens its link to the draft and comments on it."""
    with audit.transaction_as(made.officer):
        reading_id = send_reading(actor=made.officer, referral_id=referral_id, reader="family", at=LATER)
    token = letter_of(f"family-reading:{reading_id}").split("/family/reading/")[1].split("/")[0]
    send_reading_code(token=token, at=LATER)
    code = letter_of(f"reading-code:{reading_id}").split("Your code is ")[1][:6]
    assert open_reading(token=token, code=code, at=LATER) == ""
    comment_reading(token=token, comments={"story": FAMILY_COMMENT}, at=LATER)
    with audit.transaction_as(made.officer):
        comment_id = FamilyComment.objects.get(reading_id=reading_id).id
        reply_to_comment(
            actor=made.officer, referral_id=referral_id, comment_id=comment_id, taken_up=True, because="", at=LATER
        )
    return reading_id, comment_id


def _name_places(made: Run, draft: UUID) -> Named:
    """Through to the agreement for a place outside the system; only asked for the victim's own."""
    world, officer = made.published.world, made.officer
    second = person(world.partner_id, "Nam Agrees", "placement_officer")
    placed = Naming(world, officer, second, second, _write(made))
    said = replace(SAID, their_words=f"{PREFERENCE_WORDS}, she said.")
    placed.record(said=said, at=LATER)
    placed.ask(LATER)
    token = placed.answer(at=LATER)
    placed.agree(LATER)
    placed.award(LATER)
    place = Establishment.objects.get(id=Line.objects.get(id=made.published.bidders[0].line_id).establishment_id)
    place.urn = "900077"
    place.save(update_fields=["urn"])
    RegisterEntry.objects.create(
        register="gias",
        urn="900077",
        name=place.name,
        kind="Other independent special school",
        our_kind="independent_special_school",
        first_seen_at=LATER,
    )
    own = Naming(world, officer, second, second, draft)
    own.record(place=PlaceNamed(name=place.name, register="gias", urn="900077"), said=said, at=LATER)
    with audit.transaction_as(officer):
        outside = log_outside_placement(
            actor=officer,
            bought=BoughtOutside(
                category_id=world.category("sen").id,
                placement_kind="day",
                place_name="Fulmar Lodge School",
                weekly_price=Decimal(1210),
                starts_on=LATER.date(),
                reason="no_offer",
                words=f"{PREFERENCE_WORDS}: nobody offered.",
            ),
            at=LATER,
        )
    accepted, to_agree, agreed = (_accepted(made, second, said) for _ in range(3))
    to_agree.ask_to_agree(LATER)
    agreed.agree(LATER)
    return Named(
        placed.referral_id,
        token,
        own.ask(LATER),
        outside,
        accepted.referral_id,
        to_agree.referral_id,
        agreed.referral_id,
    )


def _accepted(made: Run, second: Actor, said: PreferenceSaid) -> Naming:
    naming = Naming(made.published.world, made.officer, second, second, _write(made))
    naming.record(said=said, at=LATER)
    naming.ask(LATER)
    naming.answer(at=LATER)
    return naming


def letter_of(key: str) -> str:
    found = message(Message.objects.get(key__startswith=key).id)
    assert found is not None
    return found.body_text


def _attachments(made: Run) -> dict[UUID, UUID]:
    with audit.transaction_as(made.officer):
        return dict(Attachment.objects.values_list("referral_id", "id"))


def _pack(made: Run) -> UUID:
    """Made whole, so that its address would give it to whoever got past the door."""
    with audit.transaction_as(made.officer):
        pack_id = ask_for_pack(
            actor=made.officer,
            referral_id=made.published.referral_id,
            level=Level.TRIBUNAL,
            provider_id=None,
            reason="The tribunal asks for it.",
            at=LATER,
        )
    make_pack(pack_id=str(pack_id), council_id=str(made.officer.organisation_id))
    return pack_id


def _hold(made: Run) -> UUID:
    with audit.transaction_as(made.officer):
        return place_hold(actor=made.officer, scope="all", reason="An inquiry runs.", until=None, at=LATER)


def _disposal(made: Run) -> UUID:
    with audit.transaction_as(made.officer):
        made_id = new_id()
        Disposal.objects.create(
            id=made_id,
            council_id=made.officer.organisation_id,
            reference="D-20261101-AAAAAA",
            because="Somebody asked.",
            asked_at=LATER,
            asked_by_id=made.officer.person_id,
        )
        mine = {"council_id": made.officer.organisation_id}
        DisposalItem.objects.create(disposal_id=made_id, **mine, code="audit_log", name="all", due_on=LATER.date())
        Period.objects.create(**mine, code="audit_log", months=72, at=LATER, by_id=made.officer.person_id)
        return made_id


def _export(made: Run) -> UUID:
    """Of a child, made whole."""
    at = datetime.now(UTC)
    with audit.transaction_as(made.officer):
        made_id = new_id()
        SubjectExport.objects.create(
            id=made_id,
            organisation_id=made.officer.organisation_id,
            about="child",
            subject_id=made.published.referral_id,
            subject_name="R",
            reason="A parent asked.",
            asked_at=at,
            asked_by_id=made.officer.person_id,
            expires_at=at + timedelta(days=700),
        )
    make_export(export_id=str(made_id), organisation_id=str(made.officer.organisation_id))
    return made_id


def _rehearsal(world: World) -> UUID:
    return ask_rehearsal(
        actor=world.people["officer"], category_id=None, price_weight=Decimal(60), price_formula="", at=LATER
    )


def _two_more_places(made: Run) -> UUID:
    """One of the victim's for small children, which is returned, and one of the third bidder's that is far away."""
    victim, _, third = made.published.bidders
    young = {"name": "Second place", "age_from": 0, "age_to": 4}
    for bidder, facts in ((victim, young), (third, {"name": "Far place", "easting": 558_400})):
        line = Line.objects.select_related("establishment").get(id=bidder.line_id)
        place = line.establishment
        for name, value in facts.items():
            setattr(place, name, value)
        place.id = new_id()
        place.save(force_insert=True)
        line.id, line.establishment = new_id(), place
        line.save(force_insert=True)
    return Line.objects.get(establishment__name="Second place").id


def _publish(made: Run, referral_id: UUID) -> tuple[UUID, dict[UUID, UUID], tuple[str, str]]:
    """Out for bids: the victim has submitted one, the rival has said that it will bid and no more."""
    openers = made.published.openers
    for opener, key in zip(openers, keys(), strict=True):
        OpeningKey.objects.create(
            person_id=opener.person_id, public_key=key.public, sealed_private_key=key.sealed_private, made_at=LATER
        )
    with audit.transaction_as(made.officer):
        competition_id = publish_competition(
            actor=made.officer,
            referral_id=referral_id,
            opener_ids=[opener.person_id for opener in openers if opener.person_id],
            evaluator_ids=[one.person_id for one in made.evaluators if one.person_id],
            privacy_reason="Nobody can be told from it.",
            at=LATER,
        )
        widen_limit(
            actor=made.officer, competition_id=competition_id, radius_miles=50, because="Too few are near.", at=LATER
        )
    invitations = dict(Invitation.objects.filter(competition_id=competition_id).values_list("provider_id", "id"))
    victim, rival, _ = (
        replace(bidder, invitation_id=invitations[bidder.provider_id]) for bidder in made.published.bidders
    )
    code = say_will_bid(victim, LATER)
    rival_code = say_will_bid(rival, LATER)
    draft = save(victim, code, sealed_bid(made), LATER)
    submit(victim, code, draft.edition, LATER)
    return competition_id, invitations, (code, rival_code)


def _ask(set_clock: Callable[[datetime | None], None], made: Run, victim: Bidder) -> UUID:
    """One question is answered for everyone, one waits; the council has seen both."""
    keys_of = []
    set_clock(LATER - timedelta(minutes=15))
    for words in ("How long is the journey to school?", ASKED):
        with audit.transaction_as(victim.actor):
            keys_of.append(ask_question(actor=victim.actor, invitation_id=victim.invitation_id, text=words, at=LATER))
    set_clock(LATER)
    with audit.transaction_as(made.officer):
        answer_question(
            actor=made.officer,
            question_id=keys_of[0],
            question_text="How long is the journey to school?",
            text="Half an hour at most.",
            at=LATER,
        )
    return keys_of[1]


def sealed_bid(made: Run) -> BidContent:
    """What the victim offers in the competition that is still open."""
    return ready(
        made.published,
        needs_met=("speech-and-language", "occupational-therapy"),
        features_met=("quiet-space",),
        how={"speech-and-language": f"{BID_CANARY} by a therapist.", "occupational-therapy": "A room for it."},
        core_costs=dict.fromkeys(made.published.headings, Decimal(SEALED_PRICE)),
        priced_needs={"occupational-therapy": Decimal(PRICED_NEED)},
    )


def _choose_line(world: World, applicant: Applicant) -> UUID:
    return add_line(
        actor=applicant.manager,
        application_id=applicant.application_id,
        establishment_id=applicant.school_id,
        category_id=world.category("sen").id,
        at=LATER,
    )


def _declare(applicant: Applicant, what: str = "", done: str = "") -> Event:
    event = Event(str(new_id()), "fraud", who=DECLARED_WHO, on=date(2025, 3, 3), what=what, done=done)
    declare_ground(
        actor=applicant.manager,
        application_id=applicant.application_id,
        question=GROUNDS,
        event=event,
        at=LATER,
    )
    return event


def _send(world: World, applicant: Applicant) -> tuple[UUID, Event]:
    """One line, and one ground for exclusion declared whole."""
    line_id = _choose_line(world, applicant)
    answer_about_provider(applicant, LATER)
    declared = _declare(applicant, "Convicted of fraud by false invoices.", "Everything was paid back.")
    complete_line(applicant, line_id, LATER)
    submit_application(actor=applicant.manager, application_id=applicant.application_id, at=LATER)
    return line_id, declared


def _around(
    world: World, sent: Applicant, sent_line: UUID, unsent: Applicant, declared: Event, half_declared: Event
) -> Joining:
    officer, sen = world.people["officer"], world.category("sen").id
    drafting = start_drafting(world, LATER)
    appoint(world, [sent_line], "second_officer", at=LATER)
    return Joining(
        declared=declared,
        half_declared=half_declared,
        question_id=ask_provider(
            actor=officer,
            application_id=sent.application_id,
            line_id=None,
            text="When was the last invoice paid back?",
            answer_by=(LATER + timedelta(days=7)).date(),
            at=LATER,
        ),
        providers_question_id=ask_lead(
            actor=sent.manager, application_id=sent.application_id, text="Which year do you mean?", at=LATER
        ),
        public_question_id=ask_publicly(
            actor=unsent.manager, text="May we join without a website?", category_id=None, at=LATER
        ),
        colleague_id=invite_colleague(
            actor=unsent.manager, name="Una Invited", email="una@unsent.example", roles=["helper"], at=LATER
        ),
        terms_draft_id=start_terms_draft(actor=officer, category_id=None, at=LATER),
        terms_id=terms_in_force(sen).id,
        round_id=Round.objects.create(category_id=sen, until=(LATER + timedelta(days=30)).date()).id,
        import_id=upload_register(
            actor=officer,
            register="ofsted",
            upload=SimpleUploadedFile("list.csv", ofsted()),
            lead_id=world.lead_id,
            at=LATER,
        ),
        drafting=drafting,
        consultation_id=open_consultation(
            actor=drafting.lead,
            draft_id=drafting.draft_id,
            introduction="We would like to ask fewer questions.",
            young_words="We want to ask schools fewer things.",
            closes_on=(LATER + timedelta(days=20)).date(),
            at=LATER,
        ),
    )


def _document(applicant: Applicant) -> UUID:
    return Evidence.objects.filter(provider_id=applicant.provider_id).latest("id").document_id


def _support(made: Run, operator: Actor) -> UUID:
    council = made.published.world.partner_id
    person(council, "Ann Told", "administrator")
    return ask_support_access(
        actor=operator, organisation_id=council, reason="The list of referrals stays empty.", hours=1, at=LATER
    )


def _strangers(made: Run) -> dict[str, Actor]:
    """None of them has any business with what the victims own."""
    council = made.published.world.partner_id
    elsewhere = register_organisation(
        actor=SYSTEM, kind="council", name="Hampshire County Council", ons_code="E10000014", at=LATER
    )
    operator = register_organisation(actor=SYSTEM, kind="operator", name="The operator", at=LATER)
    uninvited, _, _ = make_provider("Elsewhere Care", "09999999", LATER)
    return {
        "another council": person(elsewhere, "Ada Everything", *ALL_COUNCIL_ROLES),
        "another provider": person(uninvited, "Bo Everything", "bid_manager", "provider_signatory"),
        "a rival in the same competition": person(
            made.published.bidders[1].provider_id, "Cy Everything", "bid_manager", "provider_signatory"
        ),
        "an opener and evaluator of the same council without this duty": person(
            council, "Di Duties", "opener", "evaluator"
        ),
        "a contract manager of the same council": person(council, "Ed Contracts", "contract_manager"),
        "a procurement officer of the same council": person(council, "Flo Buys", "procurement_officer"),
        "the operator": person(operator, "Gus Operates", "operator"),
    }


def sign_in_of(person_id: UUID) -> UUID:
    """Somewhere this person is signed in."""
    return begin_sign_in(person_id=person_id, browser="Whimbrel on Linux", factor=Factor.SINGLE_SIGN_ON)


def role_asked_for(person_id: UUID) -> UUID:
    """A powerful role that waits for a second person."""
    colleagues = Person.objects.filter(organisation__in=Person.objects.filter(id=person_id).values("organisation"))
    asked_by = colleagues.exclude(id=person_id)[:1].get()
    asked = {"roles": ["opener"], "reason": "Dunlin leaves", "asked_by": asked_by, "asked_at": LATER}
    return RoleChange.objects.get_or_create(person_id=person_id, decided_at=None, defaults=asked)[0].id


def sign_on_proposed(person_id: UUID) -> UUID:
    """A sign-in page of this person's council that waits for a second person."""
    council = Person.objects.values_list("organisation_id", flat=True).get(id=person_id)
    waiting = SingleSignOn.objects.filter(organisation_id=council, ended_at=None).first()
    row = waiting or SingleSignOn(
        organisation_id=council, issuer="https://dunlin.example", client_id="x", email_domain="dunlin.example",
        client_secret=b"", proposed_by_id=person_id, proposed_at=LATER,
    )  # fmt: skip
    row.save()
    return row.id


def passkey_of(person_id: UUID) -> int:
    made = json.loads(Passkey().made({"publicKey": {"challenge": "curlew"}}))
    data = {"name": "Curlew key", "credential": made}
    return int(Authenticator.objects.create(user_id=person_id, type="webauthn", data=data).pk)


def signed_in(actor: Actor) -> Client:
    """As if by the sign-in page, which has tests of its own."""
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(pk=actor.person_id))
    return client


def text(response: HttpResponse) -> str:
    """What a person reads, without markup."""
    return text_of(response.content.decode())


def text_of(body: str) -> str:
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))
