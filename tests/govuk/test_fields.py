"""Fields that render themselves, keep what was typed, and say in one sentence what to do (bad input)."""

from __future__ import annotations

import html
import re
from datetime import date, time
from decimal import Decimal

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from fairplace.foundations.kernel.refused import Refused
from fairplace.govuk import fields, forms
from fairplace.govuk.errors import error_lines, error_summary
from fairplace.govuk.look import Choice


class PlacementForm(forms.Form):
    name = fields.Text("Full name", hint="As <b>known</b>", autocomplete="name", width=20)
    start = fields.Date("Start date", earliest=date(2027, 1, 1), latest=date(2027, 12, 31))
    price = fields.Money("Core price", suffix="a week")
    lives = fields.Radios(
        "Where does the child live?",
        choices=[Choice("home", "At home"), Choice("other", "Elsewhere", reveals=("where",))],
    )
    where = fields.Text("Where?", missing="Enter where the child lives")
    story = fields.LongText("Statement", required=False, max_words=5)


def error_of(form: django_forms.Form, name: str) -> list[str]:
    return [line.text for line in error_lines(form) if line.href.startswith(f"#id_{name}")]


def test_text_field_draws_label_hint_and_control_together() -> None:
    drawn = str(PlacementForm()["name"])
    assert '<label class="govuk-label" for="id_name">' in drawn
    assert 'aria-describedby="id_name-hint"' in drawn
    assert "As &lt;b&gt;known&lt;/b&gt;" in drawn
    assert "govuk-input--width-20" in drawn
    assert 'autocomplete="name"' in drawn
    assert " required" not in drawn
    assert "maxlength" not in drawn


def test_field_look_may_be_changed_where_it_is_shown() -> None:
    drawn = PlacementForm()["name"].as_govuk(heading=True, caption="Referral", label="Your name")
    assert '<h1 class="govuk-label-wrapper">' in drawn
    assert "govuk-label--l" in drawn
    assert '<span class="govuk-caption-l">Referral</span>Your name' in drawn


def test_error_is_shown_in_the_field_and_linked_from_the_summary() -> None:
    form = PlacementForm({"price": "1"})
    assert "Enter full name" in str(form["name"])
    assert 'aria-describedby="id_name-hint id_name-error"' in str(form["name"])
    assert '<a href="#id_name">Enter full name</a>' in error_summary(form)


@pytest.mark.parametrize(
    ("typed", "href", "sentence"),
    [
        (("31", "2", "2027"), "#id_start_day", "Start date must be a real date"),
        (("5", "", ""), "#id_start_month", "Start date must include a month and year"),
        (("5", "1", ""), "#id_start_year", "Start date must include a year"),
        (("5", "1", "2026"), "#id_start_day", "Start date must be 1 January 2027 or later"),
        (("1", "1", "2028"), "#id_start_day", "Start date must be 31 December 2027 or earlier"),
        (("five", "1", "2027"), "#id_start_day", "Start date must be a real date"),
        (("1", "1", "20277"), "#id_start_day", "Start date must be a real date"),
        (("", "", ""), "#id_start_day", "Enter start date"),
    ],
)
def test_wrong_date_links_to_its_first_wrong_box(typed: tuple[str, str, str], href: str, sentence: str) -> None:
    form = PlacementForm(dict(zip(("start_day", "start_month", "start_year"), typed, strict=True)))
    assert (sentence, href) in [(line.text, line.href) for line in error_lines(form)]
    drawn = str(form["start"])
    for text in filter(None, typed):
        assert f'value="{text}"' in drawn
    assert f'id="{href[1:]}"' in drawn


@pytest.mark.parametrize("month", ["1", "01", "January", "jan", "JAN"])
def test_date_understands_months_in_words(month: str) -> None:
    form = PlacementForm({"start_day": "5", "start_month": month, "start_year": "27"})
    assert not error_of(form, "start")
    assert form.cleaned_data["start"] == date(2027, 1, 5)


