"""The error summary speaks for all forms of a page."""

from __future__ import annotations

from django.forms import formset_factory

from fairplace.govuk import fields, forms
from fairplace.govuk.errors import error_lines, error_summary


class PriceForm(forms.Form):
    price = fields.Money("Price", missing="Enter the price")


def test_summary_is_empty_for_forms_not_yet_sent() -> None:
    assert error_summary([PriceForm(), None]) == ""
    assert error_summary(None) == ""


def test_summary_joins_forms_and_formsets_in_page_order() -> None:
    formset = formset_factory(PriceForm, extra=0)(
        {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-price": "1", "form-1-price": ""}
    )
    lines = error_lines([PriceForm({}, prefix="first"), formset])
    assert [line.href for line in lines] == ["#id_first-price", "#id_form-1-price"]


def test_summary_escapes_what_a_user_typed() -> None:
    form = PriceForm({"price": "1"})
    form.refuse("<b>No</b>")
    assert "&lt;b&gt;No&lt;/b&gt;" in error_summary(form)


def test_formset_draws_its_management_fields_and_forms() -> None:
    drawn = str(formset_factory(PriceForm, extra=2)())
    assert 'name="form-TOTAL_FORMS"' in drawn
    assert drawn.count("govuk-input__prefix") == 2
