"""Q13, Q14: the round by pages: report as page, CSV and PDF; release; each authority's own approval."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from fairplace.dps.market.actions.change_entry import extend_initial_evaluation
from fairplace.dps.qualification import jobs
from fairplace.dps.qualification.queries.rounds import rounds
from tests.dps.qualification.joining import apply, assess, decide, make_applicant
from tests.dps.world import AT, World, make_world, person
from tests.web.council.applications.test_lead_desk import at, signed_in, text


@pytest.fixture
def world(db: None, set_clock: Any) -> World:
    set_clock(AT)
    world = make_world()
    world.people["partner_signatory"] = person(world.partner_id, "Victoria Amadi", "council_signatory")
    extend_initial_evaluation(
        actor=world.people["officer"],
        category_id=world.category("sen").id,
        until=date(2026, 12, 1),
        because="First applications are assessed together",
        at=AT,
    )
    (line,) = apply(world, make_applicant(name="=Rowan Trust"), ("sen",))
    assess(world, line)
    decide(world, line, approved=True)
    return world


def test_a_round_from_held_to_approved_by_every_authority_q14(world: World, set_clock: Any) -> None:
    desk, partner = signed_in(world.people["officer"]), signed_in(world.people["partner_signatory"])
    (row,) = rounds(world.people["officer"])
    assert "Special educational needs" in text(desk.get(at("rounds")))
    assert "Held for the round" in text(desk.get(at("queue")))
    assert partner.get(at("round", row.id)).status_code == 404
    early = text(desk.get(at("round", row.id)))
    assert "It can be released from Tuesday 1 December 2026 on" in early
    set_clock(AT + timedelta(days=28))
    unread = text(desk.post(at("round", row.id), {}))
    assert "Tick that you have read the outcome report" in unread
    assert "Released" in text(desk.post(at("round", row.id), {"sure": "on"}, follow=True))
    jobs.carry_out_released_round(str(row.id), str(world.people["officer"].person_id))
    waits = f'href="{at("round", row.id)}"'
    assert waits in partner.get("/council/agreements/").content.decode(), "found without the e-mailed link"
    report = text(partner.get(at("round", row.id)))
    assert "Rowan Bank School" in report
    assert "record it" in report
    own = at("approve_round", row.id, world.partner_id)
    assert partner.get(at("approve_round", row.id, world.lead_id)).status_code == 404
    day = {"approved_on_day": "30", "approved_on_month": "11", "approved_on_year": "2026"}
    assert "Error" in text(partner.post(own, {"reference": "", "approved_by": "Cabinet", **day}))
    shown = text(partner.post(own, {"reference": "Minute 7", "approved_by": "Cabinet", **day}, follow=True))
    assert "Minute 7, Cabinet, 30 November 2026" in shown
    assert waits not in partner.get("/council/agreements/").content.decode()
    assert "Agreements of this round are signed when every authority has approved" in shown


def test_the_report_is_taken_along_as_csv_and_pdf_q14(world: World) -> None:
    desk = signed_in(world.people["officer"])
    (row,) = rounds(world.people["officer"])
    heads, line = desk.get(at("round_csv", row.id)).content.decode("utf-8-sig").splitlines()
    assert "Ofsted rating or equivalent" in heads
    assert "'=Rowan Trust" in line
    assert "Decision held" in line
    pdf = desk.get(at("round_pdf", row.id))
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_nobody_but_the_desk_and_partners_signers_finds_a_round_q14(world: World) -> None:
    (row,) = rounds(world.people["officer"])
    for somebody in (make_applicant("07000002").manager, world.people["partner_signatory"]):
        client = signed_in(somebody)
        for name in ("round", "round_csv", "round_pdf"):
            assert client.get(at(name, row.id)).status_code == 404
