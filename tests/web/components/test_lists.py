"""Pages of lists, and filters that are remembered."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from fairplace.govuk import fields, forms
from fairplace.web.components.lists import Paging, read_paging, remembered_filters


def asked(session: SessionStore, query: str) -> HttpRequest:
    request = RequestFactory().get(f"/list/?{query}")
    request.session = session
    return request


@pytest.mark.parametrize(
    ("typed", "number"),
    [("", 1), ("page=2", 2), ("page=99", 3), ("page=0", 1), ("page=-1", 1), ("page=²", 1)],
)
def test_page_number_is_always_a_page_that_exists(typed: str, number: int) -> None:
    paging = read_paging(RequestFactory().get(f"/?{typed}"), 60)
    assert paging.number == number
    assert paging.last <= 60


def test_rows_of_a_page() -> None:
    paging = Paging(3, 60)
    assert (paging.first, paging.last, paging.slice) == (51, 60, slice(50, 75))
    assert (Paging(1, 0).first, Paging(1, 0).last) == (0, 0)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, [1, 2, None, 20]),
        (4, [1, 2, 3, 4, 5, None, 20]),
        (10, [1, None, 9, 10, 11, None, 20]),
        (20, [1, None, 19, 20]),
    ],
)
def test_far_pages_are_a_gap(number: int, shown: list[int | None]) -> None:
    assert Paging(number, 500).shown == shown


class Filters(forms.Form):
    need = fields.Text("Need", required=False)
    stage = fields.Select("Stage", choices=[("open", "Open")], empty="Any", required=False)


def filtered(session: SessionStore, query: str, name: str = "mine") -> Filters:
    return remembered_filters(asked(session, query), name, Filters)


def test_filters_are_remembered_until_cleared() -> None:
    session = SessionStore()
    assert filtered(session, "need=a&page=3")["need"].value() == "a"
    assert filtered(session, "page=2")["need"].value() == "a"
    assert not filtered(session, "", "other").is_bound
    assert not filtered(session, "clear=1").is_bound
    assert not filtered(session, "").is_bound


def test_what_was_typed_wrong_is_shown_once_and_not_remembered() -> None:
    session = SessionStore()
    filtered(session, "stage=open")
    assert filtered(session, "stage=nonsense").errors
    assert filtered(session, "")["stage"].value() == "open"


def test_only_fields_of_the_list_are_remembered() -> None:
    session = SessionStore()
    assert not filtered(session, "utm_source=letter").is_bound
    filtered(session, "need=a&utm_source=letter")
    assert "utm" not in str(dict(session))


def test_a_choice_that_is_offered_no_longer_is_forgotten() -> None:
    session = SessionStore()
    session["filters.mine"] = "stage=withdrawn"
    assert not filtered(session, "").is_bound
    assert "filters.mine" not in session
