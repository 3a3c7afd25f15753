"""How the published registers name their columns, by year: data (X4).

GIAS is the Department for Education's register of schools; Ofsted's is of social care. Both rename, add and drop
columns between years, so a column is found by name, in any of the spellings below, and never by where it stands.
Nothing is read that names a person: heads, managers and their telephone numbers stay in the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Layout:
    """One register. columns: field -> spellings of its heading, the newest first; `needed`: each group, one of it.

    areas: judgements of parts, under the words that we show. foreign: headings of a list that only looks alike.
    """

    code: str
    name: str
    publisher: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[tuple[str, ...], ...]
    urn_pattern: str
    areas: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    foreign: Mapping[str, str] = field(default_factory=dict)


_GIAS = Layout(
    code="gias",
    name="Get Information about Schools (GIAS)",
    publisher="the Department for Education",
    columns={
        "urn": ("URN",),
        "name": ("EstablishmentName", "Establishment name", "School name"),
        "kind": ("TypeOfEstablishment (name)", "TypeOfEstablishment", "Establishment type"),
        "kind_code": ("TypeOfEstablishment (code)",),
        "status": ("EstablishmentStatus (name)", "EstablishmentStatus", "Establishment status"),
        "status_code": ("EstablishmentStatus (code)",),
        "opened_on": ("OpenDate", "Open date"),
        "closed_on": ("CloseDate", "Close date"),
        "closed_because": ("ReasonEstablishmentClosed (name)", "ReasonEstablishmentClosed"),
        "age_from": ("StatutoryLowAge", "Statutory low age"),
        "age_to": ("StatutoryHighAge", "Statutory high age"),
        "takes": ("Gender (name)", "Gender"),
        "boarders": ("Boarders (name)", "Boarders"),
        "places": ("SchoolCapacity", "School capacity"),
        "section_41": ("Section41Approved (name)", "Section41Approved"),
        "address_1": ("Street",),
        "address_2": ("Locality",),
        "address_3": ("Address3", "Address 3"),
        "town": ("Town",),
        "county": ("County (name)", "County"),
        "postcode": ("Postcode",),
        "council_code": ("LA (code)",),
        "council_area": ("LA (name)", "Local authority"),
        "region": ("GOR (name)", "Region"),
        "owner": ("PropsName", "Proprietor"),
        "trust": ("Trusts (name)", "Trusts"),
        "inspectorate": ("InspectorateName (name)", "Inspectorate (name)", "InspectorateName"),
        "inspected_on": ("OfstedLastInsp",),
        "visited_on": ("DateOfLastInspectionVisit",),
        "judgement": ("OfstedRating (name)", "OfstedRating"),
        "linked_urn": ("CHNumber", "Children's home number"),
    },
    needed=(("urn",), ("name",), ("status", "status_code"), ("kind", "kind_code")),
    urn_pattern=r"[1-9]\d{4,6}",
)

_OFSTED = Layout(
    code="ofsted",
    name="Ofsted's list of social care providers",
    publisher="Ofsted",
    columns={
        "urn": ("URN", "Provider URN"),
        "name": ("Name", "Provider name", "Setting name"),
        "kind": ("Provision type", "Provider type"),
        "status": ("Registration status", "Reg status", "Provider status"),
        "opened_on": ("Registration date", "Date registered"),
        "closed_on": ("Date closed", "Closed date", "Closure date", "Date of closure", "Deregistration date"),
        "places": ("Places", "Number of places", "Registered places", "Maximum number of places"),
        "address_1": ("Address 1", "Address line 1", "Provider address 1"),
        "address_2": ("Address 2", "Address line 2", "Provider address 2"),
        "town": ("Town", "Provider town"),
        "county": ("County", "Provider county"),
        "postcode": ("Postcode", "Provider postcode"),
        "council_area": ("Local authority", "Local authority name"),
        "region": ("Government Office Region", "government_office_region_name", "Ofsted region", "Region"),
        "sector": ("Sector",),
        "owner": (
            "Organisation which owns the provider",
            "Organisation that owns the provider",
            "Organisation name",
            "Registered provider",
            "Registered provider name",
            "Organisation",
        ),
        "event": (
            "Latest full inspection event type",
            "Inspection event type",
            "Latest inspection event type",
            "Event type",
            "Event type group",
            "Inspection type",
        ),
        "inspected_on": (
            "Latest full inspection date",
            "Inspection date",
            "Latest inspection date",
            "Event date",
        ),
        "published_on": (
            "Latest full inspection publication date",
            "Inspection publication date",
            "Latest inspection publication date",
            "Publication date",
        ),
        "judgement": (
            "Overall experiences and progress of children and young people",
            "Overall experiences and progress of children",
            "Overall experiences and progress",
            "Inspection overall experiences and progress of children and young people",
            "Latest full inspection overall experiences and progress of children and young people",
            "Overall inspection outcome",
            "Inspection outcome",
            "Overall outcome",
            "Overall judgement",
            "Overall effectiveness",
        ),
        "linked_urn": ("Linked Education URN", "Linked ED URN"),
    },
    needed=(("urn",), ("kind",), ("status", "opened_on", "closed_on", "places")),
    urn_pattern=r"SC[0-9]{4,7}|[1-9][0-9]{4,7}",
    areas={
        "How well children are helped and protected": (
            "How well children and young people are helped and protected",
            "Inspection how well children and young people are helped and protected",
            "Safeguarding children and young people",
            "The safety of children and young people",
        ),
        "Leaders and managers": (
            "The effectiveness of leaders and managers",
            "Inspection the effectiveness of leaders and managers",
            "Leadership and management",
        ),
        "Quality of care": ("Quality of care",),
        "Education and learning": (
            "Outcomes in education and related learning activities",
            "Inspection outcomes in education and related learning activities",
        ),
        "Health services": ("Health services", "Inspection health services"),
    },
    foreign={"Provider early years register flag": "Ofsted's list of childcare"},
)

LAYOUTS: dict[str, Layout] = {layout.code: layout for layout in (_GIAS, _OFSTED)}

# What statisticians write where there is nothing to say: never a value.
NOTHING = frozenset(
    {
        *("", "redacted", "na", "n/a", "n.a.", "#n/a", "null", "(null)", "none", "nan", "-", "--", "..", "...", ":"),
        *("not applicable", "does not apply", "not known", "unknown", "not collected", "not available", "not recorded"),
        *("not judged", "[redacted]", "[x]", "[z]", "[c]"),
    }
)

GIAS_STATUS = {"1": "Open", "2": "Closed", "3": "Open, but proposed to close", "4": "Proposed to open"}
GIAS_KIND = {"8": "Non-maintained special school", "10": "Other independent special school"}
GRADES_IN_2014 = {"1": "Outstanding", "2": "Good", "3": "Adequate", "4": "Inadequate", "0": "", "9": ""}

CLOSED = frozenset({"closed", "resigned", "cancelled", "canceled", "deregistered", "removed", "ceased", "lapsed"})
IN_ORDER = frozenset({"open", "active", "registered", "open but proposed to close"})
FULL = frozenset({"full", "key"})  # a word of the event's type: anything else is a visit, and judges nothing anew

# Our kinds of establishment, by the register's words for them.
KINDS: Mapping[str, str] = {
    "other independent special school": "independent_special_school",
    "independent school approved for sen pupils": "independent_special_school",
    "non-maintained special school": "non_maintained_special_school",
    "pupil referral unit": "alternative_provision",
    "academy alternative provision converter": "alternative_provision",
    "academy alternative provision sponsor led": "alternative_provision",
    "free schools alternative provision": "alternative_provision",
    "children's home": "childrens_home",
    "secure children's home": "childrens_home",
    "residential special school (registered as a children's home)": "childrens_home",
    "residential special school (>295 days/year)": "childrens_home",
    "independent fostering agency": "fostering_agency",
    "supported accommodation": "supported_accommodation",
}
