"""An emergency for a brother and a sister, answered on a phone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from playwright.sync_api import Browser

from tests.fixtures.serving import Served
from tests.journeys import story
from tests.journeys.meeting import Meeting
from tests.journeys.people import evaluators, officer, openers, provider, visitor_of_the_demo
from tests.journeys.story import TODAY

TOM = "Tom Ashdown"
TWO: dict[str, Any] = {
    "category": "foster",
    "kind": "foster-5-10",
    "urgency": "emergency",
    "weeks": "6",
    "starts_on": TODAY + timedelta(days=1),
    "postcode": "RH12 2DR",
    "choice_by": "nobody",
    "radius": 30,
    "children": [
        {
            "name": "Barnaby Threlfall",
            "called": "Barney",
            "age": "8",
            "born": TODAY - timedelta(days=365 * 8 + 200),
            "items": {"siblings": True, "trauma-informed": False},
            "story": "Must sleep elsewhere tonight, with his sister. He carries her bag.",
        },
        {
            "name": "Cicely Threlfall",
            "called": "Cissy",
            "age": "6",
            "born": TODAY - timedelta(days=365 * 6 + 90),
            "items": {"attachment": False},
            "story": "She has not let go of his sleeve since four.",
        },
    ],
}
CARERS = {
    "Winifred Larcombe": ("Hollinbrook Fostering, Sussex", "RH13", "Two rooms side by side tonight; the kettle is on."),
    "Bettina Surrage": ("Tanglewick Carers", "BN15", "Carers with beds for both of them from seven."),
}


def test_a_brother_and_a_sister_find_a_home_tonight_r2_r8_r13_c3(served_demo: Served, browser: Browser) -> None:
    """An emergency: hours by the clock, the short form on a phone, one evaluator, an agreement for each child."""
    people = Meeting(browser, served_demo.url)
    try:
        writer = people(TOM)
        reference = officer.writes(writer, TWO)
        named = {"openers": list(story.OPENERS), "evaluators": ["Grace Abiola"]}
        officer.asks_everyone(writer, named)
        for name, (place, district, words) in CARERS.items():
            carer = people.on_a_phone(name)
            provider.answers_an_invitation(carer, reference, place)
            carer.does_not_read("Threlfall", TWO["postcode"])
            bid = {"how": "By carers who have done it before.", "discount": "10", "places": "2"}
            provider.bids_at_once(carer, {**bid, "district": district, "statement": words})
        visitor_of_the_demo.moves_the_clock_past_closing(people.stranger().goes_to("/"), reference)
        for name in list(story.OPENERS)[:2]:
            openers.declares(people(name), reference)
            openers.turns_her_key(people(name), reference, story.OPENERS[name])
        evaluators.marks_alone(people("Grace Abiola"), reference, lambda words: "5" if "kettle" in words else "3")
        officer.scores(writer, reference)
        winner = "Winifred Larcombe"
        officer.awards(writer, reference, CARERS[winner][0])
        provider.accepts_the_award(people.on_a_phone(winner), reference)
        people.on_a_phone(winner).follows("ee who the child").reads("Barnaby Threlfall", "Cicely Threlfall")
    finally:
        people.end()
