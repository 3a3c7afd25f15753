"""Who signs a placement agreement for either side: the provider first."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.visitor import Visitor


def cannot_sign_yet(someone: Visitor, reference: str) -> None:
    """The council's turn comes after the provider's."""
    someone.follows("To sign")
    assert not someone.page.locator("main a", has_text=f"IPA-{reference}").count() or "sign" not in someone.page.url


def signs(someone: Visitor, menu: str, reference: str, name: str) -> None:
    """Another's name is refused; the own name, with the tick, is the signature."""
    someone.follows(menu).follows(f"IPA-{reference}")
    someone.fills_in(name_typed="Somebody Else", agrees=True).presses("Sign the agreement").is_told("Type your name")
    someone.fills_in(name_typed=name, agrees=True).presses("Sign the agreement").reads(f"{name} for")


def downloads(someone: Visitor, folder: Path) -> Path:
    """The paper itself."""
    with someone.page.expect_download() as waiting:
        someone.page.locator("main a", has_text="Download").first.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
