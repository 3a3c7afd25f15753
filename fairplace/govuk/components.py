"""Draws a bound field as its GOV.UK component, chosen by its widget.

Works for our own fields and for plain Django fields alike. HTML `required`, `maxlength` and `type=number` are
left out on purpose: the server answers with a sentence, and no browser cuts or refuses what was typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeData
from markupsafe import Markup, escape

from fairplace.govuk.jinja import call_macro
from fairplace.govuk.look import Choice, Look
from fairplace.govuk.widgets import BOXES, DateBoxes

if TYPE_CHECKING:
    from django.core.exceptions import ValidationError

_DROPPED = frozenset(
    {
        "id",
        "name",
        "type",
        "class",
        "value",
        "placeholder",
        "required",
        "maxlength",
        "minlength",
        "min",
        "max",
    }
    | {"step", "cols", "rows", "autocomplete", "inputmode", "spellcheck", "aria-describedby"}
)
_TYPES = {"email": "email", "tel": "tel", "url": "url", "password": "password", "search": "search"}


def draw(bound: BoundField, look: Look) -> Markup:
    """The whole component: label, hint, error message and control."""
    look = _with_attrs(look, bound.field.widget.attrs)
    return _draw(bound.field.widget, bound, look)


def look_of(bound: BoundField) -> Look:
    """The look declared with the field, or the default one for a plain Django field."""
    look = getattr(bound.field, "look", None)
    return look if isinstance(look, Look) else Look()


def first_control_id(bound: BoundField) -> str:
    """Where the error summary must link to: the first control, or the first wrong box of a date."""
    if isinstance(bound.field.widget, DateBoxes):
        return f"{bound.auto_id}_{(wrong_boxes(bound) or BOXES[:1])[0]}"
    return bound.auto_id or bound.html_name


def wrong_boxes(bound: BoundField) -> tuple[str, ...]:
    """The boxes of a date that its errors speak of; all of them unless the error says which."""
    errors = _errors(bound)
    if not errors:
        return ()
    named = [box for error in errors for box in ((error.params or {}).get("boxes") or ())]
    return tuple(box for box in BOXES if box in named) or BOXES


def error_texts(bound: BoundField) -> list[str]:
    """Each error as one sentence. A plain Django field's "This field is required" says what to do instead."""
    texts: list[str] = []
    for error in _errors(bound):
        if error.code == "required" and not hasattr(bound.field, "look"):
            texts.append(missing_sentence("Enter", str(bound.label or bound.name)))
        else:
            texts.extend(str(message) for message in error.messages)
    return list(dict.fromkeys(texts))


def missing_sentence(verb: str, label: str) -> str:
    """ "Enter full name", or for a question "Enter an answer to “…”"."""
    label = label.strip().rstrip(":")
    if label.endswith("?"):
        return f"{verb} an answer to “{label}”"
    if label[1:2].islower() or len(label) == 1:
        label = label[0].lower() + label[1:]
    return f"{verb} {label}"


def _errors(bound: BoundField) -> list[ValidationError]:
    return bound.form.errors.as_data().get(bound.name, []) if bound.form.is_bound else []


def _with_attrs(look: Look, attrs: Mapping[str, Any]) -> Look:
    """Options that a library put on its widget."""
    return replace(
        look,
        autocomplete=look.autocomplete or str(attrs.get("autocomplete", "")),
        inputmode=look.inputmode or str(attrs.get("inputmode", "")),
        rows=look.rows or int(attrs.get("rows", 5)),
    )


def _extra(bound: BoundField) -> dict[str, str]:
    attrs = bound.field.widget.attrs
    return {name: str(value) for name, value in attrs.items() if name not in _DROPPED and value not in (None, False)}


def _label_text(bound: BoundField, look: Look) -> str:
    text = look.label or str(bound.label or "")
    optional = look.mark_optional and not getattr(bound.field, "asked_as_required", bound.field.required)
    return f"{text} (optional)" if optional and not bound.field.disabled else text


def _heading_classes(kind: str, look: Look) -> str:
    size = look.label_size or ("l" if look.heading else "")
    classes = f"govuk-{kind}--{size}" if size else ""
    return f"{classes} govuk-visually-hidden".strip() if look.label_hidden else classes


