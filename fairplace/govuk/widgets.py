"""Widgets that hold what was typed; `components.py` draws them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html_join

BOXES = ("day", "month", "year")


class DateBoxes(forms.Widget):
    """Three boxes, day, month and year. What was typed comes back as three strings, whatever it was."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str] | None:
        typed = [str(data.get(f"{name}_{box}") or "").strip() for box in BOXES]
        return (typed[0], typed[1], typed[2]) if any(typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}_{box}" in data for box in BOXES)

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_day" if id_ else id_

    @staticmethod
    def boxes(value: object) -> tuple[str, str, str]:
        """The three texts to show for a date, for typed boxes, or for nothing."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        if isinstance(value, tuple | list) and len(value) == 3:
            return str(value[0]), str(value[1]), str(value[2])
        return "", "", ""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The bare boxes, for a hidden or a library's own rendering."""
        boxes = zip(BOXES, self.boxes(value), strict=True)
        return format_html_join("", '<input name="{}_{}" value="{}">', ((name, box, text) for box, text in boxes))
