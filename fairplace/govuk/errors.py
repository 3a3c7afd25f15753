"""The error summary at the top of a page, over all its forms and formsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.forms import BaseForm, BaseFormSet
from markupsafe import Markup

from fairplace.govuk.components import error_texts, first_control_id
from fairplace.govuk.jinja import call_macro

if TYPE_CHECKING:
    AnyForm = BaseForm | BaseFormSet[Any]


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One sentence that says what to do, and the control it is about (empty: the whole form)."""

    text: str
    href: str


def error_lines(forms: Iterable[AnyForm | None] | AnyForm | None) -> list[ErrorLine]:
    """The errors of forms and formsets in the order of the page, none twice."""
    if forms is None:
        return []
    many = [forms] if isinstance(forms, BaseForm | BaseFormSet) else forms
    return list(dict.fromkeys(line for one in many if one is not None for line in _lines(one)))


def _lines(form: AnyForm) -> Iterator[ErrorLine]:
    if not form.is_bound:
        return
    if isinstance(form, BaseFormSet):
        yield from (ErrorLine(str(text), "") for text in form.non_form_errors())
        for each in form.forms:
            yield from _lines(each)
        return
    yield from (ErrorLine(str(text), "") for text in form.non_field_errors())
    for name in form.fields:
        if name in form.errors:
            bound = form[name]
            href = "" if bound.is_hidden else f"#{first_control_id(bound)}"
            yield from (ErrorLine(text, href) for text in error_texts(bound))


def error_summary(forms: Iterable[AnyForm | None] | AnyForm | None) -> Markup:
    """The official component, or nothing when there is no error."""
    lines = error_lines(forms)
    if not lines:
        return Markup("")
    items = [{"text": line.text, **({"href": line.href} if line.href else {})} for line in lines]
    return call_macro("error_summary", {"titleText": "There is a problem", "errorList": items})
