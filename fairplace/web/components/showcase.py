"""Every component and every field, in normal and in error state, at /components.

For those who build pages and for the accessibility tests. Its data are made up here; it reads nothing.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.furniture import DemoBar, Furniture, Link
from fairplace.web.components.lists import Paging
from fairplace.web.components.rows import (
    Cell,
    ComparedPlace,
    Fact,
    FactSection,
    Reason,
    Status,
    Task,
    TaskSection,
    TimelineEntry,
)

NOW = datetime(2027, 1, 5, 10, 30, tzinfo=UTC)
NEEDS = (
    Choice("communication", "Speech and language", hint="Therapy at least weekly"),
    Choice("sensory", "A low-arousal classroom"),
    Choice("none", "None of these", divider="or", exclusive=True),
)


class ShownForm(forms.Form):
    """One of each field."""

    name = fields.Text("Full name", autocomplete="name", width=20, missing="Enter your full name")
    email = fields.Email(hint="We send the sign-in code to this address")
    telephone = fields.Telephone(required=False)
    password = fields.Password(autocomplete="new-password", hint="12 characters or more")
    postcode = fields.Postcode()
    places = fields.WholeNumber("Places free", minimum=0, maximum=99, width=3)
    radius = fields.Number("Radius", suffix="miles", decimal_places=1, minimum=1)
    price = fields.Money("Core price", suffix="a week", hint="May go down from £1,185.00, never up")
    story = fields.LongText("How will you meet this outcome?", max_words=300, rows=6)
    note = fields.LongText("Note to colleagues", required=False, max_characters=500, threshold=75, rows=3)
    start = fields.Date("When does the placement start?", hint="For example, 5 1 2027", label_size="m")
    closes = fields.Time("Closing time", hint="For example, 5pm")
    setting = fields.Radios(
        "Where does the child live now?",
        choices=[
            Choice("home", "At home", hint="With parents or other family"),
            Choice("other", "Somewhere else", reveals=("where",)),
        ],
        label_size="m",
    )
    where = fields.Text("Where?", missing="Enter where the child lives")
    near_tie = fields.YesNo("Is the result a near-tie?")
    needs = fields.Checkboxes("Which needs can you meet?", choices=NEEDS, hint="Select all that apply")
    category = fields.Select("Category", choices=[("sen", "Special school"), ("home", "Children’s home")])
    certificate = fields.Upload("Insurance certificate", extensions=("pdf", "docx"), max_megabytes=10)
    agreed = fields.Tick("I confirm that what I have written is true", missing="Confirm that this is true")


class ShownFilters(forms.Form):
    words = fields.Text("Words", required=False, mark_optional=False)
    state = fields.Select(
        "State",
        choices=[("open", "Open"), ("closed", "Closed")],
        empty="Any",
        required=False,
        mark_optional=False,
    )
    within = fields.Checkboxes("Needs", choices=NEEDS[:2], required=False, mark_optional=False, small=True)


WRONG = {
    "email": "not an address",
    "postcode": "GU",
    "places": "-1",
    "radius": "far",
    "price": "1,18 5x",
    "story": "First line\n\n  second line, indented",
    "start_day": "31",
    "start_month": "2",
    "start_year": "2027",
    "closes": "25",
    "setting": "other",
    "needs": ["communication", "none"],
}


def _comparison() -> list[ComparedPlace]:
    def cells(needs: str, quality: str, price: str, weekly: str, miles: str, lacks: str) -> list[Cell]:
        total = Decimal(needs) + Decimal(quality) + Decimal(price)
        return [
            Cell(points=total, weight=100),
            Cell("Meets 3 of 3 needs and 2 of 2 features", Decimal(needs), 30, "#working"),
            Cell("Agreed mark 4 of 5", Decimal(quality), 40, "#working"),
            Cell(f"{weekly} a week", Decimal(price), 30, "#working"),
            Cell(miles),
            Cell(lacks),
        ]

    return [
        ComparedPlace(
            "Alder Grove School",
            cells("30", "33.4", "27.1", "£1,185.00", "9.9 miles", "Nothing"),
            "1st",
            "Guildford, day place",
            "#alder",
            True,
        ),
        ComparedPlace(
            "Beacon Hill House",
            cells("27.5", "30", "29.8", "£1,078.50", "14 miles", "Hydrotherapy"),
            "2nd",
            "Horsham, day place",
        ),
        ComparedPlace(
            "The Chalk Path School",
            cells("25", "26.7", "30", "£1,071.20", "19.3 miles", "Hydrotherapy, evening care"),
            "3rd",
            "Maidstone, weekly boarding",
        ),
    ]


def showcase_context(wrong: bool) -> dict[str, object]:
    moments = [
        datetime(2027, 1, 8, 17, 0, tzinfo=UTC),
        datetime(2027, 1, 5, 17, 30, tzinfo=UTC),
        datetime(2027, 1, 6, 12, 0, tzinfo=UTC),
        datetime(2027, 3, 12, 17, 0, tzinfo=UTC),
        datetime(2027, 1, 4, 17, 0, tzinfo=UTC),
        date(2027, 9, 1),
    ]
    form = ShownForm(WRONG) if wrong else ShownForm()
    if wrong:
        form.refuse("Someone else has changed this referral. Look at it again before you publish it.")
    return {
        "furniture": Furniture(
            person_name="Priya Shah",
            organisation_name="Surrey County Council",
            council="surrey",
            sign_out_href="#sign-out",
            navigation=(
                Link("Referrals", "#referrals", active=True),
                Link("Bids to open", "#open", count=2),
                Link("Providers", "#providers"),
                Link("Reports", "#reports"),
            ),
            footer_links=(
                Link("Accessibility statement", "#accessibility"),
                Link("Privacy", "#privacy"),
                Link("Public register", "#register"),
                Link("How bids are scored", "#method"),
            ),
            demo=DemoBar("Everything here is invented.", (Link("Be someone else", "#be"), Link("Outbox", "#outbox"))),
        ),
        "form": form,
        "wrong": wrong,
        "shown_now": NOW,
        "moments": moments,
        "amount": Decimal("1185.00"),
        "tones": [
            Status("Draft", "quiet"),
            Status("Not started", "neutral"),
            Status("Waiting for bids", "waiting"),
            Status("To open", "active"),
            Status("Accredited", "good"),
            Status("Expires soon", "warning"),
            Status("Suspended", "bad"),
        ],
        "facts_shown": [
            Fact("Needs", "3 of 3"),
            Fact("Distance", "10 to 20 miles"),
            Fact("Place", "Day"),
            Fact("Starts", "5 January 2027", "in 12 working days"),
        ],
        "sections": [
            FactSection(
                "The placement",
                [
                    Fact("Start date", "5 January 2027", change_href="#change"),
                    Fact("Length", "39 weeks a year", note="As published", change_href="#change"),
                    Fact("What matters to the child", "A garden.\nSwimming.", change_href="#change"),
                    Fact("Other requests", None, change_href="#change"),
                ],
            )
        ],
        "tasks_shown": [
            TaskSection(
                "Stage one",
                [
                    Task("Grounds for exclusion", "#1", "Completed"),
                    Task(
                        "Insurance",
                        "#2",
                        "Expires soon",
                        "warning",
                        "Ends on 12 February 2027",
                    ),
                    Task("Core costs", "#3", "In progress", "active"),
                    Task("Sign the agreement", "", "Cannot start yet", hint="After the assessment"),
                ],
            )
        ],
        "reasons": [
            Reason("The statement is 42 words too long", "#statement"),
            Reason("No price yet"),
        ],
        "timeline_shown": [
            TimelineEntry(
                datetime(2027, 1, 5, 9, 2, tzinfo=UTC),
                "Bids opened",
                "Priya Shah and Tom Reed",
                tone="active",
            ),
            TimelineEntry(
                datetime(2027, 1, 4, 17, 0, tzinfo=UTC),
                "Bidding closed",
                "",
                "7 of 22 answered in time.",
            ),
            TimelineEntry(
                datetime(2026, 12, 14, 11, 15, tzinfo=UTC), "Referral published", "Priya Shah", href="#event"
            ),
        ],
        "criteria": ["Total", "Needs and features", "Quality", "Price", "Distance", "Cannot be met"],
        "places": _comparison(),
        "parts": [Fact("Core costs", "£1,020.00"), Fact("Speech and language therapy", "£165.00")],
        "filters": ShownFilters(prefix="filter"),
        "paging": Paging(6, 412),
    }


def show_components(request: HttpRequest) -> HttpResponse:
    """`?errors=1` shows the same in error state, with the summary on top."""
    return render(request, "web/components/showcase.jinja", showcase_context("errors" in request.GET))
