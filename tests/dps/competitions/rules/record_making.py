"""Evaluation records for tests: one small one to change, and any number of random ones full of edges."""

from copy import deepcopy
from random import Random
from typing import Any

Record = dict[str, Any]

_SMALL: Record = {
    "format": "fairplace-evaluation-record",
    "version": 1,
    "referral": {
        "reference": "R-1",
        "price_weight": "40",
        "quality_weight": "60",
        "criteria": [
            {"code": "price", "kind": "price", "weight": "40"},
            {"code": "outcomes", "kind": "statement", "weight": "21", "top_mark": "5"},
            {"code": "needs", "kind": "needs", "weight": "9.8"},
            {"code": "features", "kind": "features", "weight": "4.2"},
            {"code": "location", "kind": "location", "weight": "5"},
            {"code": "competency", "kind": "competency", "weight": "20"},
        ],
        "needs": [
            {"code": "signing", "marks": "3"},
            {"code": "therapy", "marks": "1.5", "essential": False},
        ],
        "features": [{"code": "garden", "marks": "1"}],
        "family_choice": {"margin": "5", "most_bidders": 3},
    },
    "bids": [
        {
            "id": "A",
            "core_costs": [{"heading": "staffing", "carried": "1000.00", "bid": "990.00"}],
            "priced_needs": [{"code": "signing", "weekly": "110.00"}],
            "discount_percent": "0",
            "needs_met": ["signing"],
            "features_met": ["garden"],
            "miles": "12.5",
            "competency_score": "70",
            "statement_marks": {"outcomes": "4"},
        },
        {
            "id": "B",
            "core_costs": [{"heading": "staffing", "carried": "1000.00", "bid": "1000.00"}],
            "priced_needs": [],
            "discount_percent": "10",
            "needs_met": ["therapy"],
            "features_met": [],
            "miles": "3",
            "competency_score": "65.5",
            "statement_marks": {"outcomes": "3.5"},
        },
    ],
}


def small_record() -> Record:
    """A record that keeps every rule; a new copy each time."""
    return deepcopy(_SMALL)


def random_record(random: Random) -> Record:
    """A record that keeps every rule. Few distinct values, so that ties, edges and exclusions come often."""
    price = random.choice(["30", "70", "50", "50.0", "42.5", "61", "33.333"])
    referral: Record = {
        "reference": f"R-{random.randrange(10**6)}",
        "price_weight": price,
        "quality_weight": _less("100", price),
        "needs": _items(random, "need"),
        "features": _items(random, "feature"),
    }
    referral["criteria"] = _criteria(random, referral)
    match random.randrange(5):
        case 0:
            referral["family_choice"] = None
        case 1:
            referral["family_choice"] = {}
        case 2:
            referral["family_choice"] = {"margin": random.choice(["0", "5", "5.00", "2.5", "100", "0.01"])}
        case 3:
            referral["family_choice"] = {
                "margin": random.choice(["5", "20", "100"]),
                "most_bidders": random.choice([0, 1, 2, 3, 3.0, 4, 10**30]),
            }
    if random.random() < 0.3:
        referral["price_formula"] = {"kind": "relative"}
    elif random.random() < 0.4:
        floor = random.choice(["0", "500.00", "900"])
        referral["price_formula"] = {
            "kind": "absolute",
            "floor": floor,
            "ceiling": random.choice(["900.01", "1500", "4000.555"]),
        }
    bids = [_bid(random, referral, f"bid-{number}") for number in range(random.randint(1, 7))]
    if len(bids) > 1 and random.random() < 0.5:  # twins, so that joint ranks come often
        bids[-1] = deepcopy(bids[0]) | {"id": bids[-1]["id"]}
    return {
        "format": "fairplace-evaluation-record",
        "version": random.choice([1, 1, 1.0]),
        "referral": referral,
        "bids": bids,
    }


def _thousandths(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 1000 + int(part.ljust(3, "0"))


def _text(thousandths: int) -> str:
    whole, part = divmod(thousandths, 1000)
    return f"{whole}.{part:03}".rstrip("0").rstrip(".")


def _less(whole: str, part: str) -> str:
    return _text(_thousandths(whole) - _thousandths(part))


def _items(random: Random, word: str) -> list[Record]:
    items: list[Record] = []
    for number in range(random.randrange(5)):
        item: Record = {
            "code": f"{word}-{number}",
            "marks": random.choice(["0", "1", "2", "3", "0.5", "1.25"]),
        }
        if random.random() < 0.3:
            item["essential"] = random.random() < 0.4
        items.append(item)
    return items


def _criteria(random: Random, referral: Record) -> list[Record]:
    left = _thousandths(referral["quality_weight"])
    criteria: list[Record] = []
    kinds = ["needs", "features", "location", "competency", "statement", "needs", "location"]
    for number, kind in enumerate(random.sample(kinds, random.randint(0, len(kinds)))):
        weight = min(left, random.choice([0, 1000, 3333, 5000, 7500, 15000]))
        if kind == "competency":
            weight = min(weight, 20000)
        elif kind in {"needs", "features"} and not any(float(item["marks"]) for item in referral[kind]):
            weight = 0
        left -= weight
        criteria.append({"code": f"{kind}-{number}", "kind": kind, "weight": _text(weight)})
    criteria.append({"code": "statement-last", "kind": "statement", "weight": _text(left)})
    for criterion in criteria:
        if criterion["kind"] == "statement":
            criterion["top_mark"] = random.choice(["5", "4", "10.0", "7"])
    price = {"code": "price", "kind": "price", "weight": referral["price_weight"]}
    criteria.insert(random.randint(0, len(criteria)), price)
    return criteria


def _bid(random: Random, referral: Record, name: str) -> Record:
    met = [item["code"] for item in referral["needs"] if random.random() < 0.7]
    carried = random.choice(["1000.00", "1000", "1185.50", "873.333", "2500.00", "910.01"])
    bid: Record = {
        "id": name,
        "core_costs": [
            {
                "heading": "staffing",
                "carried": carried,
                "bid": random.choice([carried, carried, "810.005", "650", "0.01"]),
            },
            {"heading": "premises", "carried": "210.00", "bid": random.choice(["210", "199.99", "0"])},
        ],
        "priced_needs": [
            {"code": code, "weekly": random.choice(["0", "95", "60.50", "33.335"])}
            for code in met
            if random.random() < 0.5
        ],
        "needs_met": met,
        "features_met": [item["code"] for item in referral["features"] if random.random() < 0.7],
        "miles": random.choice(["0", "9.999999", "10", "10.000001", "20", "37.5", "49.99", "50", "400"]),
        "competency_score": random.choice(["0", "100", "72.5", "64", "33.333", "80"]),
        "statement_marks": {
            criterion["code"]: random.choice(["0", "1", "2.5", "3", "4", criterion["top_mark"]])
            for criterion in referral["criteria"]
            if criterion["kind"] == "statement"
        },
    }
    if random.random() < 0.6:
        bid["discount_percent"] = random.choice(["0", "5", "2.5", "12.345"])
    if random.random() < 0.1:
        bid["excluded_because"] = "Withdrawn before scores were shown."
    return bid
