"""R10: a family names a school that is not on the system; it is asked, agreed to by two people, chosen and signed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser

from tests.fixtures.serving import Served
from tests.journeys.meeting import Meeting
from tests.journeys.people import named_place, officer
from tests.journeys.story import TODAY

OFFICER, SECOND = "Priya Raman", "Margaret Ellery"
SCHOOL, HEAD = "Withyfold School", "head@withyfold.example.invalid"
CHILD: dict[str, Any] = {
    "category": "sen",
    "kind": "day",
    "urgency": "planned",
    "weeks": "117",
    "starts_on": TODAY + timedelta(days=60),
    "postcode": "RH16 1SS",
    "choice_by": "parent",
    "family": "Miriam Castleton",
    "email": "miriam.castleton@families.example.invalid",
    "radius": 20,
    "outcomes": {"belonging": "Goes to school with the neighbours"},
    "children": [
        {
            "name": "Jonty Castleton",
            "called": "Jonty",
            "age": "10",
            "born": TODAY - timedelta(days=365 * 10 + 100),
            "items": {"speech-and-language": True, "sensory-diet": False},
            "story": "He has gone to the holiday club there for three summers and asks each time when it is again.",
        }
    ],
}


def test_a_family_names_a_school_that_is_not_on_the_system_r10(served_demo: Served, browser: Browser) -> None:
    """The school answers by a link and a code on a phone; a second person agrees; then both sides sign."""
    people = Meeting(browser, served_demo.url)
    try:
        writer = people(OFFICER)
        reference = officer.writes(writer, CHILD)
        page = named_place.is_recorded(writer, reference, SCHOOL, TODAY)
        named_place.is_asked(writer, HEAD)
        head = people.stranger_on_a_phone()
        named_place.answers(head, HEAD, CHILD["children"][0]["story"], CHILD["starts_on"])
        head.does_not_read("Castleton", "RH16 1SS")
        named_place.is_put_to_a_second_person(writer, page)
        named_place.is_agreed_to(people(SECOND), SCHOOL)
        named_place.is_chosen(writer, page)
        named_place.signs(head)
        people(SECOND).follows("To sign").follows(f"IPA-{reference}")
        people(SECOND).fills_in(name_typed=SECOND, agrees=True).presses("Sign the agreement")
        writer.goes_to(page).reads(SCHOOL, "Withyfold Trust").follows("See the agreement").reads(f"IPA-{reference}")
    finally:
        people.end()
    assert re.fullmatch(r"R-[0-9A-Z]{3}-[0-9A-Z]{3}", reference)
