"""The forms by which a named place promises confidentiality and answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fairplace.dps.placements.actions.answer_consultation import LONGEST, MOST_A_WEEK, PlaceAnswer
from fairplace.dps.placements.queries.consultations import ConsultationPage
from fairplace.dps.placements.rules.named_preference import decline_reasons
from fairplace.govuk import fields, forms
from fairplace.govuk.look import Choice
from fairplace.web.components.formats import counted, day
from fairplace.web.components.rows import Fact

_YES = ("weekly_price", "starts_on", "how", "run_by", "run_by_number")


class PromiseForm(forms.Form):
    """By somebody with an account: who it is, we know."""

    confidential = fields.Tick(
        "We will keep this child’s story confidential, and use it only to decide whether we can offer a place",
        missing="Tick that you will keep this child’s story confidential before you read it",
    )


class NamedPromiseForm(PromiseForm):
    """By a link: the promise needs a name."""

    name = fields.Text("Your name", autocomplete="name", longest=100, missing="Enter your name")
    job = fields.Text("Your job", hint="For example, head teacher or SENCo", longest=90, missing="Enter your job")
    field_order = ("name", "job", "confidential")


class AnswerForm(forms.Form):
    """asks_who: who runs the place is asked of a place that is not on the system, because the agreement names it."""

    can = fields.YesNo(
        "Can you offer this child a place?",
        yes_reveals=_YES,
        no_reveals=("reason", "why_not"),
        label_size="m",
        missing="Say whether you can offer a place",
    )
    weekly_price = fields.Money(
        "Price a week",
        hint="For everything that is asked for here. A year of fees counts as 52 weeks: divide it by 52.",
        suffix="a week",
        minimum=1,
        maximum=MOST_A_WEEK,
        missing="Enter the price a week",
    )
    starts_on = fields.Date("When can the child start?", hint="For example, 5 1 2027", missing="Enter the day")
    how = fields.LongText(
        "How will you meet the needs?",
        hint="It becomes part of the agreement. Leave out the child’s name and anything else that tells who they are.",
        rows=6,
        max_characters=LONGEST,
        missing="Say how you will meet the needs",
    )
    run_by = fields.Text("Who runs the place?", hint="A company, charity or trust", missing="Enter who runs it")
    run_by_number = fields.Text(
        "Its company or charity number", hint="Leave this empty if it has none", width=20, longest=20, required=False
    )
    reason = fields.Radios("Why not?", missing="Choose the reason why you cannot offer a place")
    why_not = fields.LongText("What should the council know about it?", rows=4, max_characters=LONGEST, required=False)

    def __init__(self, *args: Any, asks_who: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].set_choices(  # type: ignore[attr-defined]
            [Choice(code, words) for code, words in decline_reasons().items()]
        )
        if not asks_who:
            yes = tuple(name for name in _YES if not name.startswith("run_by"))
            self.fields["can"].set_choices(  # type: ignore[attr-defined]
                [Choice("yes", "Yes", reveals=yes), Choice("no", "No", reveals=("reason", "why_not"))]
            )
            del self.fields["run_by"], self.fields["run_by_number"]

    @property
    def answer(self) -> PlaceAnswer:
        told: Mapping[str, Any] = self.cleaned_data
        if not told["can"]:
            return PlaceAnswer(can=False, reason=told["reason"], words=told.get("why_not") or "")
        return PlaceAnswer(
            can=True,
            words=told["how"],
            weekly_price=told["weekly_price"],
            starts_on=told["starts_on"],
            run_by=told.get("run_by") or "",
            run_by_number=told.get("run_by_number") or "",
        )

    def refuse(self, reason: Exception | str, field: str | None = None) -> None:
        """The action speaks of words: here they are in one of two boxes."""
        named = field or getattr(reason, "field", None)
        if named == "words":
            named = "how" if self.data.get("can") == "yes" else "why_not"
        super().refuse(reason, named)


def facts_of(page: ConsultationPage) -> list[Fact]:
    """Stage 1: what everybody who is asked may see."""
    told = page.referral
    if told is None:
        return []
    facts = [
        Fact("Kind of place", told.placement_kind_name, note=told.category_name),
        Fact("Age", told.age_band),
        Fact("Starts", day(told.start_on)),
        Fact("Expected to last", counted(told.expected_weeks, "week")),
        Fact("Home is in district", told.district, note="The first half of the postcode"),
    ]
    if told.gender:
        facts.insert(2, Fact("Girl or boy", told.gender.capitalize()))
    return facts


def answered_facts(page: ConsultationPage) -> list[Fact]:
    """What the place said, for itself to read again."""
    row = page.answer
    if row is None:
        return []
    if not row.can:
        return [Fact("Your answer", "No"), Fact("Why", row.reason), Fact("In your words", row.words or "Nothing more")]
    price = f"£{row.weekly_price:,.2f} a week"
    return [
        Fact("Your answer", "Yes"),
        Fact("Price", price),
        Fact("The child can start", day(row.starts_on) if row.starts_on else None),
        Fact("How you will meet the needs", row.words),
        *([Fact("Run by", row.run_by, row.run_by_number)] if row.run_by else []),
    ]
