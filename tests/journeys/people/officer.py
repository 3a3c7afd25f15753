"""What a placement officer does: writes a referral without saying who the child is, publishes, scores, awards."""

from __future__ import annotations

import re
from typing import Any

from tests.journeys.visitor import Visitor


def writes_a_referral(someone: Visitor, child: dict[str, Any]) -> str:
    """Part by part, each with its mistakes first. Returns the reference."""
    someone.follows("Your referrals").follows("Write a referral")
    someone.presses("ontinue").is_told("Choose what the child needs")
    someone.fills_in(category="sen", kind_sen="day").presses("ontinue")
    found = re.search(r"R-[0-9A-Z]{3}-[0-9A-Z]{3}", someone.page.inner_text("main"))
    assert found is not None
    _facts(someone, child)
    _needs(someone, child)
    _outcomes(someone, child)
    _child(someone, child)
    _story(someone, child)
    _weights(someone)
    return found[0]


def writes(someone: Visitor, told: dict[str, Any]) -> str:
    """The same without a mistake on the way, for one child or for brothers and sisters. Returns the reference."""
    someone.follows("Your referrals").follows("Write a referral")
    someone.fills_in(**{"category": told["category"], f"kind_{told['category']}": told["kind"]}).presses("ontinue")
    found = re.search(r"R-[0-9A-Z]{3}-[0-9A-Z]{3}", someone.page.inner_text("main"))
    assert found is not None
    if len(told["children"]) > 1:
        someone.follows("More than one child").fills_in(several="sibling", may_be_apart="yes").presses("ontinue")
        for _ in told["children"][2:]:
            someone.presses("Add another child")
        someone.follows("All parts of the referral")
    for number, child in enumerate(told["children"], start=1):
        _writes_of(someone, told, number, child)
    if told.get("outcomes"):
        _part(someone, "outcomes")
        someone.fills_in(components=list(told["outcomes"]))
        someone.fills_in(**{f"wording_{part}": text for part, text in told["outcomes"].items()}).presses("ontinue")
    _part(someone, "weights")
    someone.presses("Save and continue")
    _part(someone, "where")
    someone.fills_in(radius_miles=str(told["radius"])).presses("Use this distance")
    return found[0]


def _writes_of(someone: Visitor, told: dict[str, Any], number: int, child: dict[str, Any]) -> None:
    """Age, needs, who it is and the story of one child; what is common with those of the first."""
    _part(someone, "facts", number)
    someone.fills_in(age=child["age"], gender="any")
    if number == 1:
        someone.fills_in(expected_weeks=told["weeks"], urgency=told["urgency"])
        someone.fills_date("start_on", told["starts_on"])
    someone.presses("ontinue")
    _part(someone, "needs", number)
    for code, essential in child["items"].items():
        someone.fills_in(**{f"pick_{code}": True, f"essential_{code}": essential})
    someone.presses("ontinue")
    _part(someone, "child", number)
    someone.fills_in(full_name=child["name"], called=child["called"]).fills_date("date_of_birth", child["born"])
    if number == 1:
        someone.fills_in(home_postcode=told["postcode"], choice_by=told["choice_by"])
    if number == 1 and "family" in told:
        someone.fills_in(family_name=told["family"], family_email=told["email"])
    someone.presses("ontinue")
    _part(someone, "story", number)
    someone.fills_in(narrative=child["story"]).presses("ontinue")


def asks_everyone(someone: Visitor, people: dict[str, list[str]]) -> None:
    """Checks, names who opens and who marks, and publishes."""
    someone.follows("Check your answers").presses("Continue to publishing")
    for name in people["openers"] + people["evaluators"]:
        someone.page.get_by_label(name).check()
    someone.presses("Publish and invite").reads("is published, and everyone who can meet it has been invited")


def looks_wider(someone: Visitor, reference: str, miles: int, because: str) -> None:
    """Too few will bid: the next distance, and what it adds, with a reason that everyone reads."""
    someone.follows("Your referrals").follows(reference).follows("Look wider")
    someone.presses("Invite more places").is_told("Choose how far", "Say why")
    someone.fills_in(radius_miles=str(miles), because=because).presses("Invite more places").reads("more place")


def _facts(someone: Visitor, child: dict[str, Any]) -> None:
    _part(someone, "facts")
    someone.fills_in(age="99", expected_weeks="").presses("ontinue")
    someone.is_told("age", "Enter how many weeks", "Choose how urgent")
    someone.fills_in(age=child["age"], gender="any", expected_weeks="117", urgency="planned")
    someone.fills_date("start_on", child["starts_on"]).presses("ontinue")


