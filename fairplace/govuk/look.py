"""How a field looks: what Django's own fields have no word for.

A `Look` hangs on each of our fields; plain Django fields (a library's sign-in form, say) get the default one.
Every option can be given where the field is declared and overridden where it is shown:
`{{ form.postcode.as_govuk(label_size="m") }}`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypedDict


class LookOptions(TypedDict, total=False):
    """The keyword arguments that make a `Look`."""

    hint: str
    width: int | str | None
    label_size: str
    heading: bool
    caption: str
    label_hidden: bool
    prefix: str
    suffix: str
    inputmode: str
    autocomplete: str
    spellcheck: bool | None
    rows: int
    max_words: int | None
    max_characters: int | None
    threshold: int
    inline: bool
    small: bool
    mark_optional: bool


class ShownOptions(LookOptions, total=False):
    """What a template may override; the label too, which a field gets as its first argument."""

    label: str


@dataclass(frozen=True, slots=True)
class Look:
    """Options of appearance.

    width: characters (2, 3, 4, 5, 10, 20, 30) or a fraction ("one-half", "two-thirds", "full").
    label_size: "s", "m", "l" or "xl"; empty for the ordinary label.
    heading: the label is the page's heading (one question per page); caption stands small above it.
    label_hidden: for screen readers only, where a table heading says the same to the eye.
    prefix, suffix: stand beside the box ("£", "a week").
    rows: height of a long text; 0 leaves it to the widget.
    threshold: the counter of a long text appears at this per cent of its limit.
    inline: radios side by side (two short answers only). small: the compact radios and checkboxes.
    mark_optional: add "(optional)" to the label of a field that may stay empty.
    """

    label: str = ""
    hint: str = ""
    width: int | str | None = None
    label_size: str = ""
    heading: bool = False
    caption: str = ""
    label_hidden: bool = False
    prefix: str = ""
    suffix: str = ""
    inputmode: str = ""
    autocomplete: str = ""
    spellcheck: bool | None = None
    rows: int = 0
    max_words: int | None = None
    max_characters: int | None = None
    threshold: int = 0
    inline: bool = False
    small: bool = False
    mark_optional: bool = True

    @property
    def width_class(self) -> str:
        if self.width is None:
            return ""
        if isinstance(self.width, int):
            return f"govuk-input--width-{self.width}"
        return f"govuk-!-width-{self.width}"


LOOK_NAMES = frozenset(LookOptions.__annotations__)


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio, checkbox or select option.

    reveals: names of fields of the same form that belong to this choice: they are shown inside it, and asked
    only when it is chosen. divider: a word ("or") above this choice. exclusive: a checkbox that cannot be
    ticked together with others ("None of these").
    """

    value: str
    label: str
    hint: str = ""
    reveals: tuple[str, ...] = ()
    divider: str = ""
    exclusive: bool = False
    disabled: bool = False

    @classmethod
    def from_any(cls, item: Any) -> Choice:
        """Accept a Choice, or the pair (value, label) that Django uses."""
        if isinstance(item, Choice):
            return item
        value, label = item
        return cls(str(value), str(label))
