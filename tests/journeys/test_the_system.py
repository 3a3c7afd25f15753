"""P1, P2, P4: the lead's procurement officer reads the law of both systems and changes what each lets be changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser

from fairplace.demo.telling.beginnings import FRAMEWORK_NAME, SYSTEM_NAME
from tests.fixtures.serving import Served
from tests.journeys.visitor import Visitor


@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 1280), (True, 375)])
def test_the_law_is_read_and_what_it_allows_is_changed(
    served_demo: Served, browser: Browser, javascript: bool, width: int
) -> None:
    nia = Visitor(browser, served_demo.url, javascript=javascript, width=width).is_now("Nia Prosser")
    nia.goes_to("/council/market/").opens(SYSTEM_NAME, "In use")
    nia.reads("SI 2024/716, regulation 5(4)(b)", "E10000032").does_not_read("Extend or shorten the period")
    nia.follows("Why it stays open").reads("Nothing can be changed.", "PCR regulations 34(18) and 76(7)")
    nia.goes_to("/council/market/").opens(FRAMEWORK_NAME)
    nia.follows("The law in plain words").reads("It may close for a time, but must reopen")
    nia.follows("Who is excluded, ground by ground").reads("Schedule 6, paragraph 2")
    nia.goes_to("/council/market/").opens(FRAMEWORK_NAME).follows("Change entry of Foster care")
    soon = datetime.now(UTC) + timedelta(days=60)
    nia.fills_in(what="evaluate").fills_date("evaluate_until", soon).presses("Record the change").is_told("Say why")
    nia.fills_in(because="Many applications at once").presses("Record the change")
    nia.reads("Open, no referrals yet", "Foster care: first applications assessed together until")
    nia.follows("Change entry of Foster care").fills_in(what="open", because="All decided").presses("Record the change")
    nia.follows("Add a council").fills_in(ons_code="E10000017", standing="partner", because="It asked")
    nia.presses("Add the council").is_told("Publish the modification notice (UK4), and enter its reference")
    nia.fills_in(notice_reference="2026/S 000-5").presses("Add the council").is_told(
        "No council with the code E10000017"
    )
    nia.leaves()