def test_date_shows_an_initial_date_in_its_boxes() -> None:
    drawn = str(PlacementForm(initial={"start": date(2027, 1, 5)})["start"])
    assert re.findall(r'value="(\d+)"', drawn) == ["5", "1", "2027"]


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [("£1,185", "1185"), ("1185.5", "1185.5"), (" 1 185.50 ", "1185.50"), ("0", "0"), (".5", "0.5")],
)
def test_money_understands_how_people_write_it(typed: str, pounds: str) -> None:
    form = PlacementForm({"price": typed})
    assert not error_of(form, "price")
    assert form.cleaned_data["price"] == Decimal(pounds)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1,18 5x", "Core price must be an amount of money, like 1185 or 1185.50"),
        ("1,50", "Core price must be an amount of money, like 1185 or 1185.50"),
        ("1e3", "Core price must be an amount of money, like 1185 or 1185.50"),
        ("NaN", "Core price must be an amount of money, like 1185 or 1185.50"),
        ("1.234", "Core price must be in pounds and pence, like 1185.50"),
        ("-1", "Core price must be £0 or more"),
        ("99999999999999", "Core price is too large a number"),
        ("", "Enter core price"),
    ],
)
def test_wrong_money_stays_as_typed(typed: str, sentence: str) -> None:
    form = PlacementForm({"price": typed})
    assert error_of(form, "price") == [sentence]
    drawn = str(form["price"])
    assert f'value="{typed}"' in drawn or not typed
    assert 'inputmode="decimal"' in drawn
    assert "£</div>" in drawn


def test_money_shows_an_initial_amount_to_the_penny() -> None:
    assert 'value="1185.00"' in str(PlacementForm(initial={"price": Decimal("1185")})["price"])


def test_question_inside_a_choice_is_asked_only_when_chosen() -> None:
    other = PlacementForm({"lives": "other"})
    assert error_of(other, "where") == ["Enter where the child lives"]
    home = PlacementForm({"lives": "home", "where": "x" * 999})
    assert not error_of(home, "where")
    assert home.cleaned_data["where"] == ""


def test_question_inside_a_choice_is_drawn_once_and_never_called_optional() -> None:
    drawn = str(PlacementForm({"lives": "home"}))
    assert drawn.count('name="where"') == 1
    assert "Where? (optional)" not in drawn
    assert "Statement (optional)" in drawn


def test_long_text_comes_back_as_typed_inside_deep_markup() -> None:
    typed = "\n\nFirst\n\n  second, indented\n</textarea><script>"

    class Nested(forms.Form):
        which = fields.Radios("Which?", choices=[Choice("a", "A", reveals=("words",))])
        words = fields.LongText("Words")

    drawn = str(Nested({"which": "a", "words": typed.replace("\n", "\r\n")}))
    inside = re.search(r"<textarea[^>]*>(.*?)</textarea>", drawn, re.S)
    assert inside is not None
    # A browser leaves out one line break directly after the tag.
    assert html.unescape(inside[1]).removeprefix("\n") == typed


def test_word_limit_counts_words_and_says_how_many_too_many() -> None:
    form = PlacementForm({"story": "one two three  four\r\nfive six seven"})
    assert error_of(form, "story") == ["Shorten your answer by 2 words to 5 or fewer"]
    assert 'data-maxwords="5"' in str(form["story"])


def test_character_limit_counts_a_line_break_once() -> None:
    class Short(forms.Form):
        note = fields.LongText("Note", max_characters=3)

    assert Short({"note": "a\r\nb"}).is_valid()
    assert error_of(Short({"note": "abcd"}), "note") == ["Shorten your answer by 1 character to 3 or fewer"]