def _label(bound: BoundField, look: Look, kind: str = "label") -> dict[str, Any]:
    return {
        "html": _captioned(_label_text(bound, look), look),
        "classes": _heading_classes(kind, look),
        "isPageHeading": look.heading,
    }


def _captioned(text: str, look: Look) -> Markup:
    if not look.caption:
        return escape(text)
    return Markup('<span class="govuk-caption-l">{}</span>{}').format(look.caption, text)


def _around(bound: BoundField, look: Look) -> dict[str, Any]:
    """Hint and error message, as the macros want them."""
    params: dict[str, Any] = {}
    hint: object = look.hint or bound.help_text
    if hint:
        params["hint"] = {"html": hint} if isinstance(hint, SafeData | Markup) else {"text": str(hint)}
    texts = error_texts(bound)
    if texts:
        params["errorMessage"] = {"html": Markup("<br>").join(texts)}
    return params


def _base(bound: BoundField, look: Look) -> dict[str, Any]:
    params = _around(bound, look) | {
        "id": bound.auto_id,
        "name": bound.html_name,
        "label": _label(bound, look),
        "attributes": _extra(bound),
        "disabled": bound.field.disabled,
    }
    if look.autocomplete:
        params["autocomplete"] = look.autocomplete
    if look.spellcheck is not None:
        params["spellcheck"] = look.spellcheck
    return params


def _fieldset(bound: BoundField, look: Look) -> dict[str, Any]:
    size = look.label_size or ("l" if look.heading else "s")
    return {"legend": _label(bound, replace(look, label_size=size), "fieldset__legend")}


def _text(bound: BoundField) -> str | None:
    value = bound.field.widget.format_value(bound.value())
    return None if value is None else str(value)


def _kept_lines(text: str | None) -> Markup:
    """Typed lines as they were: the macros indent their output, and a browser eats a first line break."""
    safe = str(escape((text or "").replace("\r\n", "\n"))).replace("\n", "&#10;")
    return Markup("&#10;" + safe if safe.startswith("&#10;") else safe)  # noqa: S704 - escaped above


@singledispatch
def _draw(widget: forms.Widget, bound: BoundField, look: Look) -> Markup:
    kind = getattr(widget, "input_type", "text")
    params = _base(bound, look) | {"type": _TYPES.get(kind, "text"), "classes": look.width_class}
    value = _text(bound)
    if value is not None:
        params["value"] = value
    inputmode = look.inputmode or ("numeric" if kind == "number" else "")
    if inputmode:
        params["inputmode"] = inputmode
    for affix in ("prefix", "suffix"):
        if getattr(look, affix):
            params[affix] = {"text": getattr(look, affix)}
    return call_macro("input", params)


@_draw.register
def _(widget: forms.PasswordInput, bound: BoundField, look: Look) -> Markup:
    params = _base(bound, look) | {"classes": look.width_class}
    params.setdefault("autocomplete", "current-password")
    return call_macro("password_input", params)


@_draw.register
def _(widget: forms.Textarea, bound: BoundField, look: Look) -> Markup:
    params = _base(bound, look) | {
        "rows": look.rows,
        "value": _kept_lines(_text(bound)),
        "classes": look.width_class,
    }
    if not (look.max_words or look.max_characters):
        return call_macro("textarea", params)
    limit = {"maxwords": look.max_words} if look.max_words else {"maxlength": look.max_characters}
    return call_macro("character_count", params | limit | ({"threshold": look.threshold} if look.threshold else {}))


@_draw.register
def _(widget: forms.CheckboxInput, bound: BoundField, look: Look) -> Markup:
    around = _around(bound, look)
    item: dict[str, Any] = {
        "value": "on",
        "html": _captioned(_label_text(bound, replace(look, mark_optional=False)), look),
        "checked": bool(widget.check_test(bound.value())),
        "disabled": bound.field.disabled,
        "attributes": _extra(bound),
    }
    if "hint" in around:
        item["hint"] = around.pop("hint")
    classes = "govuk-checkboxes--small" if look.small else ""
    params = around | {
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "items": [item],
        "classes": classes,
    }
    return call_macro("checkboxes", params)


@_draw.register
def _(widget: forms.RadioSelect, bound: BoundField, look: Look) -> Markup:
    classes = " ".join(f"govuk-radios--{name}" for name in ("inline", "small") if getattr(look, name))
    return call_macro("radios", _choice_params(bound, look) | {"classes": classes})