def _needs(someone: Visitor, child: dict[str, Any]) -> None:
    _part(someone, "needs")
    for code, essential in child["items"].items():
        someone.fills_in(**{f"pick_{code}": True, f"essential_{code}": essential})
    first = next(iter(child["items"]))
    someone.fills_in(**{f"marks_{first}": "101"}).presses("ontinue").is_told("100")
    someone.fills_in(**{f"marks_{first}": "3"}).presses("ontinue")


def _outcomes(someone: Visitor, child: dict[str, Any]) -> None:
    _part(someone, "outcomes")
    someone.presses("ontinue").is_told("Choose at least one outcome")
    someone.fills_in(components=list(child["outcomes"]))
    someone.fills_in(**{f"wording_{part}": text for part, text in child["outcomes"].items()}).presses("ontinue")


def _child(someone: Visitor, child: dict[str, Any]) -> None:
    _part(someone, "child")
    someone.fills_in(home_postcode="ZZ99 9ZZ").presses("ontinue").is_told("Enter the child’s full name")
    someone.fills_in(
        full_name=child["name"],
        home_postcode=child["postcode"],
        called=child["called"],
        choice_by="parent",
        family_name=child["family"],
        family_email=child["email"],
    )
    someone.fills_date("date_of_birth", child["born"]).presses("ontinue")


def _story(someone: Visitor, child: dict[str, Any]) -> None:
    _part(someone, "story")
    someone.presses("ontinue").is_told("Write the child’s story")
    someone.fills_in(narrative=child["story"], own_words=child["own"], family_words=child["family_words"])
    someone.presses("ontinue")


def _weights(someone: Visitor) -> None:
    """29 is refused, and so are parts that add up to 99."""
    _part(someone, "weights")
    someone.fills_in(price_weight="29").presses("Save and continue").is_told("from 30 to 70")
    someone.fills_in(price_weight="30").presses("Fill in the usual split")
    outcomes = someone.page.locator("[name=outcomes]").input_value()
    someone.fills_in(outcomes=f"{float(outcomes) - 1:g}").presses("Save and continue").is_told("add up")
    someone.fills_in(outcomes=outcomes).presses("Save and continue")


def says_how_far(someone: Visitor, miles: int) -> None:
    """With the live count of who would be invited, and why others would not."""
    _part(someone, "where")
    someone.fills_in(radius_miles="0").presses("Use this distance").is_told("1")
    someone.fills_in(radius_miles=str(miles)).presses("Show who that is")
    someone.reads("would be invited within", "Not sent to", "Too far").presses("Use this distance")


def publishes(someone: Visitor, child: dict[str, Any], people: dict[str, list[str]]) -> None:
    """The privacy check finds a name first; then three openers and two evaluators, nobody both."""
    _part(someone, "story")
    someone.fills_in(narrative=f"{child['story']} {child['name'].split()[0]} likes the sea.").presses("ontinue")
    someone.follows("Check your answers").reads("is a name from the child")
    someone.goes_to(someone.page.url.replace("/check/", "/story/"))
    someone.fills_in(narrative=child["story"]).presses("ontinue")
    someone.follows("Check your answers").does_not_read("is a name from the child")
    someone.presses("Continue to publishing").presses("Publish and invite").is_told("Choose the evaluators")
    for name in people["openers"] + people["evaluators"]:
        someone.page.get_by_label(name).check()
    someone.presses("Publish and invite").reads("is published, and everyone who can meet it has been invited")


def sees_no_bid_before_the_time(someone: Visitor, reference: str) -> None:
    """Who answered is there; who has bid is not, and comparing is not there at all."""
    someone.follows("Your referrals").follows(reference).reads("nobody can see before the opening")


def scores(someone: Visitor, reference: str) -> None:
    """When every statement has its agreed mark."""
    compares(someone, reference)
    someone.presses("Work out the scores")


def awards(someone: Visitor, reference: str, place: str) -> None:
    """Only to the place that is due; the scores are shown with their working."""
    compares(someone, reference)
    someone.reads(place, "÷").follows(f"Award to {place}").presses("Make the award").is_told("Tick to confirm")
    someone.fills_in(sure=True).presses("Make the award").reads(f"Awarded to {place}")


def compares(someone: Visitor, reference: str) -> None:
    """From the list of referrals to its bids side by side."""
    someone.follows("Your referrals")
    row = someone.page.locator("tr", has_text=reference)
    with someone.page.expect_navigation():
        row.locator("a").last.click()
    someone.arrives()


def _part(someone: Visitor, name: str, child: int = 1) -> None:
    """From the list of parts."""
    ends = f"/{name}/" if child == 1 else f"/{name}/?child={child}"
    link = someone.page.locator(f'main a[href$="{ends}"]').first
    with someone.page.expect_navigation():
        link.click()
    someone.arrives()
