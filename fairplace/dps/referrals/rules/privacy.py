"""Finds what would tell who the child is in text that others will read (R1).

It looks for the names of the child's own record, dates of birth, full postcodes, NHS numbers, UPNs and names of
schools, and warns where the coded facts alone fit few children. It finds and explains; a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fairplace.dps.referrals.rules.age_bands import age_band
from fairplace.dps.referrals.rules.children import SIBLING, ChildFacts
from fairplace.foundations.kernel.postcodes import normalise_postcode


class Kind(StrEnum):
    """What was found."""

    NAME = "name"
    DATE_OF_BIRTH = "date_of_birth"
    POSTCODE = "postcode"
    NHS_NUMBER = "nhs_number"
    UPN = "upn"
    SCHOOL = "school"
    FEW_CHILDREN = "few_children"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found. `field` is where: the name of a text; `excerpt` what stands there."""

    field: str
    kind: Kind
    excerpt: str

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.kind].format(self.excerpt)


@dataclass(frozen=True, slots=True)
class KnownOfChild:
    """What the child's own record holds. names: full names of the child and the family, and the word they chose.

    births: the dates of birth of the referral's children, by their numbers.
    """

    names: tuple[str, ...] = ()
    date_of_birth: date | None = None
    births: Mapping[int, date] = field(default_factory=dict)


_SENTENCES = {
    Kind.NAME: "“{0}” is a name from the child's own record. Write “the child”, “she”, “his mother”.",
    Kind.DATE_OF_BIRTH: "“{0}” looks like the date of birth. The age band is shown instead.",
    Kind.POSTCODE: "“{0}” is a full postcode. Only the district is shown to those invited.",
    Kind.NHS_NUMBER: "“{0}” looks like an NHS number.",
    Kind.UPN: "“{0}” looks like a unique pupil number (UPN).",
    Kind.SCHOOL: "“{0}” looks like the name of a school. Write “the present school”.",
    Kind.FEW_CHILDREN: "The coded facts may fit very few children: {0}.",
}
_MANY_ITEMS = 9


def privacy_findings(
    texts: Mapping[str, str], known: KnownOfChild, places: Collection[str] = frozenset()
) -> list[Finding]:
    """Everything found in these texts, by field and place. Each excerpt once for each field.

    places: those of `possible_places` that a register knows as names of schools and homes.
    """
    found: dict[Finding, None] = {}
    for name, text in texts.items():
        spots = [
            *_names(text, known.names),
            *_births(text, {known.date_of_birth, *known.births.values()}),
            *_postcodes(text),
            *_nhs_numbers(text),
            *_upns(text),
            *_schools(text, places),
        ]
        for (begin, end), kind in sorted(spots):
            found[Finding(name, kind, " ".join(text[begin:end].split()))] = None
    return list(found)


def coded_findings(*, gender: str, district: str, items: int) -> list[Finding]:
    """R1 (ours): gender, a district and nine or more coded needs and features together fit few children."""
    if gender and district and items >= _MANY_ITEMS:
        told = (
            f"a {gender} in {district} with {items} needs and features. "
            "Leave out the gender if matching does not need it"
        )
        return [Finding("coded", Kind.FEW_CHILDREN, told)]
    return []


def group_findings(several: str, children: Sequence[ChildFacts], *, district: str) -> list[Finding]:
    """R1 (ours): brothers and sisters are rarer than any child. Three or more of them, or two whose gender is shown,
    fit few families of a district. Children of a cohort do not know one another: each is looked at alone.
    """
    ages = [child.age for child in children if child.age is not None]
    genders = [child.gender for child in children if child.gender]
    if several != SIBLING or not district or len(ages) < len(children):
        return []
    if len(children) < 3 and not genders:
        return []
    bands = ", ".join(age_band(age) for age in sorted(ages))
    told = f"{len(children)} brothers and sisters of {bands} in {district} fit few families"
    if genders:
        told += ". Leave out the gender if matching does not need it"
    return [Finding("coded", Kind.FEW_CHILDREN, told)]


Spot = tuple[tuple[int, int], Kind]

# Names that are words too: found only with a capital letter.
_WORDS = """
    amber angel art autumn basil bell bill bishop brook brown carol church clay cook day dawn daisy faith field
    fox frank grace grant green guy hall harmony heath heather hill holly hope iris ivy jack jade joy june king
    lane lily long love mark marsh may mercy miles moon noble olive page park peace penny poppy precious prince
    river robin rose ruby rusty sage sandy sky star sterling stone storm summer violet ward wells west white will
    winter wood young
"""
_ALSO_WORDS = frozenset(_WORDS.split())
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _names(text: str, names: Iterable[str]) -> Iterator[Spot]:
    wanted = {_plain(part) for name in names for part in _WORD.findall(name)}
    wanted |= {piece for part in wanted for piece in part.split("-")}
    wanted = {part for part in wanted if len(part) > 1}
    dates = [match.span() for pattern in _DATES for match in pattern.finditer(text)]
    for match in _WORD.finditer(text):
        plain = _plain(match[0])
        words = {plain, plain.removesuffix("'s"), plain.rstrip("'"), *plain.split("-")}
        hit = words & wanted
        in_date = any(begin <= match.start() < end for begin, end in dates)  # 4 May 2015 is nobody's name
        if hit and not in_date and not (match[0].islower() and hit <= _ALSO_WORDS):
            yield match.span(), Kind.NAME


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATES = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b"),
    re.compile(r"\b(?P<d>\d{1,2})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<y>(?:19|20)?\d\d)\b"),
    re.compile(r"\b(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>[A-Za-z]{3,9})\.?,?\s+(?P<y>(?:19|20)?\d\d)\b"),
    re.compile(r"\b(?P<month>[A-Za-z]{3,9})\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)\b"),
)
_BIRTH_BEFORE = re.compile(r"\b(?:born|birth|birthday|d\.?\s?o\.?\s?b)\b[^.!?]{0,25}$", re.IGNORECASE)


