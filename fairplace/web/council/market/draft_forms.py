"""The forms of a draft: one for each kind of thing and each part with fields of its own.

Names of fields are those of market.rules.category_content. Almost nothing is required: a half-made draft is saved, and
its page lists what is missing.
"""

from __future__ import annotations

from typing import Any

from fairplace.dps.market.queries.the_system import PartnerRow
from fairplace.dps.market.rules.category_content import ABSOLUTE, RELATIVE, CategoryContent
from fairplace.dps.organisations.queries.establishments import KINDS
from fairplace.dps.organisations.rules.evidence_kinds import EVIDENCE_KINDS
from fairplace.dps.organisations.rules.ratings import Band
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice

METHODS = [
    Choice("pass_fail", "Pass or fail", hint="Who does not pass cannot join."),
    Choice("scored", "Scored", hint="A statement is marked. It never keeps anybody out."),
    Choice("commercial", "Costs", hint="Core costs and prices, held against the caps."),
    Choice("asked", "Asked only", hint="Read, and neither passed nor scored."),
]
UNITS = [(unit, f"By the {unit}") for unit in ("hour", "session", "day", "night", "week", "mile")]
URGENCIES = [
    ("consultation", "Consultation with schools"),
    ("planned", "Planned"),
    ("urgent", "Urgent"),
    ("same_day", "Same day"),
    ("emergency", "Emergency"),
]
_LINES = {"mark_meanings", "examples"}


def _text(label: str, hint: str = "", longest: int = 200) -> fields.Text:
    return fields.Text(label, hint=hint, longest=longest, required=False, mark_optional=False)


def _long(label: str, hint: str = "", rows: int = 4) -> fields.LongText:
    return fields.LongText(
        label, hint=hint, rows=rows, max_characters=5000, threshold=90, required=False, mark_optional=False
    )


def _whole(label: str, hint: str = "", maximum: int = 9999, minimum: int = 0) -> fields.WholeNumber:
    return fields.WholeNumber(label, hint=hint, minimum=minimum, maximum=maximum, required=False, mark_optional=False)


def _percent(label: str, hint: str) -> fields.Number:
    return fields.Number(label, hint=hint, minimum=0, maximum=1000, suffix="%", required=False, mark_optional=False)


