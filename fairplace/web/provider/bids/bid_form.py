"""The form of a bid: its fields come from the referral's needs and features and the line's carried costs (C1)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms as django_forms

from fairplace.dps.competitions.rules.bid_content import BidContent
from fairplace.dps.competitions.rules.bid_faults import (
    MOST_PLACES,
    BidTerms,
    cost_faults,
    discount_faults,
    district_faults,
    quote_fault,
)
from fairplace.dps.competitions.rules.prices import Quote, Unit, weekly_figure
from fairplace.dps.referrals.rules.children import counted_children
from fairplace.foundations.geography.districts import district_named
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import fields, forms
from fairplace.web.components.formats import money, points


class Statement(fields.LongText):
    """Counts words as they are typed, but a draft that is too long is saved: the check says by how much."""

    def validate(self, value: Any) -> None:
        django_forms.CharField.validate(self, value)


class BidForm(forms.Form):
    """Everything may stay empty in a draft. What is typed and cannot be understood is asked for again."""

    def __init__(
        self, data: Mapping[str, Any] | None, *, terms: BidTerms, content: BidContent, ask_code: bool = False
    ) -> None:
        super().__init__(data, initial=_initial(content))
        self.children = range(1, terms.children + 1)
        self.terms = terms
        self.fields["edition"] = fields.Hidden("Edition", required=False)
        if ask_code:
            self.fields["bid_code"] = fields.Text(
                "Your bid code",
                hint="This browser does not keep your bid code, or keeps an older one. Type it to save.",
                width=30,
                autocomplete="off",
                spellcheck=False,
                missing="Enter your bid code to save what you typed",
            )
        if terms.short:
            self.fields["places"] = fields.WholeNumber(
                "How many places do you have free from the start?",
                width=3,
                minimum=0,
                maximum=MOST_PLACES,
                required=False,
                mark_optional=False,
            )
        for need in terms.needs:
            self.fields[f"meets_{need.code}"] = fields.Tick(need.name, hint=_marks(need), required=False)
            self.fields[f"how_{need.code}"] = fields.LongText(
                f"How you will meet “{need.name}”", required=False, mark_optional=terms.short, rows=3
            )
            self.fields[f"priced_{need.code}"] = _pounds(f"Extra price for “{need.name}”", suffix="")
            self.fields[f"unit_{need.code}"] = fields.Select(
                f"Unit of the price for “{need.name}”",
                choices=[(unit.value, unit.words) for unit in Unit],
                empty=None,
                initial=Unit.WEEK.value,
                label_hidden=True,
                required=False,
                mark_optional=False,
            )
        for feature in terms.features:
            self.fields[f"has_{feature.code}"] = fields.Tick(feature.name, hint=_marks(feature), required=False)
        if terms.most_words:
            self.fields["statement"] = Statement(
                "Your statement", required=False, mark_optional=False, rows=14, max_words=terms.most_words
            )
        for cost in terms.carried:
            self.fields[f"cost_{cost.heading}"] = _pounds(
                cost.name, hint=f"Carried over: {money(cost.weekly)}. May go down, never up."
            )
        self.fields["discount_percent"] = fields.Number(
            "Discount on the whole price",
            hint=_discount_hint(terms),
            suffix="%",
            minimum=0,
            maximum=100,
            required=False,
            mark_optional=False,
        )
        self.fields["discount_reason"] = fields.Text("What the discount is for", required=False, mark_optional=True)
        if terms.asks_district:
            self.fields["district"] = fields.Text(
                "Postcode district of the household",
                hint="The first half of its postcode, like GU2: we keep no more than that. Miles are measured from the"
                " middle of the district.",
                width=10,
                autocomplete="off",
                spellcheck=False,
                required=False,
                mark_optional=False,
            )

    def clean(self) -> dict[str, Any]:
        """A core cost a penny above the carried one is never saved (Q7)."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for fault in cost_faults(self._costs(cleaned), self.terms):
            self.add_error(fault.field if fault.field in self.fields else None, fault.sentence)
        for fault in discount_faults(self._discount(cleaned), self.terms):
            if fault.field not in self.errors:
                self.add_error(fault.field, fault.sentence)
        for fault in district_faults(_district(cleaned), self.terms):
            self.add_error(fault.field, fault.sentence)
        for code, quote in self._quotes(cleaned).items():
            if unknown := quote_fault(code, quote, self.terms):
                self.add_error(unknown.field, unknown.sentence)
        return cleaned

    def content(self) -> BidContent:
        """What was typed, as the content of a draft. Only after is_valid()."""
        given = self.cleaned_data
        quotes = self._quotes(given)
        return BidContent(
            needs_met=tuple(n.code for n in self.terms.needs if given.get(f"meets_{n.code}")),
            features_met=tuple(f.code for f in self.terms.features if given.get(f"has_{f.code}")),
            how={n.code: given[f"how_{n.code}"] for n in self.terms.needs if given.get(f"how_{n.code}")},
            statement=given.get("statement") or "",
            core_costs=self._costs(given),
            priced_needs={code: weekly_figure(quote, self.terms.expected_weeks) for code, quote in quotes.items()},
            quoted={code: quote for code, quote in quotes.items() if quote.unit is not Unit.WEEK},
            units={
                need.code: Unit(unit)
                for need in self.terms.needs
                if need.code not in quotes and (unit := given.get(f"unit_{need.code}") or Unit.WEEK) != Unit.WEEK
            },
            discount_percent=self._discount(given),
            discount_reason=given.get("discount_reason") or "",
            district=_district(given),
            places=given.get("places"),
        )

    def _quotes(self, given: Mapping[str, Any]) -> dict[str, Quote]:
        """Every priced need in its unit; a week, where none came with it."""
        return {
            need.code: Quote(amount, Unit(given.get(f"unit_{need.code}") or Unit.WEEK))
            for need in self.terms.needs
            if (amount := given.get(f"priced_{need.code}")) is not None
        }

    def _discount(self, given: Mapping[str, Any]) -> Decimal:
        """Left empty: what the line carries for so many children, or nothing."""
        typed: Decimal | None = given.get("discount_percent")
        return self.terms.least_discount if typed is None else typed

    def _costs(self, given: Mapping[str, Any]) -> dict[str, Decimal]:
        return {
            cost.heading: given[f"cost_{cost.heading}"]
            for cost in self.terms.carried
            if given.get(f"cost_{cost.heading}") is not None
        }


