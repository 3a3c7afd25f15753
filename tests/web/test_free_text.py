"""R1: nothing that tells who the child is gets out by a box in which words are typed, whichever box it is.

The boxes are found from the forms themselves: each stands in the table below with what becomes of words that tell. A
new box fails the test until somebody has said so, and each kind of box is then tried with every kind of telling word.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pytest

import fairplace.web.components.named_place
import fairplace.web.council.awarding
import fairplace.web.council.named_places
import fairplace.web.council.outside
import fairplace.web.council.referrals
import fairplace.web.place
import fairplace.web.provider.bids
import fairplace.web.provider.named_places
from fairplace.dps.competitions.actions.decline_award import decline_award
from fairplace.dps.competitions.actions.end_without_award import end_without_award
from fairplace.dps.competitions.actions.mark_statement import mark_statement
from fairplace.dps.referrals.actions.cancel_referral import cancel_referral
from fairplace.dps.referrals.actions.change_needs import ItemAsked, change_needs
from fairplace.dps.referrals.actions.change_outcomes import change_outcomes
from fairplace.dps.referrals.actions.change_story import change_story
from fairplace.dps.referrals.actions.publish_referral import publish_referral
from fairplace.dps.referrals.queries.publication import publication_check
from fairplace.dps.referrals.queries.said_of_child import check_tells_nothing
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from tests.dps.competitions.council_side import content, run
from tests.dps.competitions.test_awarding import scored
from tests.dps.placements.naming import SAID, Naming, make_naming
from tests.dps.world import AT

PACKAGES = (
    fairplace.web.council.referrals,
    fairplace.web.council.named_places,
    fairplace.web.council.outside,
    fairplace.web.council.awarding,
    fairplace.web.provider.bids,
    fairplace.web.provider.named_places,
    fairplace.web.components.named_place,
    fairplace.web.place,
)
FOUND = "found by the check before publication, which asks for a change or a reason"
REFUSED = "refused beside the box, compared with the child’s own record"
PLAIN = "refused beside the box, by what can be seen in any text: who types must not learn the name from us"
POINTED = "pointed at on the check page before it is sealed; nobody reads it until the opening"
OWN = "the child’s own record: encrypted, for the winner alone"
CONTACT = "whom to write to: encrypted, never shown"
NOTHING = "says nothing of a child: a number, a code, a search"
FAMILY = "what the family itself said, as it said it: sealed, for its council alone"
BOXES = {
    "ChildForm.full_name": OWN, "ChildForm.called": OWN, "ChildForm.family_name": OWN,
    "StoryForm.narrative": FOUND, "StoryForm.own_words": FOUND, "StoryForm.family_words": FOUND,
    "CancelForm.because": REFUSED, "ExtendForm.because": REFUSED, "ReissueForm.because": REFUSED,
    "WiderForm.because": REFUSED, "AnswerForm.because": REFUSED, "PublishForm.privacy_reason": REFUSED,
    "ReplyForm.because": REFUSED, "AnswerForm.question_text": REFUSED, "AnswerForm.text": REFUSED,
    "AnswerForm.kept_because": REFUSED, "ReferralFilters.search": NOTHING,
    "FindPlaceForm.find": NOTHING, "PreferenceForm.name": NOTHING, "PreferenceForm.kind": NOTHING,
    "PreferenceForm.area": NOTHING, "PreferenceForm.run_by": NOTHING, "PreferenceForm.their_words": REFUSED,
    "PreferenceForm.best_interests": REFUSED, "PreferenceForm.excluded_note": REFUSED,
    "AskPlaceForm.contact_name": CONTACT, "AskPlaceForm.privacy_reason": REFUSED, "PriceForm.cost_compared": REFUSED,
    "AgreeForm.because": REFUSED, "EndForm.because": REFUSED, "StrikeForm.because": PLAIN,
    "RevokeForm.because": REFUSED, "TakeAnswerForm.reason": FAMILY, "NoAwardForm.because": REFUSED,
    "NamedPromiseForm.name": CONTACT, "NamedPromiseForm.job": CONTACT, "AnswerForm.how": PLAIN,
    "AnswerForm.why_not": PLAIN, "AnswerForm.run_by": PLAIN, "AnswerForm.run_by_number": NOTHING,
    "OpenForm.code": NOTHING, "LinkSignForm.name_typed": CONTACT,
    "SectionForm.text": FOUND, "AwardForm.cover_because": REFUSED, "DecisionForm.because": REFUSED,
    "WaiverForm.because": REFUSED, "PriceForm.because": REFUSED, "SetAsideForm.because": REFUSED,
    "ExplainForm.answer": PLAIN, "DeclineForm.because": PLAIN, "CodeForm.bid_code": NOTHING, "AskForm.text": PLAIN,
}  # fmt: skip
"""Form and box -> what becomes of words that tell."""
TELLING = {
    "name": "Maya is shy.",
    "birth": "Born on 14 May 2017.",
    "postcode": "They live at GU2 7XH.",
    "nhs": "Known as 943 476 5919 there.",
    "upn": "Her number is H801200001001.",
    "school": "She was at Kingfisher Primary School.",
}
SEEN_BY_ANYBODY = {kind: words for kind, words in TELLING.items() if kind not in {"name", "school"}}


def forms_of_the_pages() -> Iterator[type[forms.Form]]:
    for package in PACKAGES:
        for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
            for _, found in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
                if issubclass(found, forms.Form) and found.__module__ == module.name:
                    yield found


def boxes_for_words() -> set[str]:
    """Text and long text, as against a number, a date, a choice, an e-mail address, a telephone number."""
    told = (fields.LongText, fields.Text)
    other = (fields.Email, fields.Telephone, fields.Postcode, fields.Password)
    return {
        f"{form.__name__}.{name}"
        for form in forms_of_the_pages()
        for name, field in form.base_fields.items()
        if isinstance(field, told) and not isinstance(field, other)
    }


def test_every_box_for_words_says_what_becomes_of_words_that_tell_r1() -> None:
    found = boxes_for_words()
    assert len(found) > 30
    assert not found - set(BOXES), "say in BOXES what becomes of words that tell who the child is"
    assert not set(BOXES) - found, "these boxes are gone"


@pytest.fixture
def naming(frozen_clock: datetime) -> Naming:
    return make_naming()


pytestmark = [pytest.mark.django_db, pytest.mark.frozen_at("2026-11-03T09:00+00:00")]


@pytest.mark.parametrize("kind", TELLING)
def test_the_check_before_publication_finds_it_in_every_text_of_a_referral_r1(naming: Naming, kind: str) -> None:
    words, officer, referral = TELLING[kind], naming.officer, naming.referral_id

    def write(story: dict[str, str], need: str, feature: str, outcome: str) -> set[str]:
        told = {"narrative": "Likes the sea.", "own_words": "", "family_words": "", **story}
        with audit.transaction_as(officer):
            change_story(actor=officer, referral_id=referral, at=AT, **told)
            items = [
                ItemAsked("need", "speech-and-language", Decimal(3)),
                ItemAsked("need", "own--need-1", Decimal(1), own_words=need),
                ItemAsked("feature", "own--feature-1", Decimal(1), own_words=feature),
            ]
            change_needs(actor=officer, referral_id=referral, items=items, at=AT)
            change_outcomes(actor=officer, referral_id=referral, outcomes=[("belonging", outcome)], at=AT)
            found = publication_check(actor=officer, referral_id=referral, at=AT).findings
            return {finding.field for finding in found if finding.kind.value != "few_children"}

    plain = ("A pony", "A barn", "Makes a friend")
    assert write({}, *plain) == set(), "nothing is found where nothing tells"
    for box in ("narrative", "own_words", "family_words"):
        assert write({box: words}, *plain) == {box}, box
    assert write({}, words, *plain[1:]) == {"item_own--need-1"}
    assert write({}, plain[0], words, plain[2]) == {"item_own--feature-1"}
    assert write({}, *plain[:2], words) == {"outcome_1"}


@pytest.mark.parametrize("kind", TELLING)
def test_reasons_about_a_referral_are_refused_beside_their_box_r1(naming: Naming, kind: str) -> None:
    words = TELLING[kind]
    acts: dict[str, Callable[[], object]] = {
        "because": lambda: cancel_referral(actor=naming.officer, referral_id=naming.referral_id, because=words, at=AT),
        "privacy_reason": lambda: publish_referral(
            actor=naming.officer, referral_id=naming.referral_id, privacy_reason=words, at=AT
        ),
        "reply": lambda: check_tells_nothing(referral_id=naming.referral_id, texts={"reply": words}),
    }
    for field, act in acts.items():
        with audit.transaction_as(naming.officer), pytest.raises(Refused) as refused:
            act()
        assert refused.value.field == field


@pytest.mark.parametrize("kind", [kind for kind in TELLING if kind != "school"])
@pytest.mark.parametrize("box", ["their_words", "best_interests", "excluded_note"])
def test_reasons_of_a_preference_are_refused_but_may_name_the_place_r1_r10(naming: Naming, kind: str, box: str) -> None:
    with pytest.raises(Refused) as refused:
        naming.record(said=replace(SAID, **{box: TELLING[kind]}))  # type: ignore[arg-type]
    assert refused.value.field == box
    naming.record(said=replace(SAID, **{box: TELLING["school"]}))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", SEEN_BY_ANYBODY)
def test_what_is_said_after_the_bids_is_refused_too_r1(set_clock: Callable[[datetime | None], None], kind: str) -> None:
    made, words = scored(set_clock), SEEN_BY_ANYBODY[kind]
    with audit.transaction_as(made.officer), pytest.raises(Refused) as refused:
        end_without_award(
            actor=made.officer, competition_id=made.competition_id, because=f"No award is made. {words}", at=AT
        )
    assert refused.value.field == "because"
    award: UUID = made.award(made.published.bidders[0])
    winner = made.published.bidders[0].actor
    with audit.transaction_as(winner), pytest.raises(Refused) as withdrawn:
        decline_award(actor=winner, award_id=award, because=words, at=AT)
    assert withdrawn.value.field == "because"


@pytest.mark.parametrize("kind", TELLING)
def test_a_reason_of_a_mark_which_bidders_read_is_refused_r1(
    set_clock: Callable[[datetime | None], None], kind: str
) -> None:
    made = run(set_clock, bidders=2)
    for bidder in made.published.bidders:
        made.submit(bidder, content(made.published))
    made.open()
    words = TELLING[kind].replace("Maya", "Samir")
    with pytest.raises(Refused) as refused:
        made.acting(made.evaluators[0], mark_statement, bid_id=made.bids()[0].id, mark=Decimal(4), reason=words)
    assert refused.value.field == "reason"
