"""A bid in words, to check before it is submitted and to keep with the receipt."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from fairplace.dps.competitions.queries.bid_terms import terms_of
from fairplace.dps.competitions.queries.bidder_invitation import BidderInvitation
from fairplace.dps.competitions.rules.bid_content import BidContent, words
from fairplace.dps.competitions.rules.bid_faults import BidTerms, faults, price_of, warnings, workings
from fairplace.dps.referrals.queries.said_of_child import plain_findings
from fairplace.foundations.kernel.rounding import exact_text
from fairplace.govuk import forms
from fairplace.web.components.formats import counted, money
from fairplace.web.components.rows import Fact, FactSection, Reason
from fairplace.web.page.render import render
from fairplace.web.provider.bids.invited import at

_PARTS = {"needs_met": "needs", "features_met": "features", "price": "price"}


def show_check(request: HttpRequest, row: BidderInvitation, content: BidContent, refused: str = "") -> HttpResponse:
    """The check page; `refused` says why the last try to submit did not go through."""
    terms = terms_of(row.referral, row.line_id, row.establishment_kind)
    page = at(row, "bid")
    form = forms.Form({})
    if refused:
        form.refuse(refused)
    return render(
        request,
        "web/provider/bids/check.jinja",
        row=row,
        referral=row.referral,
        content=content,
        form=form,
        sections=bid_sections(content, terms, page),
        reasons=not_ready(content, terms, page),
        warnings=[*warnings(content, terms), *_words_to_look_at(content, terms, page)],
        price=price_of(content),
    )


def _words_to_look_at(content: BidContent, terms: BidTerms, page: str) -> list[Reason]:
    """What might tell who a child is. It is compared with no child's record, so that it confirms nobody's name."""
    needs = {need.code: need.name for need in terms.needs}
    where = {"statement": "Your statement", "discount_reason": "What the discount is for"}
    texts = {"statement": content.statement, "discount_reason": content.discount_reason}
    for code, text in content.how.items():
        where[f"how_{code}"], texts[f"how_{code}"] = f"How you meet “{needs.get(code, code)}”", text
    return [
        Reason(f"{where[finding.field]}: {finding.sentence}", f"{page}#id_{finding.field}")
        for finding in plain_findings(texts)
    ]


def not_ready(content: BidContent, terms: BidTerms, page: str = "") -> list[Reason]:
    """Why it cannot be submitted yet, each with a link to where it is put right; `page` empty: on this very page."""
    return [
        Reason(fault.sentence, f"{page}#{_PARTS.get(fault.field) or f'id_{fault.field}'}")
        for fault in faults(content, terms)
    ]


def bid_sections(content: BidContent, terms: BidTerms, page: str = "") -> list[FactSection]:
    """`page` given: each row has a link to change it."""

    def fact(key: str, value: object, field: str, note: str = "") -> Fact:
        return Fact(key, value, note, f"{page}#id_{field}" if page else "")

    sections = (
        [FactSection("Places", [fact("Places free from the start", content.places, "places")])] if terms.short else []
    )
    sections += [
        FactSection(
            "Needs",
            [
                fact(
                    need.name,
                    (content.how.get(need.code) or "Met") if need.code in content.needs_met else "Not met",
                    f"meets_{need.code}",
                )
                for need in terms.needs
            ],
        )
    ]
    if terms.features:
        offered = content.features_met
        sections.append(
            FactSection(
                "Features",
                [
                    fact(f.name, "Offered" if f.code in offered else "Not offered", f"has_{f.code}")
                    for f in terms.features
                ],
            )
        )
    if terms.most_words:
        length = f"{counted(words(content.statement), 'word')} of {terms.most_words}"
        sections.append(FactSection("Statement", [fact("Your statement", content.statement, "statement", length)]))
    sections.append(FactSection("Price a week", _price(content, terms, fact)))
    return sections


def _price(content: BidContent, terms: BidTerms, fact: object) -> list[Fact]:
    assert callable(fact)
    shown = []
    for cost in terms.carried:
        amount = content.core_costs.get(cost.heading)
        lowered = amount is not None and amount < cost.weekly
        note = f"Lowered from {money(cost.weekly)}" if lowered else ""
        shown.append(fact(cost.name, None if amount is None else money(amount), f"cost_{cost.heading}", note))
    names = {need.code: need.name for need in terms.needs}
    worked_out = workings(content, terms)
    for code, amount in content.priced_needs.items():
        note = worked_out.get(code, "")
        shown.append(fact(f"Extra for {names.get(code, code)}", money(amount), f"priced_{code}", note))
    discount = exact_text(content.discount_percent)
    shown.append(fact("Discount", f"{discount}\N{NO-BREAK SPACE}%", "discount_percent", content.discount_reason))
    if terms.asks_district:
        shown.append(fact("Postcode district of the household", content.district, "district"))
    return shown