class ManyForm(forms.Form):
    postcode = fields.Postcode(required=False)
    email = fields.Email(required=False)
    telephone = fields.Telephone(required=False)
    places = fields.WholeNumber("How many places are free?", minimum=0, maximum=9, required=False)
    radius = fields.Number("Radius", decimal_places=1, required=False)
    closes = fields.Time("Closing time", required=False)
    tie = fields.YesNo("Is it a near-tie?", required=False)
    needs = fields.Checkboxes(
        "Needs", choices=[("a", "A"), ("b", "B"), Choice("none", "None", exclusive=True)], required=False
    )
    category = fields.Select("Category", choices=[("sen", "School")], required=False)
    agreed = fields.Tick("I agree", required=False)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("postcode", "gu27xh", "GU2 7XH"),
        ("postcode", " W1A-1AA ", "W1A 1AA"),
        ("email", "a@example.com", "a@example.com"),
        ("telephone", "+44 (0)1483 404 040", "+44 (0)1483 404 040"),
        ("places", "7", 7),
        ("radius", "12.5", Decimal("12.5")),
        ("closes", "5pm", time(17)),
        ("closes", "5.30 PM", time(17, 30)),
        ("closes", "12am", time(0)),
        ("closes", "midday", time(12)),
        ("closes", "17:00", time(17)),
        ("tie", "no", False),
        ("tie", "yes", True),
        ("category", "sen", "sen"),
        ("agreed", "on", True),
    ],
)
def test_field_gives_its_value(name: str, typed: str, value: object) -> None:
    form = ManyForm({name: typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == value
    assert type(form.cleaned_data[name]) is type(value)


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("postcode", "GU2", "Enter a full postcode, like GU2 7XH"),
        ("email", "nobody", "Enter an email address in the correct format, like name@example.com"),
        ("telephone", "123", "Enter a telephone number, like 01483 404 040"),
        ("places", "1.5", "The number must be a whole number, like 12"),
        ("places", "10", "The number must be 9 or less"),
        ("places", "٣", "The number must be a whole number, like 12"),
        ("radius", "1.25", "Radius must have no more than 1 decimal place"),
        ("closes", "25", "Closing time must be a time, like 5pm or 10:30am"),
        ("closes", "13pm", "Closing time must be a time, like 5pm or 10:30am"),
        ("tie", "maybe", "Select one of the answers to “Is it a near-tie?”"),
        ("category", "zzz", "Select one of the answers to “Category”"),
    ],
)
def test_field_says_what_to_do_and_keeps_what_was_typed(name: str, typed: str, sentence: str) -> None:
    form = ManyForm({name: typed})
    assert error_of(form, name) == [sentence]
    if name not in {"tie", "category"}:
        assert f'value="{typed}"' in str(form[name])


def test_exclusive_choice_is_refused_beside_others() -> None:
    form = ManyForm(MultiValueDict({"needs": ["a", "none"]}))
    assert error_of(form, "needs") == ["Select “None” or the other answers, not both"]
    drawn = str(form["needs"])
    assert drawn.count(" checked") == 2
    assert 'data-behaviour="exclusive"' in drawn


def test_choices_may_be_set_for_one_page_without_changing_the_form_for_others() -> None:
    form = ManyForm()
    form.fields["category"].set_choices([Choice("x", "Only here")])  # type: ignore[attr-defined]
    assert "Only here" in str(form["category"])
    assert "Only here" not in str(ManyForm()["category"])
    assert "Choose" in str(form["category"])


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.exe", b"x", "The file must be a PDF or DOCX"),
        ("a.pdf", b"", "The file is empty. Choose another file"),
        ("a.pdf", b"x" * (1024 * 1024 + 1), "The file must be smaller than 1 MB"),
        (None, b"", "Choose a file to upload"),
    ],
)
def test_upload_of_wrong_type_or_size_gets_a_clear_sentence(name: str | None, content: bytes, sentence: str) -> None:
    class UploadForm(forms.Form):
        file = fields.Upload("Certificate", extensions=("pdf", "docx"), max_megabytes=1)

    files = {"file": SimpleUploadedFile(name, content)} if name else {}
    form = UploadForm({}, files)  # type: ignore[arg-type]
    assert error_of(form, "file") == [sentence]
    assert 'type="file"' in str(form["file"])
    assert 'accept=".pdf,.docx"' in str(form["file"])


