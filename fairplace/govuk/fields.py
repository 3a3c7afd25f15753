"""The fields. The first argument is the label; `hint`, `width`, `autocomplete` and the other options of
`look.Look` are keywords; `missing` is the sentence shown when nothing was given, `about` what the sentences about
a wrong answer speak of where the label does not do ("The distance in miles").

    fields.Text("Name of the home", width=20, missing="Enter the name of the home")
    fields.LongText("How will you meet this outcome?", max_words=300, rows=8)
    fields.Money("Price a week", suffix="a week")                 -> Decimal pounds, 2 places
    fields.WholeNumber("Places free", minimum=0, maximum=99)      -> int
    fields.Number("Radius", suffix="miles", decimal_places=1)     -> Decimal
    fields.Date("Start date", earliest=..., latest=...)           -> date
    fields.Time("Closing time")                                   -> time ("5pm", "5:30pm", "17:00")
    fields.Radios / Select("...", choices=[("a", "A"), Choice("b", "B", hint="...", reveals=("c",))]) -> str
    fields.Checkboxes("...", choices=[...])                       -> list[str]
    fields.YesNo("...")                                           -> bool
    fields.Tick("I confirm that this is true")                    -> bool
    fields.Upload("Certificate", extensions=("pdf",), max_megabytes=10)
    fields.Postcode("Postcode")                                   -> "GU2 7XH"
    fields.Email / Password / Telephone / Hidden

Choices that are known only for the page at hand: `self.fields["home"].set_choices([...])` in the form's
`__init__`, after super().
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from fairplace.govuk.components import missing_sentence
from fairplace.govuk.look import LOOK_NAMES, Choice, Look, LookOptions
from fairplace.govuk.widgets import DateBoxes

Choices = Iterable[Choice | tuple[str, str]]


class FieldOptions(LookOptions, total=False):
    """What every field takes beside its look."""

    required: bool
    missing: str
    about: str
    initial: Any
    disabled: bool
    validators: list[Any]
    error_messages: dict[str, str]
    widget: forms.Widget


class Looks(forms.Field):
    """Gives a Django field its look and its sentence for "nothing was given"."""

    verb = "Enter"
    thing = "Your answer"
    preset: LookOptions = {}
    look: Look

    def __init__(self, label: str, *, extra: dict[str, Any] | None = None, **options: Unpack[FieldOptions]) -> None:
        given: dict[str, Any] = {**self.preset, **options}
        look = Look(**{name: value for name, value in given.items() if name in LOOK_NAMES})
        rest = {name: value for name, value in given.items() if name not in LOOK_NAMES and name != "about"}
        missing = rest.pop("missing", "") or missing_sentence(self.verb, label)
        messages = {"required": missing, **rest.pop("error_messages", {})}
        super().__init__(label=label, error_messages=messages, **rest, **(extra or {}))
        self.look = look

    @classmethod
    def subject(cls, label: str, options: FieldOptions) -> str:
        """What a sentence about a wrong answer speaks of: `about`, else the label unless it is a question or long."""
        by_label = cls.thing if label.rstrip().endswith("?") or len(label) > 60 else label
        return options.get("about") or by_label


class Text(Looks, forms.CharField):
    """One line, also where more are sent: a name stands in letters."""

    def __init__(self, label: str, *, longest: int = 200, **options: Unpack[FieldOptions]) -> None:
        messages = {"max_length": f"{self.subject(label, options)} must be {longest} characters or fewer"}
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(label, extra={"max_length": longest}, **options)

    def to_python(self, value: Any) -> Any:
        if self.strip and isinstance(value, str):
            value = " ".join(value.splitlines())
        return super().to_python(value)


class Email(Text):
    preset: LookOptions = {"autocomplete": "email", "spellcheck": False}

    def __init__(self, label: str = "Email address", **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.EmailInput())
        super().__init__(label, longest=254, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text:
            EmailValidator("Enter an email address in the correct format, like name@example.com")(text)
        return text


class Password(Text):
    """Asked, never shown again."""

    def __init__(self, label: str = "Password", **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.PasswordInput())
        super().__init__(label, **options)
        self.strip = False


class Telephone(Text):
    preset: LookOptions = {"autocomplete": "tel", "width": 20}

    def __init__(self, label: str = "Telephone number", **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel"}))
        super().__init__(label, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if text and not 9 <= len(re.sub(r"[^0-9]", "", text)) <= 15:
            raise ValidationError("Enter a telephone number, like 01483 404 040")
        return text


class Postcode(Text):
    """A United Kingdom postcode, written as people write it; becomes "GU2 7XH"."""

    preset: LookOptions = {"autocomplete": "postal-code", "width": 10, "spellcheck": False}
    shape = re.compile(r"(GIR|[A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})")

    def __init__(self, label: str = "Postcode", **options: Unpack[FieldOptions]) -> None:
        super().__init__(label, longest=20, **options)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return text
        match = self.shape.fullmatch(re.sub(r"[^A-Z0-9]", "", text.upper()))
        if match is None:
            raise ValidationError("Enter a full postcode, like GU2 7XH")
        return f"{match[1]} {match[2]}"


def _plural(word: str, number: int) -> str:
    return word if number == 1 else f"{word}s"


class LongText(Looks, forms.CharField):
    """Several lines. With max_words or max_characters it counts as one types; the server counts the same."""

    def __init__(self, label: str, **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(label, **options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        words, characters = self.look.max_words, self.look.max_characters
        if words and (over := len(re.findall(r"\S+", value)) - words) > 0:
            raise ValidationError(f"Shorten your answer by {over} {_plural('word', over)} to {words} or fewer")
        if characters and (over := len(value) - characters) > 0:
            raise ValidationError(
                f"Shorten your answer by {over} {_plural('character', over)} to {characters} or fewer"
            )


class Number(Looks, forms.DecimalField):
    """A decimal number, typed as text so that nothing typed is lost."""

    thing = "The number"
    preset: LookOptions = {"inputmode": "decimal", "width": 5, "spellcheck": False}
    shape = re.compile(r"[-+]?(([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]*)?|\.[0-9]+)")
    example = "12.5"

    def __init__(
        self,
        label: str,
        *,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        decimal_places: int = 2,
        **options: Unpack[FieldOptions],
    ) -> None:
        options.setdefault("widget", forms.TextInput())
        subject = self.subject(label, options)
        places = f"{decimal_places} decimal place{'' if decimal_places == 1 else 's'}"
        messages = {
            "invalid": f"{subject} must be a number, like {self.example}",
            "min_value": f"{subject} must be {self.shown(minimum)} or more",
            "max_value": f"{subject} must be {self.shown(maximum)} or less",
            "max_decimal_places": f"{subject} must have no more than {places}",
            "max_digits": f"{subject} is too large a number",
            "max_whole_digits": f"{subject} is too large a number",
        }
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        bounds = {
            "min_value": minimum,
            "max_value": maximum,
            "decimal_places": decimal_places,
            "max_digits": 12,
        }
        super().__init__(label, extra=bounds, **options)

    @staticmethod
    def shown(value: Decimal | int | None) -> str:
        return "" if value is None else f"{value:,}"

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s£]", "", value)
            if value and not self.shape.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            value = value.replace(",", "")
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class Money(Number):
    """Pounds, to the penny. "£1,185", "1185.5" and "1185.50" are understood; what was typed stays typed."""

    thing = "The amount"
    preset: LookOptions = {"inputmode": "decimal", "width": 10, "prefix": "£", "spellcheck": False}
    example = "1185 or 1185.50"

    def __init__(
        self,
        label: str,
        *,
        minimum: Decimal | int | None = 0,
        maximum: Decimal | int | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        invalid = {
            "invalid": f"{self.subject(label, options)} must be an amount of money, like {self.example}",
            "max_decimal_places": f"{self.subject(label, options)} must be in pounds and pence, like 1185.50",
        }
        options["error_messages"] = {**invalid, **options.get("error_messages", {})}
        super().__init__(label, minimum=minimum, maximum=maximum, decimal_places=2, **options)

    @staticmethod
    def shown(value: Decimal | int | None) -> str:
        return "" if value is None else f"£{value:,}" if value == int(value) else f"£{value:,.2f}"

    def prepare_value(self, value: Any) -> Any:
        return f"{value:.2f}" if isinstance(value, Decimal) else value


class WholeNumber(Number):
    """A whole number; becomes an int."""

    thing = "The number"
    preset: LookOptions = {"inputmode": "numeric", "width": 5, "spellcheck": False}
    shape = re.compile(r"[-+]?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)")
    example = "12"

    def __init__(
        self,
        label: str,
        *,
        minimum: int | None = None,
        maximum: int | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        messages = {"invalid": f"{self.subject(label, options)} must be a whole number, like 12"}
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(label, minimum=minimum, maximum=maximum, decimal_places=0, **options)

    def clean(self, value: Any) -> Any:
        number = super().clean(value)
        return None if number is None else int(number)


class Date(Looks, forms.Field):
    """Day, month and year in three boxes; "January" and "Jan" are months too, and "27" is 2027."""

    thing = "The date"
    preset: LookOptions = {}
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

    def __init__(
        self,
        label: str,
        *,
        earliest: date | None = None,
        latest: date | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        options.setdefault("widget", DateBoxes())
        super().__init__(label, **options)
        self.earliest, self.latest, self.about = earliest, latest, options.get("about", "")

    @property
    def said(self) -> str:
        """Worked out late, because a form may change the label or what it is about."""
        return self.subject(str(self.label), {"about": self.about})

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        typed = dict(zip(("day", "month", "year"), value, strict=True))
        absent = [box for box, text in typed.items() if not text]
        if absent:
            raise ValidationError(
                f"{self.said} must include a {' and '.join(absent)}",
                code="incomplete",
                params={"boxes": absent},
            )
        try:
            return date(self._year(typed["year"]), self._month(typed["month"]), self._number(typed["day"]))
        except ValueError:
            raise ValidationError(f"{self.said} must be a real date", code="invalid") from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.earliest and value < self.earliest:
            raise ValidationError(f"{self.said} must be {_day(self.earliest)} or later", code="too_early")
        if self.latest and value > self.latest:
            raise ValidationError(f"{self.said} must be {_day(self.latest)} or earlier", code="too_late")

    @staticmethod
    def _number(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,4}", text):
            raise ValueError(text)
        return int(text)

    def _month(self, text: str) -> int:
        word = text.lower()[:3]
        return self.months.index(word) + 1 if word in self.months else self._number(text)

    def _year(self, text: str) -> int:
        year = self._number(text)
        if len(text) == 2:
            return 2000 + year
        if len(text) != 4:
            raise ValueError(text)
        return year


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


class Time(Looks, forms.Field):
    """A time of day: "5pm", "5:30pm", "17:00", "midday"."""

    thing = "The time"
    preset: LookOptions = {"width": 10}
    shape = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s*(am|pm)?")

    def __init__(self, label: str, **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.TextInput())
        super().__init__(label, **options)
        self.said = self.subject(label, options)

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        text = str(value).strip().lower().replace("midday", "12pm").replace("noon", "12pm")
        match = self.shape.fullmatch(text)
        hour = int(match[1]) if match else 99
        if match and match[3]:
            hour = hour % 12 + (12 if match[3] == "pm" else 0) if 1 <= hour <= 12 else 99
        if match is None or hour > 23 or int(match[2] or 0) > 59 or not (match[2] or match[3]):
            raise ValidationError(f"{self.said} must be a time, like 5pm or 10:30am", code="invalid")
        return time(hour, int(match[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, time | datetime):
            return value
        minutes = f":{value:%M}" if value.minute else ""
        return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


class _Chosen(Looks, forms.ChoiceField):
    """What radios, selects and checkboxes share: choices with details."""

    verb = "Select"
    details: list[Choice]

    def __init__(self, label: str, *, choices: Choices = (), **options: Unpack[FieldOptions]) -> None:
        messages = {"invalid_choice": f"Select one of the answers to “{label}”"}
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(label, **options)
        self.set_choices(choices)

    def set_choices(self, choices: Choices) -> None:
        """Replace the choices, for example with those of the page at hand."""
        self.details = [Choice.from_any(item) for item in choices]
        self.choices = [(choice.value, choice.label) for choice in self.details]


class Radios(_Chosen):
    """One of a few."""

    def __init__(self, label: str, *, choices: Choices = (), **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.RadioSelect())
        super().__init__(label, choices=choices, **options)


class YesNo(Radios):
    """Yes or no, neither assumed; becomes a bool (None when it may stay empty and did)."""

    preset: LookOptions = {"inline": True}

    def __init__(
        self,
        label: str,
        *,
        yes_reveals: tuple[str, ...] = (),
        no_reveals: tuple[str, ...] = (),
        **options: Unpack[FieldOptions],
    ) -> None:
        if yes_reveals or no_reveals:
            options.setdefault("inline", False)
        options.setdefault("missing", missing_sentence("Select", "yes or no"))
        choices = [Choice("yes", "Yes", reveals=yes_reveals), Choice("no", "No", reveals=no_reveals)]
        super().__init__(label, choices=choices, **options)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def clean(self, value: Any) -> Any:
        return {"yes": True, "no": False}.get(super().clean(value))


class Select(_Chosen):
    """One of many. `empty` is the first, unchosen line."""

    def __init__(
        self,
        label: str,
        *,
        choices: Choices = (),
        empty: str | None = "Choose",
        **options: Unpack[FieldOptions],
    ) -> None:
        self.empty = empty
        super().__init__(label, choices=choices, **options)

    def set_choices(self, choices: Choices) -> None:
        first = [] if self.empty is None else [Choice("", self.empty)]
        super().set_choices([*first, *choices])


class Checkboxes(_Chosen, forms.MultipleChoiceField):
    """Any of a few; becomes a list."""

    def __init__(self, label: str, *, choices: Choices = (), **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.CheckboxSelectMultiple())
        messages = {"invalid_choice": "Select only from the answers shown"}
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(label, choices=choices, **options)

    def validate(self, value: Any) -> None:
        super().validate(value)
        alone = [choice for choice in self.details if choice.exclusive and choice.value in value]
        if alone and len(value) > 1:
            raise ValidationError(f"Select “{alone[0].label}” or the other answers, not both", code="exclusive")


class Tick(Looks, forms.BooleanField):
    """One box to tick. Required means that it must be ticked."""

    verb = "Tick to confirm:"

    def __init__(self, label: str, **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.CheckboxInput())
        super().__init__(label, **options)


class Upload(Looks, forms.FileField):
    """A file. Its name and size are checked here, for a clear sentence; its inside where it is stored."""

    verb = "Choose"

    def __init__(
        self,
        label: str,
        *,
        extensions: tuple[str, ...] = (),
        max_megabytes: int = 20,
        **options: Unpack[FieldOptions],
    ) -> None:
        accept = ",".join(f".{extension}" for extension in extensions)
        options.setdefault("widget", forms.FileInput(attrs={"accept": accept} if accept else {}))
        options.setdefault("missing", "Choose a file to upload")
        messages = {"empty": "The file is empty. Choose another file", "invalid": "Choose a file to upload"}
        options["error_messages"] = {**messages, **options.get("error_messages", {})}
        super().__init__(label, **options)
        self.extensions, self.max_megabytes = extensions, max_megabytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if file and self.extensions and file.name.lower().rsplit(".", 1)[-1] not in self.extensions:
            *rest, last = [extension.upper() for extension in self.extensions]
            kinds = f"{', '.join(rest)} or {last}" if rest else last
            raise ValidationError(f"The file must be a {kinds}", code="extension")
        if file and file.size > self.max_megabytes * 1024 * 1024:
            raise ValidationError(f"The file must be smaller than {self.max_megabytes} MB", code="size")
        return file


class Hidden(Looks, forms.CharField):
    """Carried along, not shown."""

    def __init__(self, label: str = "", **options: Unpack[FieldOptions]) -> None:
        options.setdefault("widget", forms.HiddenInput())
        super().__init__(label or "value", **options)