class DraftForm(forms.Form):
    """content: the draft, for choices that depend on it. revision: the one that the editor has read."""

    revision = fields.Hidden(required=False)

    def __init__(
        self, *args: Any, content: CategoryContent, councils: list[PartnerRow] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        kinds = [(kind.code, kind.name) for kind in content.placement_kinds]
        for name, choices in {
            "placement_kinds": kinds,
            "placement_kind": kinds,
            "criterion": [(one.code, one.name) for one in content.criteria],
            "council": [(row.ons_code, row.name) for row in councils or []],
        }.items():
            if name in self.fields:
                self.fields[name].set_choices(choices)  # type: ignore[attr-defined]

    @staticmethod
    def shown(thing: Any) -> dict[str, Any]:
        """A typed thing as a form shows it."""
        values = {name: getattr(thing, name) for name in type(thing).__slots__}
        return {
            name: "\n".join(value) if name in _LINES else list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
        }

    def values(self) -> dict[str, Any]:
        """What was typed, as fields of the thing. Nothing typed is an empty text, list or number."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        for name in _LINES & told.keys():
            told[name] = [line.strip() for line in (told[name] or "").splitlines() if line.strip()]
        for name, value in told.items():
            if value is None and name not in {"cap", "minimum", "top_mark"}:
                told[name] = 0 if isinstance(self.fields[name], fields.Number) else ""
        return told


class CriterionForm(DraftForm):
    name = fields.Text("Name of the criterion", missing="Enter the name of the criterion")
    method = fields.Radios("How is it judged?", choices=METHODS, missing="Select how it is judged")
    why = _long("Why do we ask?", "Every provider reads this before they apply.")
    passes = _long("What passes?", "For a scored criterion, say that it cannot be failed and what the mark is for.")


class QuestionForm(DraftForm):
    name = fields.Text("A few words for lists", longest=80, missing="Enter a few words for lists")
    criterion = fields.Select("Criterion that it belongs to", required=False, mark_optional=False)
    level = fields.Radios(
        "Who answers?",
        choices=[("provider", "The provider, once"), ("establishment", "Each school or home")],
        missing="Select who answers",
    )
    kind = fields.Radios(
        "Kind of answer",
        choices=[
            Choice("yes_no", "Yes or no", reveals=("passes_when",)),
            Choice("evidence", "A document", reveals=("evidence", "minimum")),
            Choice("statement", "A statement that is scored", reveals=("top_mark", "mark_meanings")),
            Choice("text", "A few words"),
            Choice("rating", "The inspection rating", reveals=("bands",)),
            Choice("grounds", "The grounds for exclusion, one by one"),
        ],
        missing="Select the kind of answer",
    )
    passes_when = fields.Radios(
        "Which answer passes?",
        choices=[("yes", "Yes"), ("no", "No")],
        inline=True,
        required=False,
        mark_optional=False,
    )
    evidence = fields.Select(
        "Which document?",
        choices=[(kind.code, kind.name) for kind in EVIDENCE_KINDS.values()],
        required=False,
        mark_optional=False,
    )
    minimum = fields.Money(
        "Least cover for each claim", hint="For insurances only.", required=False, mark_optional=False
    )
    top_mark = fields.Number("Top mark", minimum=1, maximum=100, required=False, mark_optional=False)
    mark_meanings = _long("What each mark means", "One line for each mark, from 0 to the top mark.", rows=7)
    bands = fields.Checkboxes(
        "Which ratings pass?",
        hint="Nothing ticked: all but those that fail.",
        choices=[Choice(band.value, band.label, hint=band.meaning) for band in Band],
        required=False,
        mark_optional=False,
    )
    text = _long("The question", "Leave empty in a category of the short form that asks for no statement.", rows=3)
    hint = _long("Hint below the question", rows=3)
    why = _long("Why do we ask?", rows=3)
    passes = _long("What passes?", rows=3)
    most_words = _whole("Most words of an answer", "For a statement or a few words.", maximum=5000)
    optional = fields.Tick("It may stay unanswered", required=False, mark_optional=False)
    settings = fields.Checkboxes(
        "Only for these kinds of establishment",
        hint="Nothing ticked: all are asked.",
        choices=KINDS,
        small=True,
        required=False,
        mark_optional=False,
    )


class HeadingForm(DraftForm):
    name = fields.Text("Name of the heading", missing="Enter the name of the heading")
    hint = _text("Hint for providers", "What belongs under it.", longest=300)
    placement_kinds = fields.Checkboxes(
        "Only for these kinds of placement",
        hint="Nothing ticked: for all.",
        required=False,
        mark_optional=False,
    )


class ServiceForm(DraftForm):
    name = fields.Text("Name of the service", missing="Enter the name of the service")
    unit = fields.Select("How is it priced?", choices=UNITS, missing="Select how it is priced")
    hint = _text("Hint for providers", longest=300)


class CapForm(DraftForm):
    council = fields.Select("Whose cap is it?", empty="Common to all councils", required=False, mark_optional=False)
    placement_kind = fields.Select(
        "For which kind of placement?", empty="Every kind", required=False, mark_optional=False
    )
    weekly = fields.Money("Core costs may not be more than", suffix="a week", missing="Enter the amount of the cap")


class ItemForm(DraftForm):
    name = fields.Text("Name", missing="Enter a name")
    marks = fields.Number(
        "Marks that a referral starts from", minimum=0, maximum=100, required=False, mark_optional=False
    )
    hint = _text("Hint", longest=300)


class ComponentForm(DraftForm):
    name = fields.Text("Name", missing="Enter a name")
    meaning = _text("What it means, in one sentence", longest=300)
    examples = _long("Outcomes to start from", "One on each line.", rows=6)


class PlacementKindForm(DraftForm):
    name = fields.Text("Name", hint="For example, Weekly boarding.", missing="Enter a name")


class ResponseTimeForm(DraftForm):
    urgency = fields.Select("How urgent is the referral?", choices=URGENCIES, missing="Select how urgent it is")
    working_days = _whole("Working days to answer", "Leave empty where hours are given.", maximum=100)
    hours = _whole("Hours to answer", "Leave empty where working days are given.", maximum=500)
    counts = fields.Radios(
        "Which hours count?",
        choices=[
            Choice("working", "Working hours", hint="9am to 5pm, Monday to Friday, no bank holidays."),
            Choice("clock", "Every hour", hint="Nights and weekends too, as in an emergency."),
        ],
        missing="Choose which hours count",
    )
    family_working_days = _whole("Working days for the family to choose", maximum=30)
    question_hours = _whole(
        "Hours before the closing time at which questions end",
        "Working hours, unless every hour counts. Leave empty where questions end with the bids.",
        maximum=200,
    )
    short_form = fields.Tick("Bids answer by the short form: places, needs and price", required=False)
    statement_words = _whole(
        "Most words of the statement at this urgency", "Leave empty for as many as always.", maximum=5000
    )


class DirectGroundForm(DraftForm):
    name = fields.Text("Name of the ground", missing="Enter the name of the ground")
    meaning = _long("When does it apply?", "What must be shown before a child is placed without competition.")


class AboutForm(DraftForm):
    name = fields.Text("Name of the category", longest=120, missing="Enter the name of the category")
    description = _long("Description", "One or two sentences: which places are bought.", rows=3)
    filled = fields.YesNo("May providers apply in this category?")
    settings = fields.Checkboxes(
        "Kinds of establishment that may apply",
        hint="Nothing ticked: all.",
        choices=KINDS,
        small=True,
        required=False,
        mark_optional=False,
    )
    discounts = fields.Checkboxes(
        "Discounts that providers are asked for",
        choices=[("sibling", "Brothers and sisters together"), ("cohort", "Several children at once")],
        small=True,
        required=False,
        mark_optional=False,
    )


class CommonCapForm(DraftForm):
    cap = fields.Money(
        "Cap common to all councils and kinds of placement",
        hint="Empty: no common cap. Caps for one kind of placement come before it.",
        suffix="a week",
        required=False,
        mark_optional=False,
    )


class ReferralsForm(DraftForm):
    price_weight = fields.Number(
        "Usual weight of price",
        hint="From 30 to 70 of 100 points. Quality is the rest; an officer may choose other weights for a referral.",
        suffix="points",
        required=False,
        mark_optional=False,
    )
    price_formula = fields.Radios(
        "How are prices scored?",
        choices=[
            Choice(RELATIVE, "Against the lowest price", hint="A bid that loses can then change who is first."),
            Choice(
                ABSOLUTE,
                "Between a floor and a ceiling",
                hint="They are fixed before anybody bids. No other bid changes a score.",
                reveals=("floor_percent", "ceiling_percent"),
            ),
        ],
        missing="Select how prices are scored",
    )
    floor_percent = _percent("Every point for price, at or below", "A share of the common cap for the kind of place.")
    ceiling_percent = _percent("No point for price, at or above", "Above 100 leaves room for what needs cost.")
    low_price_percent = _percent(
        "Question a price so far below the mean of the other bids", "Its bidder explains it first. 0: never."
    )
    low_cost_percent = _percent(
        "and only if its core costs are so far below those carried over", "A price as accredited is never questioned."
    )
    price_answer_working_days = _whole("Working days to explain a price", maximum=10)
    one_opener_out_of_hours = fields.YesNo(
        "May one opener open an emergency out of hours?",
        hint="With the system’s timed share, on the record; you and the lead authority are told at once.",
    )
    opener_councils = _whole(
        "From how many councils must the three openers come?",
        "1: all may be of one council. 3: no council alone can open bids.",
        minimum=1,
        maximum=3,
    )
    suitable_number = _whole("Places thought enough to choose from", "Fewer, and the officer is told to look wider.")
    accept_within_working_days = _whole("Working days to accept an award", maximum=30)
    standstill_working_days = _whole(
        "Working days of standstill", "An award can be accepted only after it. 0: no standstill.", maximum=30
    )
    short_form = fields.Tick(
        "Every bid is by the short form: places, needs and price",
        hint="With a statement only if the category asks for one.",
        required=False,
    )
    block_rules = _long("Block contracts", "How they are competed for, called off, and when a provider may refuse.", 8)


class StatementForm(DraftForm):
    text = _long("The question", rows=3)
    hint = _long("Hint below the question", rows=3)
    most_words = _whole("Most words", maximum=5000)
    top_mark = fields.Number("Top mark", minimum=1, maximum=100, required=False, mark_optional=False)
    mark_meanings = _long("What each mark means", "One line for each mark, from 0 to the top mark.", rows=7)


THING_FORMS: dict[str, type[DraftForm]] = {
    "criteria": CriterionForm,
    "questions": QuestionForm,
    "placement_kinds": PlacementKindForm,
    "headings": HeadingForm,
    "services": ServiceForm,
    "caps": CapForm,
    "needs": ItemForm,
    "features": ItemForm,
    "components": ComponentForm,
    "response_times": ResponseTimeForm,
    "direct_grounds": DirectGroundForm,
}
FIELD_FORMS: dict[str, type[DraftForm]] = {
    "about": AboutForm,
    "cap": CommonCapForm,
    "referrals": ReferralsForm,
    "statement": StatementForm,
}
