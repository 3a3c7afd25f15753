"""P9, §6.3: evaluators see which children and young people wrote the model answer beside what they mark."""

from __future__ import annotations

from typing import Any

import pytest

from fairplace.dps.market.actions.answer_draft import answer_draft
from fairplace.dps.market.actions.sign_off_model_answer import sign_off_model_answer
from fairplace.dps.qualification.queries.marking import statement_to_mark
from tests.dps.market.drafting import start_drafting
from tests.dps.qualification.joining import apply, appoint, make_applicant
from tests.dps.world import AT, make_world

pytestmark = pytest.mark.django_db


def test_an_evaluator_sees_who_wrote_the_model_answer_p9(set_clock: Any) -> None:
    set_clock(AT)
    world = make_world()
    drafting = start_drafting(world)
    sign_off_model_answer(
        actor=drafting.lead, draft_id=drafting.draft_id, revision=drafting.row().revision,
        question="outcomes-statement", text="Staff ask us every week what went well.", group="Youth Voice",
        worker="Ade Cole", council_id=world.partner_id, signed_on=AT.date(), at=AT,
    )  # fmt: skip
    drafting.put_to_partners()
    for who in ("officer", "partner_officer"):
        answer_draft(
            actor=world.people[who], draft_id=drafting.draft_id, agrees=True, reference="Min 4", reason="", at=AT
        )
    line, _ = apply(world, make_applicant())
    appoint(world, [line], "officer", "second_officer")
    found = statement_to_mark(world.people["officer"], line, "outcomes-statement")
    assert found.question.model_answer == "Staff ask us every week what went well."
    assert found.written_by is not None
    assert (found.written_by.group, found.written_by.council_name) == ("Youth Voice", "Surrey County Council")
    assert statement_to_mark(world.people["officer"], line, "workforce-statement").written_by is None
