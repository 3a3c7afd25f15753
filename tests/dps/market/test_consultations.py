"""P9: a draft is consulted on in the open; comments are read before they are public; young people sign their answer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from fairplace.dps.market.actions.answer_draft import answer_draft
from fairplace.dps.market.actions.change_consultation import change_consultation
from fairplace.dps.market.actions.comment_on_draft import LONGEST_COMMENT, comment_on_draft
from fairplace.dps.market.actions.open_consultation import open_consultation
from fairplace.dps.market.actions.reply_to_comment import reply_to_comment
from fairplace.dps.market.actions.sign_off_model_answer import sign_off_model_answer
from fairplace.dps.market.queries.consultations import (
    consultation_for_council,
    consultations,
    public_consultation,
)
from fairplace.dps.market.queries.model_answers import model_answers_of
from fairplace.dps.market.rules.edits import ChangeThing
from fairplace.foundations import audit
from fairplace.foundations.kernel.refused import NotThere, Refused
from fairplace.foundations.messages.queries import all_messages
from tests.dps.market.drafting import Drafting, later, start_drafting
from tests.dps.world import AT, make_provider, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafting(set_clock: Any) -> Drafting:
    set_clock(AT)
    return start_drafting(make_world())


def put_out(drafting: Drafting, **given: Any) -> UUID:
    told = {
        "introduction": "The cap would go up.",
        "young_words": "We want to change what schools may cost.",
        "closes_on": later(20).date(),
        **given,
    }
    return open_consultation(actor=drafting.lead, draft_id=drafting.draft_id, at=AT, **told)


def comment(consultation: UUID, text: str = "Fewer forms, please.", at: Any = AT, **given: Any) -> UUID:
    told = {"who": "provider", "name": "", "about": "questions", **given}
    return comment_on_draft(consultation_id=consultation, text=text, at=at, **told)


def test_a_draft_is_put_out_as_it_is_and_everyone_whose_turn_it_is_is_told_p9(drafting: Drafting) -> None:
    make_provider("Rowan Schools", "07000001")
    drafting.set(cap=7000)
    consultation = put_out(drafting)
    drafting.set(cap=7100)
    shown = public_consultation(consultation, AT)
    assert shown.content.cap == 7000
    assert [part.code for part in shown.parts] == ["caps"]
    subjects = {one.to_address.split("@")[0] for one in all_messages() if one.subject.startswith("Tell us what you")}
    assert {"dana.07000001", "sam.okoro", "priya.nair", "chidi.lewes"} <= subjects


def test_anyone_comments_until_the_last_day_is_over_p9(drafting: Drafting) -> None:
    consultation = put_out(drafting)
    comment(consultation, who="young", name="Kim", about="")
    comment(consultation, at=later(20))
    with pytest.raises(Refused, match="time for comments is over"):
        comment(consultation, at=later(21))
    assert [row.closed for row in consultations(later(20))] == [False]
    assert [row.closed for row in consultations(later(21))] == [True]
    with pytest.raises(NotThere):
        comment(UUID(int=0))


def test_a_draft_is_not_put_to_the_partners_while_comments_may_come_p9(drafting: Drafting) -> None:
    drafting.set(cap=7000)
    put_out(drafting)
    with pytest.raises(Refused, match="Comments may still come until 23 November 2026"):
        drafting.put_to_partners(at=later(20))
    drafting.put_to_partners(at=later(21), no_consultation_because="")


def test_a_comment_is_public_only_when_the_lead_says_so_and_the_name_never_is_p9(drafting: Drafting) -> None:
    consultation = put_out(drafting)
    first = comment(consultation, "Fewer forms, please.", name="Dana Quill")
    assert public_consultation(consultation, AT).comments == []
    assert public_consultation(consultation, AT).received == 1
    reply_to_comment(actor=drafting.lead, comment_id=first, text="We cut two.", shows="nothing", at=AT)
    assert public_consultation(consultation, AT).comments == []
    reply_to_comment(actor=drafting.lead, comment_id=first, text="We cut three.", shows="both", at=later(1))
    (shown,) = public_consultation(consultation, AT).comments
    assert (shown.text, shown.reply, shown.about) == ("Fewer forms, please.", "We cut three.", "Questions")
    assert "Dana Quill" not in repr(public_consultation(consultation, AT))
    (read,) = consultation_for_council(drafting.world.people["partner_officer"], consultation, AT).comments
    assert (read.name, read.replied_by) == ("Dana Quill", "Chidi Lewes")


def test_a_comment_that_shows_who_a_child_is_stays_unpublished_p9(drafting: Drafting) -> None:
    consultation = put_out(drafting)
    told = comment(consultation, "My son, NHS number 943 476 5919, waited a year.", who="parent")
    with pytest.raises(Refused, match="has an NHS number in it: publish the reply alone"):
        reply_to_comment(actor=drafting.lead, comment_id=told, text="Sorry.", shows="both", at=AT)
    with pytest.raises(Refused, match="Take a postcode out of the reply"):
        reply_to_comment(actor=drafting.lead, comment_id=told, text="As in GU2 7XH.", shows="reply", at=AT)
    reply_to_comment(actor=drafting.lead, comment_id=told, text="Waits are counted now.", shows="reply", at=AT)
    (shown,) = public_consultation(consultation, AT).comments
    assert (shown.text, shown.reply) == ("", "Waits are counted now.")


def test_only_those_who_draft_reply_p9(drafting: Drafting) -> None:
    first = comment(put_out(drafting))
    with pytest.raises(NotThere):
        reply_to_comment(
            actor=drafting.world.people["partner_officer"], comment_id=first, text="No.", shows="both", at=AT
        )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": " \0 "}, "Write what you think"),
        ({"text": "x" * (LONGEST_COMMENT + 1)}, "Shorten"),
        ({"who": "admin"}, "Say who you are"),
        ({"about": "secrets"}, "from the list"),
    ],
)
def test_a_comment_that_is_none_is_refused_p9(drafting: Drafting, given: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        comment(put_out(drafting), **given)


def test_the_record_of_a_comment_holds_neither_words_nor_person_p9(drafting: Drafting) -> None:
    consultation = put_out(drafting)
    comment(consultation, "Secret words", name="Dana Quill")
    (event,) = [one for one in audit.timeline(about=consultation) if one.kind == "market.comment_made"]
    assert event.actor_id is None
    assert event.payload == {"who": "provider"}


@pytest.mark.parametrize("table", ["comment", "commentreply", "draftagreement", "modelanswer", "draftchange"])
def test_what_was_said_and_decided_is_never_changed_p9(drafting: Drafting, table: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM market_{table}")


def test_a_consultation_needs_words_for_adults_and_for_young_people_and_a_day_p9(drafting: Drafting) -> None:
    for given, field in (
        ({"introduction": " "}, "introduction"),
        ({"young_words": ""}, "young_words"),
        ({"closes_on": AT.date()}, "closes_on"),
    ):
        with pytest.raises(Refused) as told:
            put_out(drafting, **given)
        assert told.value.field == field
    put_out(drafting)
    with pytest.raises(Refused, match="out for comments already"):
        put_out(drafting)


def sign_off(drafting: Drafting, text: str = "Staff ask us every week.", **given: Any) -> None:
    told = {
        "question": "outcomes-statement",
        "group": "Youth Voice, Guildford",
        "worker": "Ade Cole",
        "council_id": drafting.world.partner_id,
        "signed_on": AT.date(),
        **given,
    }
    sign_off_model_answer(
        actor=drafting.lead, draft_id=drafting.draft_id, revision=drafting.row().revision, text=text, at=AT, **told
    )


def test_a_model_answer_is_signed_off_by_young_people_and_comes_with_the_version_p9(drafting: Drafting) -> None:
    change = ChangeThing("questions", "outcomes-statement", {"model_answer": "Written by an officer alone."})
    drafting.change(change)
    assert [fault.path[0] for fault in drafting.row().faults] == ["model_answer"]
    sign_off(drafting, "A first try.")
    sign_off(drafting)
    assert drafting.row().faults == ()
    drafting.put_to_partners()
    for who in ("officer", "partner_officer"):
        answer_draft(
            actor=drafting.world.people[who], draft_id=drafting.draft_id, agrees=True, reference="Min 4", reason="",
            at=AT,
        )  # fmt: skip
    found = model_answers_of(drafting.world.category("sen").version_id)["outcomes-statement"]
    assert (found.text, found.number, found.group) == ("Staff ask us every week.", 2, "Youth Voice, Guildford")
    assert (found.worker, found.council_name) == ("Ade Cole", "Surrey County Council")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"group": ""}, "group"),
        ({"worker": ""}, "worker"),
        ({"signed_on": later(1).date()}, "signed_on"),
        ({"council_id": UUID(int=0)}, "council"),
    ],
)
def test_a_signing_off_says_who_and_when_p9(drafting: Drafting, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as told:
        sign_off(drafting, **given)
    assert told.value.field == field
    with pytest.raises(NotThere):
        sign_off(drafting, question="financial-standing")


def test_the_last_day_is_put_off_and_everyone_is_told_p9(drafting: Drafting) -> None:
    make_provider("Rowan Schools", "07000001")
    consultation = put_out(drafting)
    change_consultation(actor=drafting.lead, consultation_id=consultation, closes_on=later(30).date(), at=later(5))
    comment(consultation, at=later(30))
    (changed,) = public_consultation(consultation, later(6)).changed
    assert (changed.was_to_close_on, changed.closes_on) == (later(20).date(), later(30).date())
    told = {one.to_address.split("@")[0] for one in all_messages() if one.subject.startswith("More time")}
    assert {"dana.07000001", "sam.okoro"} <= told
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM market_consultationchange")


def test_it_ends_early_only_for_a_reason_and_never_before_the_published_minimum_p9(drafting: Drafting) -> None:
    consultation = put_out(drafting, open_at_least_until=later(10).date())

    def end(days: int, because: str = "", at: Any = AT) -> None:
        change_consultation(
            actor=drafting.lead,
            consultation_id=consultation,
            closes_on=later(days).date(),
            because=because,
            at=at,
        )

    with pytest.raises(Refused, match="Say why it ends earlier"):
        end(15)
    with pytest.raises(Refused, match="at least"):
        end(9, "Nobody has anything to say.")
    with pytest.raises(Refused, match="last day already"):
        end(20)
    with pytest.raises(Refused, match="today or later"):
        end(-1, "Over.")
    end(10, "The draft is given up.")
    comment(consultation, at=later(10))
    with pytest.raises(Refused, match="time for comments is over"):
        comment(consultation, at=later(11))
    with pytest.raises(Refused, match="time for comments is over"):
        end(40, at=later(11))
    with pytest.raises(Refused, match="must not come after"):
        put_out(drafting, closes_on=later(20).date(), open_at_least_until=later(21).date())


def test_only_who_drafts_changes_the_last_day_p9(drafting: Drafting) -> None:
    consultation = put_out(drafting)
    _, manager, _ = make_provider("Rowan Schools", "07000001")
    for nobody in (drafting.world.people["partner_officer"], manager):
        with pytest.raises(NotThere):
            change_consultation(actor=nobody, consultation_id=consultation, closes_on=later(30).date(), at=AT)
    with pytest.raises(NotThere):
        change_consultation(actor=drafting.lead, consultation_id=UUID(int=0), closes_on=later(30).date(), at=AT)
