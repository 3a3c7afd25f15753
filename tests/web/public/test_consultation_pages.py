"""P9, P3: anyone reads a draft and comments without an account; what changed and when is public."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from fairplace.dps.market.actions.open_consultation import open_consultation
from fairplace.dps.market.actions.reply_to_comment import reply_to_comment
from fairplace.dps.market.queries.consultations import consultation_for_council
from fairplace.dps.organisations.models import Person
from tests.dps.market.drafting import Drafting, later, start_drafting
from tests.dps.world import AT, make_world


@pytest.fixture
def drafting(db: None, set_clock: Any) -> Drafting:
    set_clock(AT)
    cache.clear()
    return start_drafting(make_world())


@pytest.fixture
def consultation(drafting: Drafting) -> UUID:
    drafting.set(cap=7000)
    return open_consultation(
        actor=drafting.lead, draft_id=drafting.draft_id, introduction="The cap would go up.",
        young_words="We want to change what schools may cost.", closes_on=later(20).date(), at=AT,
    )  # fmt: skip


def at(name: str, *args: object) -> str:
    return reverse(f"public:{name}", args=args)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_anyone_reads_what_would_change_and_comments_p9(client: Client, consultation: UUID, drafting: Drafting) -> None:
    assert "Special educational needs" in text(client.get(at("consultations")))
    page = text(client.get(at("consultation", consultation)))
    assert "The cap would go up." in page
    assert "£7,000.00" in page
    sent = client.post(
        at("comment", consultation), {"who": "parent", "about": "caps", "text": "Good.", "name": "Jo Marsh"}
    )
    assert sent["Location"] == at("comment_sent", consultation)
    assert "Thank you" in text(client.get(sent["Location"]))
    page = text(client.get(at("consultation", consultation)))
    assert "1 comment so far" in page
    assert "Good." not in page
    (row,) = consultation_for_council(drafting.lead, consultation, AT).comments
    reply_to_comment(actor=drafting.lead, comment_id=row.id, text="Thank you.", shows="both", at=AT)
    page = text(client.get(at("consultation", consultation)))
    assert "Good." in page
    assert "Thank you." in page
    assert "Jo Marsh" not in page


def test_children_and_young_people_have_a_page_of_their_own_p9(
    client: Client, consultation: UUID, drafting: Drafting
) -> None:
    page = text(client.get(at("young_comment", consultation)))
    assert "We want to change what schools may cost." in page
    assert "Do not write your name" in page
    assert "Who are you?" not in page
    client.post(at("young_comment", consultation), {"text": "Ask us more often."})
    (row,) = consultation_for_council(drafting.lead, consultation, AT).comments
    assert (row.who, row.name, row.text) == ("young", "", "Ask us more often.")


def test_errors_keep_what_was_typed_p9(client: Client, consultation: UUID) -> None:
    page = text(client.post(at("comment", consultation), {"text": "kept words"}))
    assert "Select who you are" in page
    assert "kept words" in page
    long = text(client.post(at("comment", consultation), {"who": "other", "text": "x" * 4001}))
    assert "Shorten your answer by 1 character" in long
    nothing = text(client.post(at("young_comment", consultation), {"text": "  "}))
    assert "Write what you think" in nothing


def test_after_the_last_day_a_comment_is_not_taken_and_not_lost_p9(
    client: Client, consultation: UUID, set_clock: Any
) -> None:
    set_clock(later(21))
    page = text(client.post(at("comment", consultation), {"who": "other", "text": "kept words"}))
    assert "The time for comments is over" in page
    assert "kept words" in page
    assert "Comments closed on" in text(client.get(at("consultation", consultation)))


def test_hostile_comments_are_shown_as_text_and_name_nobody_p9(
    client: Client, consultation: UUID, drafting: Drafting
) -> None:
    evil = "<script>alert(1)</script> {{7*7}} \u202e kim@example.org"
    client.post(at("comment", consultation), {"who": "other", "text": evil})
    (row,) = consultation_for_council(drafting.lead, consultation, AT).comments
    assert row.found == ("an e-mail address",)
    council = Client()
    council.force_login(
        Person.objects.get(id=drafting.lead.person_id), "allauth.account.auth_backends.AuthenticationBackend"
    )
    page = council.get(reverse("council:categories:comments", args=[consultation])).content.decode()
    assert "<script>alert" not in page
    assert "{{7*7}}" in page
    assert "Not to be published" in page
    reply = reverse("council:categories:reply", args=[consultation, row.id])
    refused = text(council.post(reply, {"text": "Thank you.", "shows": "both"}))
    assert "publish the reply alone" in refused
    assert council.post(reply, {"text": "Thank you.", "shows": "reply"}).status_code == 302


def test_one_address_cannot_flood_a_consultation_p9(client: Client, consultation: UUID, drafting: Drafting) -> None:
    answers = [
        client.post(at("comment", consultation), {"who": "other", "text": f"Comment {number}"}).status_code
        for number in range(12)
    ]
    assert answers == [302] * 10 + [429] * 2
    assert len(consultation_for_council(drafting.lead, consultation, AT).comments) == 10


def test_what_is_not_there_is_not_found(client: Client, consultation: UUID) -> None:
    nowhere = UUID(int=0)
    for name in ("consultation", "comment", "young_comment", "comment_sent"):
        assert client.get(at(name, nowhere)).status_code == 404
    assert client.get(at("versions", "nothing")).status_code == 404


def test_versions_of_a_category_are_public_whatever_is_asked_p3(client: Client, consultation: UUID) -> None:
    for query in ("", "?from=1&to=1", "?from=x&to=9", "?from=²&to=1"):
        page = client.get(at("versions", "sen") + query)
        assert page.status_code == 200
        assert "There is one version so far" in text(page)
    assert "What changed and when" in text(client.get(at("how_to_join")))