@_draw.register
def _(widget: forms.CheckboxSelectMultiple, bound: BoundField, look: Look) -> Markup:
    classes = "govuk-checkboxes--small" if look.small else ""
    return call_macro("checkboxes", _choice_params(bound, look) | {"classes": classes})


@_draw.register
def _(widget: forms.Select, bound: BoundField, look: Look) -> Markup:
    chosen = _chosen(bound)
    items = [
        {
            "value": choice.value,
            "text": choice.label,
            "selected": choice.value in chosen,
            "disabled": choice.disabled,
        }
        for choice in choices_of(bound.field)
    ]
    return call_macro("select", _base(bound, look) | {"items": items, "classes": look.width_class})


@_draw.register
def _(widget: forms.FileInput, bound: BoundField, look: Look) -> Markup:
    if bound.form.is_bound and bound.data and bound.form.errors and not bound.errors:
        again = "Choose the file again: a browser does not keep it while something else is put right."
        look = replace(look, hint=f"{look.hint} {again}".strip())
    params = _base(bound, look)
    if widget.attrs.get("multiple") or widget.allow_multiple_selected:
        params["multiple"] = True
    return call_macro("file_upload", params)


@_draw.register
def _(widget: DateBoxes, bound: BoundField, look: Look) -> Markup:
    wrong = wrong_boxes(bound)
    items = [
        {
            "id": f"{bound.auto_id}_{box}",
            "name": f"{bound.html_name}_{box}",
            "label": box.capitalize(),
            "value": text,
            "classes": f"govuk-input--width-{4 if box == 'year' else 2}"
            + (" govuk-input--error" if box in wrong else ""),
            "autocomplete": f"{look.autocomplete}-{box}" if look.autocomplete == "bday" else None,
        }
        for box, text in zip(BOXES, DateBoxes.boxes(bound.value()), strict=True)
    ]
    params = _around(bound, look) | {"id": bound.auto_id, "fieldset": _fieldset(bound, look), "items": items}
    return call_macro("date_input", params)


@_draw.register
def _(widget: forms.HiddenInput, bound: BoundField, look: Look) -> Markup:
    return escape(bound.as_widget())


@_draw.register
def _(widget: forms.MultipleHiddenInput, bound: BoundField, look: Look) -> Markup:
    return escape(bound.as_widget())


def choices_of(field: forms.Field) -> list[Choice]:
    """A field's choices with their hints and reveals; groups are flattened, their name before each label."""
    details = {choice.value: choice for choice in getattr(field, "details", ())}
    found: list[Choice] = []
    pairs: Iterable[Any] = getattr(field.widget, "choices", ())
    for value, label in pairs:
        if isinstance(label, list | tuple):
            found.extend(Choice(str(inner), f"{value}: {text}") for inner, text in label)
        else:
            text = "" if value is None else str(value)
            found.append(details.get(text) or Choice(text, str(label)))
    return found


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    if value is None:
        return set()
    values = value if isinstance(value, list | tuple | set | frozenset) else [value]
    return {str(getattr(one, "value", one)) for one in values}


def _choice_params(bound: BoundField, look: Look) -> dict[str, Any]:
    chosen = _chosen(bound)
    items: list[dict[str, Any]] = []
    for choice in choices_of(bound.field):
        if choice.divider:
            items.append({"divider": choice.divider})
        items.append(_choice_item(bound, choice, choice.value in chosen))
    return _around(bound, look) | {
        "idPrefix": bound.auto_id,
        "name": bound.html_name,
        "fieldset": _fieldset(bound, look),
        "items": items,
        "attributes": _extra(bound),
    }


def _choice_item(bound: BoundField, choice: Choice, checked: bool) -> dict[str, Any]:
    item: dict[str, Any] = {
        "value": choice.value,
        "text": choice.label,
        "checked": checked,
        "disabled": choice.disabled or bound.field.disabled,
    }
    if choice.hint:
        item["hint"] = {"text": choice.hint}
    if choice.exclusive:
        item["behaviour"] = "exclusive"
    if choice.reveals:
        inner = (draw(bound.form[name], look_of(bound.form[name])) for name in choice.reveals)
        item["conditional"] = {"html": Markup("\n").join(inner)}
    return item
