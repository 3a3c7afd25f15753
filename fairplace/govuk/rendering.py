"""The project's FORM_RENDERER: every Django form, also a library's, is drawn with GOV.UK components.

`{{ form }}` draws all fields, `{{ form.name }}` one whole field (label, hint, error, control), and
`{{ form.name.as_govuk(label_size="m") }}` the same with another look. The bare control is `as_widget()`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Unpack

from django import forms
from django.forms import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from markupsafe import escape

from fairplace.govuk.components import choices_of, draw, error_texts, first_control_id, look_of
from fairplace.govuk.look import ShownOptions


class GovukBoundField(BoundField):
    """A field that draws itself."""

    def as_govuk(self, **options: Unpack[ShownOptions]) -> SafeString:
        """The whole component; the options of `Look` override those declared with the field."""
        return SafeString(draw(self, replace(look_of(self), **options)))

    @property
    def error_href(self) -> str:
        """Where the error summary links: "#id_name", "#id_start_day"."""
        return f"#{first_control_id(self)}"

    @property
    def error_texts(self) -> list[str]:
        return error_texts(self)

    def __str__(self) -> SafeString:
        return SafeString(self.as_widget()) if self.is_hidden else self.as_govuk()

    __html__ = __str__


class Renderer(DjangoTemplates):
    """Draws whole forms and formsets; anything else (a bare widget) is left to Django."""

    bound_field_class = GovukBoundField
    form_template_name = "govuk/form"
    formset_template_name = "govuk/formset"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        if template_name == self.form_template_name:
            return draw_form(context["form"])
        if template_name == self.formset_template_name:
            return draw_formset(context["formset"])
        return SafeString(super().render(template_name, context, request))


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Fields that are drawn inside a choice of another field."""
    return {name for field in form.fields.values() for choice in choices_of(field) for name in choice.reveals}


def draw_form(form: forms.BaseForm, heading: bool = False, caption: str = "") -> SafeString:
    """Every field once, in order; hidden ones too. heading: the first label is the heading of the page."""
    inside = revealed_names(form)
    first = _first_visible(form) if heading else None
    parts = [
        draw(form[name], replace(look_of(form[name]), heading=True, caption=caption))
        if name == first
        else escape(form[name])
        for name in form.fields
        if name not in inside
    ]
    return SafeString("\n".join(parts))


def first_label(form: forms.BaseForm) -> str:
    """The question of a page that asks one: the label of its first field."""
    name = _first_visible(form)
    return str(form[name].label) if name else ""


def _first_visible(form: forms.BaseForm) -> str | None:
    return next((name for name in form.fields if not form[name].is_hidden), None)


def draw_formset(formset: forms.BaseFormSet[Any]) -> SafeString:
    parts = [str(formset.management_form), *(draw_form(form) for form in formset.forms)]
    return SafeString("\n".join(parts))
