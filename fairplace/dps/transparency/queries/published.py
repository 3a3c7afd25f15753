"""What anyone may read of the releases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import ocdsmerge
from django.db.models import Q

from fairplace.dps.transparency.models import Release


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """Newest first; `next_after` is the last release's id where more follow."""

    releases: list[dict[str, Any]]
    next_after: UUID | None


@dataclass(frozen=True, slots=True)
class AwardLine:
    """An award as the public page lists it."""

    ocid: str
    reference: str
    category: str
    council: str
    provider: str
    bids: int
    direct: bool
    value: int
    awarded_at: datetime


@dataclass(frozen=True, slots=True)
class PublishedAward(AwardLine):
    """The same with everything else that is published. signed_at: the agreement, by both sides."""

    how: str
    system: str
    judged_by: str
    published_at: datetime
    closed_at: datetime
    signed_at: datetime | None


def releases_page(*, after: UUID | None, size: int) -> ReleasePage | None:
    """One page of the releases; None where `after` is no release."""
    rows = Release.objects.order_by("-published_at", "-id")
    if after is not None:
        last = Release.objects.filter(id=after).values_list("published_at", "id").first()
        if last is None:
            return None
        rows = rows.filter(Q(published_at__lt=last[0]) | Q(published_at=last[0], id__lt=last[1]))
    found = list(rows.values_list("id", "content")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return ReleasePage([content for _, content in found], found[-1][0] if more else None)


def record_of(ocid: str) -> dict[str, Any] | None:
    """The record of one contracting process: its releases and what they compile to. None where there is none."""
    releases = list(Release.objects.filter(ocid=ocid).order_by("published_at", "id").values_list("content", flat=True))
    if not releases:
        return None
    return {
        "ocid": ocid,
        "releases": releases,
        "compiledRelease": ocdsmerge.Merger(merge_rules={}).create_compiled_release(releases),
    }


def award_lines(*, limit: int) -> list[AwardLine]:
    """The newest awards, for reading."""
    rows = (
        Release.objects.filter(tag="award").order_by("-published_at", "-id").values_list("content", flat=True)[:limit]
    )
    return [AwardLine(**_line(content)) for content in rows]


def published_award(ocid: str) -> PublishedAward | None:
    """One award, for reading: everything that is published of it. None where there is none."""
    record = record_of(ocid)
    if record is None:
        return None
    content = record["compiledRelease"]
    signed = [one["dateSigned"] for one in content.get("contracts", [])]
    return PublishedAward(
        **_line(content),
        how=content["tender"]["procurementMethodDetails"],
        system=content["tender"]["description"],
        judged_by=content["tender"].get("awardCriteriaDetails") or content["tender"]["procurementMethodRationale"],
        published_at=datetime.fromisoformat(_period(content)["startDate"]),
        closed_at=datetime.fromisoformat(_period(content)["endDate"]),
        signed_at=datetime.fromisoformat(signed[0]) if signed else None,
    )


def _period(content: dict[str, Any]) -> dict[str, str]:
    """Of a direct award, the moment of the award: there was no time to bid."""
    made = content["awards"][0]["date"]
    return content["tender"].get("tenderPeriod") or {"startDate": made, "endDate": made}


def _line(content: dict[str, Any]) -> dict[str, Any]:
    return {
        "ocid": content["ocid"],
        "reference": content["tender"]["id"],
        "category": content["tender"]["title"].removeprefix("Placement under "),
        "council": content["buyer"]["name"],
        "provider": content["awards"][0]["suppliers"][0]["name"],
        "bids": content["tender"]["numberOfTenderers"],
        "direct": content["tender"]["procurementMethod"] == "direct",
        "value": content["awards"][0]["value"]["amount"],
        "awarded_at": datetime.fromisoformat(content["awards"][0]["date"]),
    }


def count_of_awards() -> int:
    """How many awards have been published."""
    return Release.objects.filter(tag="award").count()