def test_password_is_never_shown_again() -> None:
    class SignInForm(forms.Form):
        password = fields.Password()

    drawn = str(SignInForm({"password": "secret words"})["password"])
    assert "secret words" not in drawn
    assert 'autocomplete="current-password"' in drawn


def test_refusal_is_shown_beside_the_field_it_names() -> None:
    form = PlacementForm({})
    form.is_valid()
    form.refuse(Refused("A core cost may only go down.", "price"))
    form.refuse(Refused("Someone else has published this."))
    lines = [(line.text, line.href) for line in error_lines(form)]
    assert lines[0] == ("Someone else has published this.", "")
    assert ("A core cost may only go down.", "#id_price") in lines


def test_plain_django_form_is_drawn_the_same() -> None:
    class LibraryForm(django_forms.Form):
        login = django_forms.EmailField(
            label="Email",
            widget=django_forms.EmailInput(attrs={"placeholder": "Email", "autocomplete": "email"}),
        )
        password = django_forms.CharField(label="Password", widget=django_forms.PasswordInput())
        remember = django_forms.BooleanField(label="Remember me", required=False)
        kind = django_forms.ChoiceField(choices=[("Group", [("a", "A")])], help_text="Which <i>kind</i>?")
        hidden = django_forms.CharField(widget=django_forms.HiddenInput(), initial="x")

    drawn = str(LibraryForm({}))
    assert "govuk-password-input" in drawn
    assert "govuk-checkboxes__input" in drawn
    assert "Enter email" in drawn
    assert "placeholder" not in drawn
    assert "Group: A" in drawn
    assert "Which &lt;i&gt;kind&lt;/i&gt;?" in drawn
    assert '<input type="hidden" name="hidden"' in drawn


def test_nothing_drawn_has_inline_style_or_script() -> None:
    for form in (PlacementForm({"lives": "other"}), ManyForm({})):
        assert not re.search(r"\sstyle=|<script|\son\w+=", str(form))


def test_about_names_what_a_wrong_answer_to_a_question_was_about() -> None:
    """ "The number must be 1 or more" leaves the reader to guess which number."""

    class Asks(forms.Form):
        far = fields.WholeNumber("How far may it be?", minimum=1, about="The distance in miles")

    assert Asks({"far": "0"}).errors["far"] == ["The distance in miles must be 1 or more"]
    assert Asks({"far": "x"}).errors["far"] == ["The distance in miles must be a whole number, like 12"]


class CertificateForm(forms.Form):
    file = fields.Upload("Certificate", hint="PDF, up to 1 MB.", extensions=("pdf",), max_megabytes=1)
    until = fields.Date("Expires on")


def test_a_file_that_the_browser_will_have_dropped_is_asked_for_again() -> None:
    """Bad input: what was typed is kept; a file cannot be, so the page says so, also when an action refused."""
    again = "Choose the file again"
    day = {"until_day": "1", "until_month": "3", "until_year": "2027"}
    file = SimpleUploadedFile("a.pdf", b"%PDF")
    wrong_day = CertificateForm({**day, "until_day": "31", "until_month": "2"}, {"file": file})  # type: ignore[arg-type]
    assert "PDF, up to 1 MB. Choose the file again" in str(wrong_day)
    assert again not in str(CertificateForm(day, {"file": file}))  # type: ignore[arg-type]
    assert again not in str(CertificateForm({}, {})), "its own error says it already"
    refused = CertificateForm(day, {"file": file})  # type: ignore[arg-type]
    assert refused.is_valid()
    refused.refuse(Refused("Somebody else was faster."))
    assert again in str(refused)


def test_a_sentence_about_a_date_speaks_of_it_by_the_label_that_is_shown() -> None:
    form = CertificateForm({"until_day": "31", "until_month": "2", "until_year": "2027"}, {})
    form.fields["until"].label = "Ends on"
    assert form.errors["until"] == ["Ends on must be a real date"]
