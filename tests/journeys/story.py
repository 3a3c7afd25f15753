"""The people and things of the one journey: an invented child, three bids, and who takes part."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

TODAY = date.today()  # noqa: DTZ011 - the demo's day is this machine's
BIDDER, PROVIDER_SIGNATORY = "Sylvie Marchant", "Edmund Tallis"
ASSESSORS = ("Nia Prosser", "Owen Tidewell")
MARKERS = ("Grace Abiola", "Marcus Delaney")  # of the lead, and of a partner
OFFICER, COUNCIL_SIGNATORY = "Priya Raman", "Margaret Ellery"
OPENERS = {
    "Helen Marchbank": "seven herons over the weald",
    "Samuel Oyelaran": "quiet kettle by the harbour",
    "Judith Penhale": "copper lantern on the downs",
}
EVALUATORS = ("Grace Abiola", "Daniel Whitlock")

COSTS = {
    "Lanternmere School": {
        "suitability": "20",
        "premises": "170",
        "vehicles": "30",
        "supplies-services": "85",
        "classroom": "65",
        "central": "120",
        "core-staffing": "500",
        "staff-related": "55",
        "children-general": "45",
    },
    "Lanternmere House": {
        "matching": "90",
        "premises": "640",
        "vehicles": "140",
        "home-staffing": "2350",
        "staff-related": "270",
        "food-household": "230",
        "child-allowances": "180",
        "health-education-links": "130",
        "oversight": "180",
        "central": "320",
    },
}
CHILD: dict[str, Any] = {
    "name": "Wilfred Tansley",
    "called": "Wilf",
    "family": "Ellen Tansley",
    "email": "ellen.tansley@families.example.invalid",
    "age": "10",
    "born": TODAY - timedelta(days=365 * 10 + 160),
    "postcode": "BN43 6TQ",
    "starts_on": TODAY + timedelta(days=60),
    "items": {
        "autism-specialist": True,
        "speech-and-language": False,
        "sensory-diet": False,
        "small-classes": False,
        "quiet-space": False,
    },
    "outcomes": {
        "safe": "Asks for a break before it is too much",
        "belonging": "Has one friend to eat lunch with",
    },
    "story": "He builds bridges from anything and explains each of them. Large rooms are hard; the dinner hall is"
    " hardest.",
    "own": "I want to eat with one person, not two hundred.",
    "family_words": "He sleeps well after a day with a plan.",
}

# Bid manager -> place, agreed mark, and what is written. The first two come out close, the third does not.
BIDS: dict[str, tuple[str, str, dict[str, str]]] = {
    "Sylvie Marchant": (
        "Lanternmere School",
        "5",
        {
            "how": "By our own registered therapist twice a week for 30 minutes, and daily by the class team.",
            "discount": "0",
            "statement": "First a card on the desk that ends any lesson for ten minutes. A club at lunch for four. The"
            " class teacher looks at both with him each Friday and rings home.",
        },
    ),
    "Lorna Beckwith": (
        "Copperwing School",
        "5",
        {
            "how": "Every day by the class teacher for 20 minutes; reviewed with the family each half-term.",
            "discount": "3",
            "statement": "A break card made with the child in the first week, and lunch for two in the quiet room."
            " Breaks are counted daily; if nothing moves in three weeks we change what adults do.",
        },
    ),
    "Isobel Crane": (
        "Saltmere House School",
        "2",
        {
            "how": "In class, once a week, by a trained assistant.",
            "discount": "0",
            "statement": "Our usual routines support all pupils with breaks and friendships.",
        },
    ),
}
CHOSEN = "Copperwing School"  # second by points: the family's choice counts
WINNER, WINNER_SIGNATORY = "Lorna Beckwith", "Malcolm Reyes"
LOSER = "Isobel Crane"


def mark_for(words: str) -> str:
    """The mark that a statement deserves, by its words: an evaluator knows nothing else of it."""
    return next(mark for _, mark, bid in BIDS.values() if bid["statement"] in words)
