"""Layouts: title and heading in one place, errors on top, nothing inline, everything escaped."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.test import RequestFactory
from jinja2 import UndefinedError

from fairplace.govuk import fields, forms
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
from fairplace.web.components.showcase import showcase_context
from tests.web.components.drawing import PACKAGE, draw, draw_file

LAYOUTS = "web/components/layouts"


class NameForm(forms.Form):
    name = fields.Text("What is your name?", missing="Enter your name")


def test_page_takes_title_and_heading_from_one_place() -> None:
    page = draw(f'{{% extends "{LAYOUTS}/page.jinja" %}}{{% set title = "Open <bids>" %}}')
    assert "<title>Open &lt;bids&gt; – Fairplace</title>" in page
    assert '<h1 class="govuk-heading-l">Open &lt;bids&gt;</h1>' in page
    assert "govuk-error-summary" not in page


def test_page_without_a_title_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        draw(f'{{% extends "{LAYOUTS}/page.jinja" %}}')


def test_furniture_shows_who_is_signed_in_and_where_one_is() -> None:
    furniture = Furniture(
        person_name="Priya Shah",
        organisation_name="Surrey County Council",
        council="surrey",
        sign_out_href="/out/",
        navigation=(Link("Referrals", "/r/", active=True, count=3), Link("Reports", "/x/")),
        footer_links=(Link("Privacy", "/privacy/"),),
        demo=DemoBar("All invented.", (Link("Be someone else", "/be/"),)),
    )
    page = draw(f'{{% extends "{LAYOUTS}/page.jinja" %}}{{% set title = "T" %}}', furniture=furniture)
    assert "Priya Shah" in page
    assert 'data-council="surrey"' in page
    assert page.count('aria-current="true"') == 1
    assert "All invented." in page
    assert 'href="/privacy/"' in page
    assert '<form class="fp-header__sign-out" method="post" action="/out/">' in page


def test_question_page_uses_the_label_as_heading_and_marks_an_error_in_the_title() -> None:
    page = draw_file(f"{LAYOUTS}/question.jinja", form=NameForm({}))
    assert "<title>Error: What is your name? – Fairplace</title>" in page
    assert len(re.findall("<h1", page)) == 1
    assert '<a href="#id_name">Enter your name</a>' in page
    assert "Save and continue" in page
    assert "novalidate" in page


def test_question_page_with_a_title_keeps_the_label_small() -> None:
    page = draw(
        f'{{% extends "{LAYOUTS}/question.jinja" %}}{{% set title = "You" %}}{{% set submit = "Go" %}}',
        form=NameForm(),
    )
    assert '<h1 class="govuk-heading-l">You</h1>' in page
    assert len(re.findall("<h1", page)) == 1
    assert ">Go</button>" in page


def test_task_list_links_what_can_be_done() -> None:
    tasks = [Task("Insurance", "/i/", "Expires soon", "warning"), Task("Sign", "", "Cannot start yet")]
    page = draw(
        f'{{% extends "{LAYOUTS}/task_list.jinja" %}}{{% set title = "Apply" %}}',
        sections=[TaskSection("Stage one", tasks)],
    )
    assert page.count("govuk-task-list__link") == 1
    assert "fp-tag--warning" in page


def test_check_answers_offers_each_change() -> None:
    facts = [Fact("Length", "39 weeks", change_href="/change/"), Fact("Other", None)]
    page = draw_file(f"{LAYOUTS}/check_answers.jinja", sections=[FactSection("The placement", facts)])
    assert 'href="/change/">Change<span class="govuk-visually-hidden"> length</span>' in page
    assert "Not given" in page


def test_confirmation_shows_the_reference() -> None:
    page = draw(f'{{% extends "{LAYOUTS}/confirmation.jinja" %}}{{% set title = "Bid received" %}}', reference="7KD2")
    assert "govuk-panel__title" in page
    assert "<strong>7KD2</strong>" in page


def test_detail_page_has_an_aside_only_when_something_can_be_done() -> None:
    start = f'{{% extends "{LAYOUTS}/detail.jinja" %}}{{% set title = "R-1" %}}'
    status = Status("Waiting", "waiting")
    bare = draw(start, status=status)
    assert "fp-aside" not in bare
    assert "fp-tag--waiting" in bare
    full = draw(start + "{% block aside %}Bid{% endblock %}{% block content %}Facts{% endblock %}", status=status)
    assert "fp-aside" in full
    assert full.count("Facts") == 1
    assert len(re.findall("<h1", full)) == 1


def test_list_page_counts_pages_and_keeps_filters() -> None:
    request = RequestFactory().get("/list/", {"need": "a b", "page": "2"})
    page = draw(
        f'{{% extends "{LAYOUTS}/list.jinja" %}}{{% set title = "Yours" %}}{{% set what = "referral" %}}'
        "{% block rows %}ROWS{% endblock %}",
        request,
        paging=Paging(2, 60),
        filters=NameForm(),
    )
    assert "<strong>60 referrals</strong>, 26 to 50 shown" in page
    assert 'href="?need=a+b&amp;page=3"' in page
    assert "ROWS" in page
    assert '/list/?clear=1"' in page


def test_empty_list_says_so() -> None:
    page = draw(
        f'{{% extends "{LAYOUTS}/list.jinja" %}}{{% set title = "Yours" %}}{{% set empty = "None wait." %}}',
        paging=Paging(1, 0),
    )
    assert "None wait." in page
    assert "govuk-pagination" not in page


def test_comparison_draws_each_place_as_column_and_as_card() -> None:
    place = ComparedPlace(
        "Alder <School>", [Cell("Meets all", Decimal("22.5"), 30), Cell("9.9 miles")], rank="1st", leads=True
    )
    drawn = draw(
        '{% from "web/components/scores.jinja" import comparison %}'
        '{{ comparison("Bids", ["Needs", "Distance"], places) }}',
        places=[place],
    )
    assert drawn.count("Alder &lt;School&gt;") == 2
    assert drawn.count("<strong>22.50</strong> out of 30") == 2
    assert drawn.count('width="75.0"') == 2
    assert 'scope="row"' in drawn


def test_timeline_and_reasons_are_drawn() -> None:
    entry = TimelineEntry(datetime(2027, 1, 5, 17, tzinfo=UTC), "Opened", "Priya")
    drawn = draw(
        '{% from "web/components/timeline.jinja" import timeline %}'
        '{% from "web/components/tasks.jinja" import not_ready %}{{ timeline(entries) }}{{ not_ready(why) }}',
        entries=[entry],
        why=[Reason("No price", "#price"), Reason("No words")],
    )
    assert "5 January 2027 at 5pm" in drawn
    assert 'href="#price"' in drawn


class Inline(HTMLParser):
    """Collects what a strict content security policy would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)


@pytest.mark.parametrize("wrong", [False, True])
def test_every_component_is_free_of_inline_style_and_script(wrong: bool) -> None:
    reader = Inline()
    reader.feed(draw_file("web/components/showcase.jinja", **showcase_context(wrong)))
    assert reader.found == []


def test_no_template_has_inline_style_or_script() -> None:
    """Strict content security policy: true for every template of the product."""
    wrong = re.compile(r"<[^>]*\s(style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)", re.I)
    found = [
        str(path.relative_to(PACKAGE))
        for path in PACKAGE.rglob("*.jinja")
        if "node_modules" not in path.parts and wrong.search(path.read_text(encoding="utf-8"))
    ]
    assert found == []
