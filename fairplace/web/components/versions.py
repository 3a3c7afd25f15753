"""Which two versions somebody wants to compare."""

from __future__ import annotations

from django.http import HttpRequest


def compared_numbers(request: HttpRequest, numbers: list[int]) -> tuple[int, int] | None:
    """?from= and ?to=, of these (newest first); without a choice the newest against the one before. None: only one."""
    if len(numbers) < 2:
        return None
    asked = [request.GET.get(name, "") for name in ("from", "to")]
    told = [int(one) if one.isascii() and one.isdigit() and len(one) < 5 else 0 for one in asked]
    if all(one in numbers for one in told):
        return told[0], told[1]
    return numbers[1], numbers[0]
