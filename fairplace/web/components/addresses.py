"""Addresses of pages, each pattern worked out once: a list asks for hundreds, and `reverse` starts anew each time."""

from __future__ import annotations

from functools import cache
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse


def address(name: str, *args: object, query: dict[str, object] | None = None, **kwargs: object) -> str:
    """`address("council:referrals:show", referral_id=row.id)`; with query={...} the part after the question mark."""
    keys = (*args, *kwargs.values())
    if all(type(key) is UUID for key in keys):
        found = _pattern(name, len(args), tuple(kwargs)).format(*keys)
    else:
        found = reverse(name, args=args or None, kwargs=kwargs or None)
    return f"{found}?{urlencode(query, doseq=True)}" if query else found


@cache
def _pattern(name: str, unnamed: int, names: tuple[str, ...]) -> str:
    """The address as a format: the number of each identifier, in the order given, where it stands."""
    stand_ins = [UUID(int=number + 1) for number in range(unnamed + len(names))]
    made = reverse(
        name, args=stand_ins[:unnamed] or None, kwargs=dict(zip(names, stand_ins[unnamed:], strict=True)) or None
    )
    made = made.replace("{", "{{").replace("}", "}}")
    for number, stand_in in enumerate(stand_ins):
        made = made.replace(str(stand_in), f"{{{number}}}")
    return made
