"""`Form`: a plain Django form that knows which of its fields are asked.

    from fairplace.govuk import fields, forms
    from fairplace.govuk.look import Choice

    class StartForm(forms.Form):
        name = fields.Text("Full name", autocomplete="name", missing="Enter your full name")
        lives = fields.Radios(
            "Where does the child live now?",
            choices=[
                Choice("home", "At home"),
                Choice("other", "Somewhere else", hint="For example a hospital", reveals=("where",)),
            ],
        )
        where = fields.Text("Where?")                    # asked, and required, only when "other" is chosen
        start = fields.Date("Start date", hint="For example, 5 1 2027")
        price = fields.Money("Price a week", suffix="a week")

In a template `{{ form }}` draws everything and `{{ form.start }}` one field.

    form = StartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            do_something(..., **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)            # beside the field it names, else on top of the page
        else:
            return redirect(...)
"""

from __future__ import annotations

from typing import Any

from django import forms

from fairplace.govuk.components import choices_of
from fairplace.govuk.rendering import GovukBoundField, draw_form, revealed_names


class Form(forms.Form):
    """The base of our forms."""

    bound_field_class = GovukBoundField
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for name in self._unasked():
            field = self.fields[name]
            field.asked_as_required = field.required  # type: ignore[attr-defined]  # its label stays the same
            field.required = False

    def refuse(self, reason: Exception | str, field: str | None = None) -> None:
        """Show an action's refusal beside a field (the one it names, unless told), or on top of the page."""
        named = field or getattr(reason, "field", None)
        self.add_error(named if named in self.fields else None, str(reason))

    def _unasked(self) -> set[str]:
        """Fields inside a choice that was not made. They are neither required nor checked."""
        if not self.is_bound:
            return set()
        asked: set[str] = set()
        for name, field in self.fields.items():
            choices = [choice for choice in choices_of(field) if choice.reveals]
            if choices:
                chosen = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
                values = {chosen} if isinstance(chosen, str) else set(chosen or ())
                asked |= {inner for choice in choices if choice.value in values for inner in choice.reveals}
        return revealed_names(self) - asked

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        for name in self._unasked():
            self.errors.pop(name, None)
            field = self.fields[name]
            self.cleaned_data[name] = (
                [] if isinstance(field, forms.MultipleChoiceField) else (getattr(field, "empty_value", None))
            )

    def render(self, *args: Any, **kwargs: Any) -> Any:
        return draw_form(self)

    __str__ = render
    __html__ = render
