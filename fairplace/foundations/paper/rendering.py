"""From a template and data to a PDF that is archivable (PDF/A-2a) and accessible (PDF/UA-1)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

PACKAGE = Path(__file__).resolve().parents[2]
FONTS = Path(__file__).parent / "fonts"


def render_pdf(template: Path | bytes, data: Mapping[str, object], *, at: datetime | None = None) -> bytes:
    """Render one of our own templates: a `.typ` file inside the package, or its text.

    The template starts with `#import "/foundations/paper/base.typ": *` and finds the data as `data`. What
    people wrote is text there, never markup. `at` is the time in the file's own properties; the same template,
    data and `at` give the same bytes. Raises typst.TypstError when the template is wrong.
    """
    source: bytes = template if isinstance(template, bytes) else template.read_bytes()
    pdf = typst.compile(  # type: ignore[type-var]  # its stub wants text and root of one type
        source,
        root=PACKAGE,
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, sort_keys=True, default=str)},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=None if at is None else at.astimezone(UTC).replace(microsecond=0),
    )
    assert isinstance(pdf, bytes)
    return pdf


@cache
def _fonts() -> typst.Fonts:
    """Our own font alone: a paper looks the same on every machine."""
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])
