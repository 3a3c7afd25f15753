"""New terms that wait for acceptance, some of it given (A8), and what providers asked about joining (Q5)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from fairplace.demo.region import DemoProvider, councils, providers
from fairplace.demo.telling.days import moment, working_days_before
from fairplace.demo.telling.teller import Teller, Thread
from fairplace.dps.market.actions.ask_publicly import answer_publicly, ask_publicly
from fairplace.dps.market.actions.publish_terms import publish_terms
from fairplace.dps.market.actions.write_terms_draft import save_terms_draft, start_terms_draft
from fairplace.dps.market.queries.terms import terms_draft
from fairplace.dps.market.rules.terms_content import terms_data
from fairplace.dps.organisations.rules.roles import Role
from fairplace.dps.qualification.actions.accept_terms import accept_terms
from fairplace.dps.qualification.queries.terms_held import terms_to_accept

CONSEQUENCE = "The place may be suspended for all councils until you accept. Children who live or learn there stay."
WITHIN_TWO_DAYS = "It tells the lead authority within 2 working days when one of them is no longer met."
WITHIN_ONE_DAY = "It tells the lead authority within 1 working day when one of them is no longer met."
INVOICES = {
    "title": "Invoices",
    "text": "Invoices are sent once a month, by placement, and paid within 30 days when they are undisputed.",
}
SCHEDULES = {
    "surrey": "Invoices go to the shared inbox of the placements team and name the order number.\n"
    "Contract monitoring is once a term, in person.",
    "kent": "Transport is arranged by the council, never by the place.",
}
ACCEPTING = 6
"""How many providers have accepted already, of those that were asked; the last of them for one place only."""


def terms(teller: Teller) -> Thread:
    """The lead drafts and publishes a second version; by today some have accepted."""
    day = working_days_before(teller.today.date(), 9)
    officer = councils()[0].who(Role.PROCUREMENT_OFFICER)[0]
    yield moment(day, 10)
    draft_id = teller.let(officer, start_terms_draft, category_id=None)
    content = terms_data(teller.see(officer, terms_draft, draft_id).content)
    clauses = [{**one, "text": one["text"].replace(WITHIN_TWO_DAYS, WITHIN_ONE_DAY)} for one in content["clauses"]]
    teller.let(
        officer,
        save_terms_draft,
        draft_id=draft_id,
        label=f"{day:%Y}-2",
        content={**content, "clauses": [*clauses, INVOICES]},
        schedules={teller.ids[key]: text for key, text in SCHEDULES.items()},
        accept_by=day + timedelta(days=35),
        consequence=CONSEQUENCE,
    )
    yield moment(day, 11)
    terms_id = teller.let(officer, publish_terms, draft_id=draft_id)
    for ago, provider in zip(range(7, 0, -1), _asked(teller)[:ACCEPTING], strict=False):
        yield moment(working_days_before(teller.today.date(), ago), 14)
        _accepts(teller, provider, terms_id, some=ago == 8 - ACCEPTING)


def _asked(teller: Teller) -> list[DemoProvider]:
    """Providers that had a place on the system when the terms were published."""
    return [one for one in providers() if teller.see(one.who(Role.PROVIDER_SIGNATORY), terms_to_accept)]


def _accepts(teller: Teller, provider: DemoProvider, terms_id: UUID, *, some: bool) -> None:
    signatory = provider.who(Role.PROVIDER_SIGNATORY)
    for asked in teller.see(signatory, terms_to_accept):
        lines = [line.id for line in asked.lines]
        teller.let(
            signatory, accept_terms, terms_id=terms_id, line_ids=lines[:1] if some else lines, name_typed=signatory.name
        )


def questions(teller: Teller) -> Thread:
    """Two providers ask; one is answered for everybody."""
    first, second = providers()[1], providers()[3]
    officer = councils()[0].who(Role.PROCUREMENT_OFFICER)[0]
    yield moment(working_days_before(teller.today.date(), 6), 9, 30)
    asked = teller.let(
        first.who(Role.BID_MANAGER),
        ask_publicly,
        text="Our school has two sites a mile apart under one registration. Is that one place or two?",
        category_id=None,
    )
    yield moment(working_days_before(teller.today.date(), 4), 16)
    teller.let(
        officer,
        answer_publicly,
        question_id=asked,
        question_text="A school has two sites under one registration. Is that one place or two?",
        text="One. A place is what has its own registration number. Say in your statement what happens on which site.",
        published=True,
    )
    yield moment(working_days_before(teller.today.date(), 1), 11)
    teller.let(
        second.who(Role.BID_MANAGER),
        ask_publicly,
        text="May the price list leave out a service that we buy in for single children?",
        category_id=None,
    )
