"""How categories change: SEN agreed by all, Residential Care out for comments, Foster Care with the partners."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from fairplace.demo.region import DemoCouncil, Somebody, councils
from fairplace.demo.region.drafting import words_of
from fairplace.demo.telling.categories import NEW_FEATURE, day_cap, statement_of
from fairplace.demo.telling.days import after, moment, working_days_before
from fairplace.demo.telling.teller import Teller, Thread
from fairplace.dps.market.actions.answer_draft import answer_draft
from fairplace.dps.market.actions.appoint_category_lead import appoint_category_lead
from fairplace.dps.market.actions.change_draft import change_draft
from fairplace.dps.market.actions.comment_on_draft import comment_on_draft
from fairplace.dps.market.actions.open_consultation import open_consultation
from fairplace.dps.market.actions.put_draft_to_partners import put_draft_to_partners
from fairplace.dps.market.actions.reply_to_comment import reply_to_comment
from fairplace.dps.market.actions.sign_off_model_answer import sign_off_model_answer
from fairplace.dps.market.actions.start_draft import start_draft
from fairplace.dps.market.queries.categories import categories
from fairplace.dps.market.rules.edits import AddThing, ChangeThing, Edit, MoveThing, SetFields
from fairplace.dps.market.seeds import read_seed
from fairplace.dps.organisations.rules.roles import Role


def drafting(teller: Teller) -> Iterator[Thread]:
    """One thread for each category that is drafted."""
    yield _sen(teller)
    yield _residential(teller)
    yield _foster(teller)


def _sen(teller: Teller) -> Thread:
    """Drafted in the autumn of 2024, in force from April 2025: what applied before keeps version 1."""
    document, words = read_seed("sen"), words_of("sen")
    yield moment(date(2024, 10, 7), 10)
    lead, draft = _started(teller, "sen", "west-sussex")
    feature = next(one for one in document["features"] if one["code"] == NEW_FEATURE)
    places_up = document["features"].index(feature) - len(document["features"]) + 1
    _edit(teller, lead, draft, ChangeThing("caps", "/day", {"weekly": day_cap(document)["weekly"]}))
    _edit(teller, lead, draft, AddThing("features", {"name": feature["name"], "marks": feature["marks"]}))
    _edit(teller, lead, draft, MoveThing("features", NEW_FEATURE, places_up))
    yield moment(date(2024, 10, 24), 16)
    statement = statement_of(document)
    teller.let(
        lead,
        sign_off_model_answer,
        draft_id=draft,
        revision=_NEWEST,
        question=statement["code"],
        text=statement["model_answer"],
        group=words["group"],
        worker=words["worker"],
        council_id=teller.ids["west-sussex"],
        signed_on=teller.now.date(),
    )
    yield moment(date(2024, 11, 4), 9)
    consultation = _put_out(teller, lead, draft, words, date(2024, 12, 6))
    for number, told in enumerate(words["comments"]):
        yield moment(date(2024, 11, 12 + number), 14)
        comment = _comment(teller, consultation, told)
        yield moment(date(2024, 11, 25 + number), 11)
        teller.let(lead, reply_to_comment, comment_id=comment, text=told["reply"], shows="both")
    yield moment(date(2024, 12, 16), 10)
    teller.let(lead, put_draft_to_partners, draft_id=draft, in_force_on=date(2025, 4, 1), no_consultation_because="")
    for number, council in enumerate(_asked()):
        yield after(moment(date(2025, 1, 8), 9), 4 * number, 11)
        _answer(teller, council, draft, reference=f"Decision SEN/{council.ons_code[-2:]}/2025")


def _residential(teller: Teller) -> Thread:
    """Out for comments now."""
    words = words_of("residential")
    opened = working_days_before(teller.today.date(), 8)
    yield moment(working_days_before(opened, 6), 10)
    lead, draft = _started(teller, "residential", "kent")
    _edit(teller, lead, draft, AddThing("needs", {"name": "Life-story work with a trained adult", "marks": 2}))
    ground = {
        "name": "A brother or sister lives there",
        "meaning": "The child joins a brother or sister, both want it, and the home has a place.",
    }
    _edit(teller, lead, draft, AddThing("direct_grounds", ground))
    question = next(one for one in read_seed("residential")["questions"] if one["code"] == "safeguarding-continuity")
    hint = f"{question['hint']} One policy may cover several homes."
    _edit(teller, lead, draft, ChangeThing("questions", question["code"], {"hint": hint}))
    yield moment(opened, 9, 30)
    consultation = _put_out(teller, lead, draft, words, after(moment(opened, 9), 20, 9).date())
    for told in words["comments"]:
        yield after(moment(opened, 9), told["days"], 15, 10)
        comment = _comment(teller, consultation, told)
        if "reply" in told:
            yield after(moment(opened, 9), told["days"] + 1, 10)
            teller.let(lead, reply_to_comment, comment_id=comment, text=told["reply"], shows=told["shows"])


def _foster(teller: Teller) -> Thread:
    """With the partners: some have agreed, one objects, and the others have it to do."""
    words = words_of("foster")
    yield moment(working_days_before(teller.today.date(), 15), 10)
    lead, draft = _started(teller, "foster", "surrey")
    block = "Competed for once a year among accredited agencies; called off in turn; one refusal in three is allowed."
    _edit(teller, lead, draft, SetFields("referrals", {"block_rules": block}))
    yield moment(working_days_before(teller.today.date(), 12), 10)
    day = (teller.today + timedelta(days=60)).date()
    teller.let(lead, put_draft_to_partners, draft_id=draft, in_force_on=day, no_consultation_because=words["reason"])
    for number, council in enumerate(_asked()[:4]):
        yield moment(working_days_before(teller.today.date(), 9 - 2 * number), 14)
        if number == 3:
            _answer(teller, council, draft, reason=words["objection"])
        else:
            _answer(teller, council, draft, reference=f"{words['reference']}/{council.ons_code[-2:]}")


_NEWEST = 10_000
"""A revision past every other: in the story nobody else edits meanwhile."""


def _started(teller: Teller, code: str, council: str) -> tuple[Somebody, UUID]:
    """Its lead, named that morning by the lead authority, and the draft."""
    lead = _council(council).who(Role.CATEGORY_LEAD)[0]
    category = next(row.id for row in categories() if row.code == code)
    officer = councils()[0].who(Role.PROCUREMENT_OFFICER)[0]
    teller.let(officer, appoint_category_lead, category_id=category, person_id=teller.ids[lead.email])
    return lead, teller.let(lead, start_draft, category_id=category)


def _edit(teller: Teller, lead: Somebody, draft: UUID, edit: Edit) -> None:
    teller.let(lead, change_draft, draft_id=draft, revision=_NEWEST, edit=edit)


def _put_out(teller: Teller, lead: Somebody, draft: UUID, words: dict[str, Any], closes_on: date) -> UUID:
    return teller.let(
        lead,
        open_consultation,
        draft_id=draft,
        introduction=words["introduction"],
        young_words=words["young_words"],
        closes_on=closes_on,
    )


def _comment(teller: Teller, consultation: UUID, told: dict[str, Any]) -> UUID:
    """By somebody who is not signed in."""
    teller.leave()
    return comment_on_draft(
        consultation_id=consultation,
        who=told["who"],
        name=told["name"],
        about=told["about"],
        text=told["text"],
        at=teller.now,
    )


def _answer(teller: Teller, council: DemoCouncil, draft: UUID, reference: str = "", reason: str = "") -> None:
    teller.let(
        council.who(Role.COUNCIL_SIGNATORY)[0],
        answer_draft,
        draft_id=draft,
        agrees=bool(reference),
        reference=reference,
        reason=reason,
    )


def _asked() -> list[DemoCouncil]:
    return [council for council in councils() if council.standing != "associate"]


def _council(key: str) -> DemoCouncil:
    return next(council for council in councils() if council.key == key)