def _district(given: Mapping[str, Any]) -> str:
    """A full postcode is cut to its district; what is neither comes back as it was typed, to be refused by name."""
    typed = (given.get("district") or "").strip()
    return district_named(typed) or typed


def _pounds(label: str, hint: str = "", suffix: str = "a week") -> fields.Money:
    return fields.Money(label, hint=hint, suffix=suffix, required=False, mark_optional=False, width=10)


def _discount_hint(terms: BidTerms) -> str:
    if not terms.several:
        return "For example for a placement of a year or longer"
    children = counted_children(terms.several, terms.children)
    if not terms.least_discount:
        return f"You were accredited without a discount for {children}. You may give one for all of them together."
    return f"Carried over: {exact_text(terms.least_discount)} % for {children}. May go up, never down."


def _marks(item: Any) -> str:
    marks = f"{points(item.marks, 0 if item.marks % 1 == 0 else 2)} {'mark' if item.marks == 1 else 'marks'}"
    said = f"{item.said}. " if item.said else ""
    return f"{said}{f'Essential: a bid that does not meet it is excluded. {marks}' if item.essential else marks}."


def _initial(content: BidContent) -> dict[str, Any]:
    return {
        "edition": content.edition,
        "statement": content.statement,
        "discount_percent": content.discount_percent or None,
        "discount_reason": content.discount_reason,
        "district": content.district,
        "places": content.places,
        **{f"meets_{code}": True for code in content.needs_met},
        **{f"has_{code}": True for code in content.features_met},
        **{f"how_{code}": text for code, text in content.how.items()},
        **{f"cost_{heading}": amount for heading, amount in content.core_costs.items()},
        **{f"priced_{code}": amount for code, amount in content.priced_needs.items()},
        **{f"priced_{code}": quote.amount for code, quote in content.quoted.items()},
        **{f"unit_{code}": unit.value for code, unit in content.units.items()},
        **{f"unit_{code}": quote.unit.value for code, quote in content.quoted.items()},
    }