def _births(text: str, born: Collection[date | None]) -> Iterator[Spot]:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            day = _date_of(match)
            if day is not None and (day in born or _BIRTH_BEFORE.search(text[: match.start()])):
                yield match.span(), Kind.DATE_OF_BIRTH


def _date_of(match: re.Match[str]) -> date | None:
    told = match.groupdict()
    year = int(told["y"]) + (2000 if len(told["y"]) == 2 else 0)
    try:
        month = _MONTHS.index(told["month"][:3].lower()) + 1 if told.get("month") else int(told["m"])
        return date(year, month, int(told["d"]))
    except ValueError:
        return None


_POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s*[0-9][A-Z]{2}\b", re.IGNORECASE)
_TEN_DIGITS = re.compile(r"(?<![\d-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d-])")
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\s?\d(?:\s?\d){10}\s?[\dA-HJ-NP-RT-Z]\b", re.IGNORECASE)
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _postcodes(text: str) -> Iterator[Spot]:
    for match in _POSTCODE.finditer(text):
        if normalise_postcode(match[0]):
            yield match.span(), Kind.POSTCODE


def _nhs_numbers(text: str) -> Iterator[Spot]:
    for match in _TEN_DIGITS.finditer(text):
        if is_nhs_number(re.sub(r"\D", "", match[0])):
            yield match.span(), Kind.NHS_NUMBER


def is_nhs_number(digits: str) -> bool:
    """Ten digits, the last of which is the modulus 11 check of the others."""
    if not re.fullmatch(r"[0-9]{10}", digits):
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)) % 11
    return check != 10 and check % 11 == int(digits[9])


def _upns(text: str) -> Iterator[Spot]:
    for match in _UPN.finditer(text):
        if is_upn(re.sub(r"\s", "", match[0])):
            yield match.span(), Kind.UPN


def is_upn(text: str) -> bool:
    """A letter that checks twelve signs: digits, or eleven digits and a letter in a temporary number."""
    number = text.upper()
    if not re.fullmatch(r"[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z]", number):
        return False
    values = [int(sign) if sign.isdigit() else UPN_LETTERS.index(sign) for sign in number[1:]]
    return UPN_LETTERS[sum(value * weight for weight, value in enumerate(values, 2)) % 23] == number[0]


_SCHOOL_END = r"(?:School|Academy|College|Primary|Secondary|Infants?|Juniors?|Grammar|Nursery|Pre-?[Ss]chool|PRU)"
_SCHOOL = re.compile(rf"\b(?:[A-Z][\w'’.&-]*\s+(?:(?:of|and|the|for|C|E)\s+)*){{1,6}}?(?:{_SCHOOL_END}\b\s*)+")
_GENERAL_WORDS = """
    a an the her his their our my this that present current new old last first special primary secondary infant
    infants junior juniors middle upper lower high grammar nursery independent mainstream maintained residential
    boarding day sunday state private local school academy college she he they at in after before when sen send
    ehcp pru
"""
_GENERIC = frozenset(_GENERAL_WORDS.split())


_LONGEST_NAME = 8


def possible_places(texts: Iterable[str]) -> set[str]:
    """Runs of words that may be the name of a place, as a register is asked for them: two words only with capitals."""
    return {name for text in texts for _, name in _runs(text)}


def _runs(text: str) -> Iterator[tuple[tuple[int, int], str]]:
    words = list(re.finditer(r"[\w'’.&-]+", text))
    for first in range(len(words)):
        for last in range(first + 1, min(first + _LONGEST_NAME, len(words))):
            if text[words[last - 1].end() : words[last].start()].strip():
                break  # a comma or a bracket ends a name
            begin, end = words[first].start(), words[last].end()
            if last - first > 1 or (text[begin].isupper() and text[words[last].start()].isupper()):
                end -= len(text[begin:end]) - len(text[begin:end].rstrip("."))
                yield (begin, end), " ".join(text[begin:end].lower().replace("’", "'").split())


def _schools(text: str, places: Collection[str]) -> Iterator[Spot]:
    """By the word that ends most names of schools, and by the registers' names; of overlapping ones the longest."""
    spots = [span for span, name in _runs(text) if name in places]
    for match in _SCHOOL.finditer(text):
        words = re.findall(r"[\w'’.&-]+", match[0])
        if any(word[0].isupper() and _plain(word) not in _GENERIC for word in words):
            spots.append(match.span())
    taken: list[tuple[int, int]] = []
    for begin, end in sorted(spots, key=lambda span: span[0] - span[1]):
        if not any(begin < other_end and other_begin < end for other_begin, other_end in taken):
            taken.append((begin, end))
            yield (begin, end), Kind.SCHOOL
