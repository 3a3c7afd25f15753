"""The published method computed a second time, from its text alone and by other means.

Whole numbers throughout: every amount is scaled up until it is one, scores are hundredths, half-up is
"double, add, halve", ranks are counted ("how many are better"), not sorted. It shares no code with ours.
"""

from typing import Any

SCALE = 10**9


def independent_result(record: dict[str, Any]) -> dict[str, Any]:
    """What `fairplace evaluate` must print for this record, the working aside."""
    referral = record["referral"]
    bids = record["bids"]
    price_code = next(one["code"] for one in referral["criteria"] if one["kind"] == "price")
    pence = [_pence(bid) for bid in bids]
    out = [_why_out(referral, bid) for bid in bids]
    lowest = min((pence[n] for n in range(len(bids)) if out[n] is None), default=0)
    quality_scores: list[dict[str, int]] = []
    price_scores: list[int | None] = []
    for number, bid in enumerate(bids):
        quality_scores.append(
            {
                one["code"]: _quality_hundredths(one, referral, bid)
                for one in referral["criteria"]
                if one["kind"] != "price"
            }
        )
        price_scores.append(None if out[number] is not None else _price_hundredths(referral, pence[number], lowest))

    def merit(number: int) -> tuple[int, int, int]:
        quality = sum(quality_scores[number].values())
        return quality + (price_scores[number] or 0), quality, -pence[number]

    fair = [number for number in range(len(bids)) if out[number] is None]
    ranks = {mine: 1 + sum(merit(theirs) > merit(mine) for theirs in fair) for mine in fair}
    order = [number for place in range(1, len(bids) + 1) for number in fair if ranks[number] == place]
    results = []
    for number in order + [number for number in range(len(bids)) if out[number] is not None]:
        is_in = out[number] is None
        total, quality, _ = merit(number)
        scores = {
            one["code"]: price_scores[number] if one["code"] == price_code else quality_scores[number][one["code"]]
            for one in referral["criteria"]
        }
        results.append(
            {
                "bid": bids[number]["id"],
                "rank": ranks.get(number),
                "excluded": out[number],
                "weekly_price": _two(pence[number]),
                "quality": _two(quality) if is_in else None,
                "total": _two(total) if is_in else None,
                "scores": {code: _two(score) for code, score in scores.items()},
            }
        )
    choice = _choice(referral, order, ranks, {number: merit(number)[0] for number in fair})
    first = [number for number in fair if ranks[number] == 1]
    winner = None if choice or len(first) != 1 else bids[first[0]]["id"]
    return {"results": results, "family_choice": [bids[number]["id"] for number in choice], "winner": winner}


def _choice(referral: dict[str, Any], order: list[int], ranks: dict[int, int], totals: dict[int, int]) -> list[int]:
    rule = referral.get("family_choice", {})
    if rule is None or not order:
        return []
    margin = _whole(rule.get("margin", "5"))
    limit = rule.get("most_bidders", 3)
    best = max(totals.values())
    listed = []
    for number in order:
        near = (best - totals[number]) * SCALE < margin * 100
        ahead = sum(ranks[other] < ranks[number] for other in order)
        if near and ahead < limit:
            listed.append(number)
    return listed if len(listed) > 1 else []


def _whole(text: str) -> int:
    """A decimal number of up to nine places, in thousand-millionths."""
    whole, _, part = text.partition(".")
    return int(whole) * SCALE + int(part.ljust(9, "0"))


def _half_up(top: int, bottom: int) -> int:
    return (2 * top + bottom) // bottom // 2


def _two(hundredths: int | None) -> str | None:
    return None if hundredths is None else f"{hundredths // 100}.{hundredths % 100:02}"


def _pence(bid: dict[str, Any]) -> int:
    amounts = [_whole(cost["bid"]) for cost in bid["core_costs"]]
    amounts += [_whole(need["weekly"]) for need in bid["priced_needs"]]
    kept = 100 * SCALE - _whole(bid.get("discount_percent", "0"))
    return _half_up(sum(amounts) * kept * 100, SCALE * 100 * SCALE)


def _why_out(referral: dict[str, Any], bid: dict[str, Any]) -> str | None:
    if "excluded_because" in bid:
        return str(bid["excluded_because"])
    missed = []
    for kind, ticks in (("needs", bid["needs_met"]), ("features", bid["features_met"])):
        missed += [one["code"] for one in referral[kind] if one.get("essential") and one["code"] not in ticks]
    if len(missed) > 1:
        return f"Does not meet the essential items {', '.join(missed[:-1])} and {missed[-1]}."
    return f"Does not meet the essential item {missed[0]}." if missed else None


def _price_hundredths(referral: dict[str, Any], pence: int, lowest: int) -> int:
    weight = _whole(referral["price_weight"])
    formula = referral.get("price_formula", {"kind": "relative"})
    if formula["kind"] == "relative":
        return _half_up(weight * lowest * 100, SCALE * pence)
    ceiling, floor = _whole(formula["ceiling"]), _whole(formula["floor"])
    price = pence * SCALE // 100
    if price >= ceiling:
        return 0
    if price <= floor:
        return _half_up(weight * 100, SCALE)
    return _half_up(weight * (ceiling - price) * 100, SCALE * (ceiling - floor))


def _quality_hundredths(criterion: dict[str, Any], referral: dict[str, Any], bid: dict[str, Any]) -> int:
    weight = _whole(criterion["weight"])
    kind = criterion["kind"]
    if kind in {"needs", "features"}:
        ticks = bid[f"{kind}_met"]
        part = sum(_whole(one["marks"]) for one in referral[kind] if one["code"] in ticks)
        whole = sum(_whole(one["marks"]) for one in referral[kind])
    elif kind == "location":
        miles = _whole(bid["miles"])
        part = next((mark for mark in (5, 4, 3, 2, 1) if miles < (6 - mark) * 10 * SCALE), 0)
        whole = 5
    elif kind == "competency":
        part, whole = _whole(bid["competency_score"]), 100 * SCALE
    else:
        part, whole = _whole(bid["statement_marks"][criterion["code"]]), _whole(criterion["top_mark"])
    return _half_up(weight * part * 100, SCALE * whole) if weight else 0
